import type { EcsDocument } from "../../functions/shared/ecs";
import type { JsonObject } from "../../functions/shared/values";

/** What a log adds to what all logs have. */
export interface LogMapper {
  /** Fields that ECS holds or that must not be kept; the others are details. */
  readonly fields: readonly string[];
  readonly map: (record: JsonObject) => EcsDocument;
}

type Outcome = "success" | "failure" | "unknown";

/** Nothing is known where nothing is said. */
export function outcome(success: boolean | undefined): Outcome {
  return success === undefined ? "unknown" : success ? "success" : "failure";
}
