import { configItemFields, isConfigItem } from "../../functions/loader/formats/aws-config-item";
import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, type JsonObject, text } from "../../functions/shared/values";
import { mapItem, mapNotice } from "./map";

const recorder = String.raw`AWSLogs\/(?:o-[a-z0-9]+\/)?(?<account>\d{12})\/Config`;
const day = String.raw`(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)\/\d{4}\/\d{1,2}\/\d{1,2}`;

export default defineSource({
  id: "aws-config-history",
  title: "AWS Config configuration history",
  documentation: "https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html",
  module: "aws",
  dataset: "aws.config_history",
  indexPeriod: "month",
  delivery:
    "Make the archive's bucket, with its KMS key, that of AWS Config's delivery channel in each region; for changes within minutes, send the EventBridge events of `aws.config` to Amazon Data Firehose too.",
  format: "json",
  recordArrays: ["configurationItems"],
  keys: [
    { pattern: new RegExp(String.raw`(?:^|/)${recorder}\/${day}\/ConfigHistory\/[^/]+\.json(?:\.gz)?$`) },
    // Items that are too large for a notification.
    { pattern: new RegExp(String.raw`(?:^|/)${recorder}\/${day}\/OversizedChangeNotification\/.+\.json(?:\.gz)?$`) },
    { pattern: new RegExp(String.raw`(?:^|/)${recorder}\/ConfigWritabilityCheckFile$`), skip: "delivery-test" },
  ],
  // Whatever else AWS Config tells.
  envelopes: [{ eventSource: /^aws\.config$/ }],
  recognises: (value) => isHistory(asRecord(value)),
  // An item does not say whether it is of a history or a snapshot: the snapshots that a key tells are no history.
  generic: true,
  open: () => mapRecord,
  fields: {
    ...configItemFields("config_history"),
    "aws.config_history.change_type": "keyword",
    "aws.config_history.changed_properties": "keyword",
    "aws.config_history.changes": "flat_object",
    "aws.config_history.location": "keyword",
    "aws.config_history.notice": "flat_object",
  },
});

const changeNotice = /^(?:Oversized)?ConfigurationItemChangeNotification$/;

function isHistory(value: JsonObject | undefined): boolean {
  if (value === undefined) return false;
  const message = text(value.messageType) ?? "";
  return isConfigItem(value) || changeNotice.test(message) || message.startsWith("ConfigurationHistoryDelivery");
}

function mapRecord(record: RawRecord): MappedRecord {
  const value = asRecord(record.value);
  if (value === undefined) throw new RecordError("not a configuration item: expected an object with resourceType");
  if (isConfigItem(value)) return mapItem(value, {});
  const item = asRecord(value.configurationItem) ?? asRecord(value.configurationItemSummary);
  if (item !== undefined) return mapItem(item, value);
  if (!isHistory(value) && record.envelope?.kind !== "eventbridge") {
    throw new RecordError("not a configuration item: expected an object with resourceType and configurationItemStatus");
  }
  return mapNotice(value, record.envelope);
}
