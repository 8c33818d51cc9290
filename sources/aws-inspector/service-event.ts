import type { RecordEnvelope } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { javaTime } from "../../functions/shared/time/java-time";
import { asRecord, integer, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

/** What Inspector says of its own work: scans that are complete, resources that it begins or ceases to scan, failures. */
export function mapServiceEvent(detail: JsonObject, envelope: RecordEnvelope | undefined): EcsDocument {
  const scanStatus = text(detail["scan-status"]);
  const coverage = asRecord(detail.scanStatus) ?? {};
  const counts = asRecord(detail["finding-severity-counts"]) ?? {};
  const enabling = text(detail.AutoEnableStatus);
  const status = scanStatus ?? text(coverage.statusCodeValue) ?? text(coverage.statusCode) ?? enabling;
  const instance = text(detail["instance-id"]) ?? envelope?.resources?.find((id) => id.startsWith("i-"));
  const repository = text(detail["repository-name"]);
  return {
    "@timestamp": javaTime(detail.eventTimestamp) ?? envelope?.time,
    event: {
      kind: "event",
      category: [scanStatus === undefined ? "configuration" : "vulnerability"],
      type: ["info"],
      action: envelope?.detailType ?? scanStatus ?? "unknown",
      outcome: /fail/i.test(status ?? "")
        ? "failure"
        : scanStatus?.endsWith("COMPLETE") === true
          ? "success"
          : "unknown",
      id: envelope?.id,
      reason: text(coverage.reason) ?? text(detail.Reason),
    },
    cloud: { service: { name: "inspector" }, ...nonEmpty({ instance: nonEmpty({ id: instance }) }) },
    host: nonEmpty({ id: instance }),
    container: nonEmpty({
      image: nonEmpty({
        name: text(repository?.slice(repository.indexOf(":repository/") + 1).replace(/^repository\//, "")),
        tag: list(detail["image-tags"]),
        hash: nonEmpty({ all: list(detail["image-digest"]) }),
      }),
    }),
    related: nonEmpty({ hosts: list(instance) }),
    aws: nonEmpty({
      inspector: nonEmpty({
        status,
        scan_type: text(detail.scanType),
        resources: nonEmpty({ id: list(envelope?.resources) }),
        finding_counts: nonEmpty({
          critical: integer(counts.CRITICAL),
          high: integer(counts.HIGH),
          medium: integer(counts.MEDIUM),
          total: integer(counts.TOTAL),
        }),
        detail: status === undefined ? flatObject(detail) : undefined,
      }),
    }),
  };
}
