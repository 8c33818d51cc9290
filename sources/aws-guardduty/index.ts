import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { eventBridgeId, guid } from "../../functions/shared/unique-id";
import { asRecord, isoTime, type JsonObject, nonEmpty, text } from "../../functions/shared/values";
import { fields } from "./fields";
import { mapFinding, updateId } from "./map";
import { rawFields } from "./raw-fields";
import { isScanResult, mapScanResult } from "./scan-result";
import { withApiNames } from "./sdk-names";

export default defineSource({
  id: "aws-guardduty",
  title: "Amazon GuardDuty",
  documentation: "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html",
  module: "aws",
  dataset: "aws.guardduty",
  indexPeriod: "month",
  delivery:
    "Export findings to the archive: GuardDuty, Settings, Findings export options, with the archive's bucket and KMS key; or send its EventBridge events to Amazon Data Firehose.",
  format: "json",
  // The answer of the GetFindings API, as it is sent and as SDKs print it.
  recordArrays: ["findings", "Findings"],
  keys: [
    {
      pattern:
        /(?:^|\/)AWSLogs\/(?<account>\d{12})\/GuardDuty\/(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)\/\d{4}\/\d{2}\/\d{2}\/[^/]+\.jsonl(?:\.gz)?$/,
    },
  ],
  recognises: (value) => {
    const record = asRecord(value);
    return (
      record !== undefined &&
      (isFinding(record) || isSdkFinding(record) || isEmptyNotice(record) || isScanResult(record))
    );
  },
  open: () => mapRecord,
  fields,
  rawFields,
});

function mapRecord(record: RawRecord): MappedRecord {
  const value = asRecord(record.value);
  if (value !== undefined && isFinding(value)) {
    return { kind: "event", document: mapFinding(value), id: updateId(value) };
  }
  if (value !== undefined && isSdkFinding(value)) {
    const finding = withApiNames(value);
    return { kind: "event", document: mapFinding(finding), id: updateId(finding), record: finding };
  }
  if (value !== undefined && isEmptyNotice(value)) return emptyNotice(value);
  if (value !== undefined && isScanResult(value)) {
    return { kind: "event", document: mapScanResult(value, record.envelope), id: eventBridgeId(record.envelope) };
  }
  throw new RecordError("not a GuardDuty finding: expected an object with type, resource and service");
}

function isFinding(value: JsonObject): boolean {
  const type = value.type;
  if (typeof type !== "string" || !/^[A-Za-z]+:[A-Za-z0-9]+\/./.test(type)) return false;
  const service = asRecord(value.service);
  const arn = value.arn;
  return service?.serviceName === "guardduty" || (typeof arn === "string" && arn.includes(":guardduty:"));
}

/** A finding whose members are named as in SDKs: `Type`, `Service`. */
function isSdkFinding({ Type: type, Arn: arn, Service: service }: JsonObject): boolean {
  return isFinding({ type, arn, service: { serviceName: asRecord(service)?.ServiceName } });
}

/** An EventBridge event that announces a finding and holds none. */
function isEmptyNotice(value: JsonObject): boolean {
  if (value.source !== "aws.guardduty" || value["detail-type"] !== "GuardDuty Finding") return false;
  const detail = asRecord(value.detail);
  return detail === undefined || Object.keys(detail).length === 0;
}

function emptyNotice(value: JsonObject): MappedRecord {
  const id = text(value.id);
  return {
    kind: "event",
    id: guid(id),
    document: {
      "@timestamp": isoTime(value.time),
      event: { kind: "alert", category: ["intrusion_detection"], type: ["info"], id },
      cloud: nonEmpty({
        account: nonEmpty({ id: text(value.account) }),
        region: text(value.region),
        service: { name: "guardduty" },
      }),
      rule: { ruleset: "GuardDuty" },
    },
  };
}
