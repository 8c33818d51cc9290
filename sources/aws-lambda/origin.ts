import type { RecordEnvelope } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { asRecord, nonEmpty } from "../../functions/shared/values";

/** Adds the function and its version, which are in the names of the log group and the log stream. */
export function withFunction(document: EcsDocument, envelope: RecordEnvelope | undefined): EcsDocument {
  const name = /^\/aws\/lambda\/(.+)$/.exec(envelope?.logGroup ?? "")?.[1];
  // 2026/01/02/[$LATEST]0123...; with the function's name before the version where functions share a log group.
  const version = /^\d{4}\/\d\d\/\d\d\/[^[]*\[([^\]]+)\]/.exec(envelope?.logStream ?? "")?.[1];
  const lambda = { ...asRecord(asRecord(document.aws)?.lambda) };
  return {
    ...document,
    cloud: { service: { name: "lambda" } },
    faas: nonEmpty({ ...document.faas, name, version: document.faas?.version ?? version }),
    aws: nonEmpty({ lambda: nonEmpty(lambda) }),
  };
}
