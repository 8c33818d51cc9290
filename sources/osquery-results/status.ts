import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { integer, type JsonObject, nonEmpty, text } from "../../functions/shared/values";
import { hostOf, timeOf } from "./host";

const levels = ["info", "warning", "error", "fatal"];

/** What osquery says about itself, in the form of glog. */
export function mapStatus(record: JsonObject): EcsDocument {
  const severity = integer(record.severity);
  const isError = severity !== undefined && severity >= 2;
  return {
    "@timestamp": timeOf(record),
    message: text(record.message),
    event: {
      kind: "event",
      category: ["host"],
      type: ["info"],
      action: "status",
      outcome: isError ? "failure" : "unknown",
      severity,
    },
    host: hostOf(record),
    log: nonEmpty({
      level: severity === undefined ? undefined : levels[severity],
      origin: nonEmpty({ file: nonEmpty({ name: text(record.filename), line: integer(record.line) }) }),
    }),
    osquery: nonEmpty({
      results: nonEmpty({
        host_identifier: text(record.hostIdentifier),
        version: text(record.version),
        decorations: flatObject(record.decorations),
      }),
    }),
  };
}
