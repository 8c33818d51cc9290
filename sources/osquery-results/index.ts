import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord } from "../../functions/shared/values";
import { fields } from "./fields";
import { mapResult } from "./map";
import { isRecord, isStatus, rowsOf } from "./record";
import { mapStatus } from "./status";

export default defineSource({
  id: "osquery-results",
  title: "osquery",
  documentation: "https://osquery.readthedocs.io/en/stable/deployment/logging/",
  module: "osquery",
  dataset: "osquery.results",
  indexPeriod: "day",
  delivery:
    "Start osquery with `--logger_plugin=aws_firehose` and a delivery stream to the archive; or ship `osqueryd.results.log`, `osqueryd.snapshots.log` and the status logs with Fluent Bit; or let Fleet write to Amazon Data Firehose.",
  format: "json",
  keys: [],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && isRecord(record);
  },
  // A snapshot or a batch holds all rows of a query; each row is an event, as osquery itself can write them.
  unfold: (value) => {
    const record = asRecord(value);
    return record === undefined || !isRecord(record) ? undefined : rowsOf(record);
  },
  open: () => mapRecord,
  fields,
});

function mapRecord({ value }: RawRecord): MappedRecord {
  const record = asRecord(value);
  if (record === undefined || !isRecord(record)) {
    throw new RecordError("not a log of osquery: expected the result of a query, with its name and host, or a status");
  }
  return { kind: "event", document: isStatus(record) ? mapStatus(record) : mapResult(record) };
}
