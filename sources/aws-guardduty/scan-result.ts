import type { RecordEnvelope } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { records } from "../../functions/shared/records";
import { asRecord, flag, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

/** The `detail` of an EventBridge event on an object that Malware Protection for S3 scanned. */
export function isScanResult(value: JsonObject): boolean {
  return asRecord(value.s3ObjectDetails) !== undefined && asRecord(value.scanResultDetails) !== undefined;
}

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html */
export function mapScanResult(detail: JsonObject, envelope: RecordEnvelope | undefined): EcsDocument {
  const object = asRecord(detail.s3ObjectDetails) ?? {};
  const result = asRecord(detail.scanResultDetails) ?? {};
  const status = text(result.scanResultStatus);
  const scanStatus = text(detail.scanStatus);
  const bucket = text(object.bucketName);
  const key = text(object.objectKey);
  const threats = list(records(result.threats).map((threat) => threat.name));
  return {
    "@timestamp": envelope?.time,
    event: {
      kind: status === "THREATS_FOUND" ? "alert" : "event",
      category: ["malware", "file"],
      type: ["info"],
      action: status ?? scanStatus ?? "unknown",
      outcome: scanStatus === "COMPLETED" ? "success" : scanStatus === undefined ? "unknown" : "failure",
      id: envelope?.id,
    },
    cloud: { service: { name: "guardduty" } },
    rule: { ruleset: "GuardDuty Malware Protection" },
    threat: threats === undefined ? undefined : { software: { name: threats[0], type: "Malware" } },
    file: nonEmpty({
      path: bucket === undefined || key === undefined ? key : `${bucket}/${key}`,
      name: text(key?.slice(key.lastIndexOf("/") + 1)),
    }),
    aws: {
      guardduty: nonEmpty({
        schema_version: text(detail.schemaVersion),
        resource_type: text(detail.resourceType),
        resource: nonEmpty({ s3_buckets: nonEmpty({ name: list(bucket) }) }),
        object_scan: nonEmpty({
          plan_arn: envelope?.resources?.[0],
          status: scanStatus,
          key,
          version_id: text(object.versionId),
          etag: text(object.eTag),
          throttled: flag(object.s3Throttled),
          threats,
        }),
      }),
    },
  };
}
