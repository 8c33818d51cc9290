import type { Limits } from "../shared/limits";
import type { FilterRule } from "./filter-rules";
import type { DetectionRules } from "./signals";
import type { LogSource } from "./source";
import type { SourceRule } from "./source-rules";

/** What a stack sets about its logs, checked at deployment and bundled into the function. */
export interface LoaderConfiguration {
  /** Sources of the stack's own. One with the id of a built-in source replaces it. */
  readonly sources: readonly LogSource[];
  readonly rules: readonly SourceRule[];
  readonly filters: readonly FilterRule[];
  /** Sigma rules, correlations and filters. */
  readonly detection: DetectionRules;
  /** What a log may be. */
  readonly limits: Limits;
}
