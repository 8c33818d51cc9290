import { configItemFields, isConfigItem, readConfigItem } from "../../functions/loader/formats/aws-config-item";
import { defineSource, type LogObject, type MappedRecord, type RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { eventBridgeId, guid, idWith } from "../../functions/shared/unique-id";
import { asRecord, isoTime, type JsonObject, nonEmpty, text } from "../../functions/shared/values";

export default defineSource({
  id: "aws-config-snapshot",
  title: "AWS Config configuration snapshots",
  documentation: "https://docs.aws.amazon.com/config/latest/developerguide/deliver-snapshot-cli.html",
  module: "aws",
  dataset: "aws.config_snapshot",
  indexPeriod: "month",
  delivery:
    "Set a delivery frequency of snapshots in AWS Config's delivery channel, whose bucket is the archive's. An item in other places than a snapshot's key is taken for history.",
  format: "json",
  recordArrays: ["configurationItems"],
  keys: [
    {
      pattern:
        /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(?<account>\d{12})\/Config\/(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)\/\d{4}\/\d{1,2}\/\d{1,2}\/ConfigSnapshot\/[^/]+\.json(?:\.gz)?$/,
    },
  ],
  recognises: (value) => isDeliveryNotice(asRecord(value)),
  open: openSnapshot,
  fields: {
    ...configItemFields("config_snapshot"),
    "aws.config_snapshot.id": "keyword",
    "aws.config_snapshot.captured": "date",
    "aws.config_snapshot.location": "keyword",
  },
});

/** `..._ConfigSnapshot_20260102T003211Z_<id>.json.gz` */
const snapshotName = /_ConfigSnapshot_(\d{8}T\d{6}Z)_([0-9a-f-]{36})\.json(?:\.gz)?$/;

function openSnapshot({ key }: LogObject): RecordMapper {
  const [, taken, snapshotId] = snapshotName.exec(key) ?? [];
  return ({ value, envelope }): MappedRecord => {
    const record = asRecord(value);
    if (record !== undefined && isConfigItem(record)) return mapItem(record, isoTime(taken), snapshotId);
    if (!isDeliveryNotice(record)) {
      throw new RecordError(
        "not a configuration item: expected an object with resourceType and configurationItemStatus",
      );
    }
    return {
      kind: "event",
      document: mapNotice(record),
      id: eventBridgeId(envelope),
    };
  };
}

/** An item is in every snapshot while its resource exists: each is a state at the time of the snapshot. */
function mapItem(item: JsonObject, taken: string | undefined, snapshotId: string | undefined): MappedRecord {
  const { captured, status, id, document, fields } = readConfigItem(item);
  return {
    kind: "event",
    id: id === undefined ? undefined : idWith(guid(snapshotId), id),
    document: {
      ...document,
      "@timestamp": taken ?? captured,
      event: { kind: "state", category: ["configuration"], type: ["info"], action: status },
      aws: nonEmpty({ config_snapshot: nonEmpty({ ...fields, id: snapshotId, captured }) }),
    },
  };
}

function isDeliveryNotice(value: JsonObject | undefined): value is JsonObject {
  return text(value?.messageType)?.startsWith("ConfigurationSnapshotDelivery") === true;
}

function mapNotice(value: JsonObject) {
  const message = text(value.messageType);
  const bucket = text(value.s3Bucket);
  const key = text(value.s3ObjectKey);
  const outcome = message?.endsWith("Failed") ? "failure" : message?.endsWith("Completed") ? "success" : "unknown";
  return {
    "@timestamp": isoTime(value.notificationCreationTime),
    event: { kind: "event" as const, category: ["configuration"], type: ["info"], action: message, outcome },
    cloud: { service: { name: "config" } },
    error: nonEmpty({ code: text(value.errorCode), message: text(value.errorMessage) }),
    aws: nonEmpty({
      config_snapshot: nonEmpty({
        id: text(value.configSnapshotId),
        location: bucket === undefined || key === undefined ? undefined : `${bucket}/${key}`,
      }),
    }),
  };
}
