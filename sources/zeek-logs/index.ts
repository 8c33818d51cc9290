import { defineSource, type LogObject, type MappedRecord, type RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { mapLog } from "./map";
import { isLog, pathOf, pathOfKey } from "./record";
import { isHeader, TsvReader } from "./tsv";

export default defineSource({
  id: "zeek-logs",
  title: "Zeek",
  documentation: "https://docs.zeek.org/en/master/logs/index.html",
  module: "zeek",
  dataset: "zeek.logs",
  indexPeriod: "day",
  delivery:
    "Copy Zeek's rotated logs, as JSON (`@load policy/tuning/json-logs`) or with their header of `#fields`, to the archive; or ship them with Fluent Bit or Amazon Data Firehose. `@load policy/protocols/conn/community-id-logging` and a writer that adds `_path` help.",
  format: "lines",
  keys: [
    {
      // Rotated by ZeekControl: `2026-01-02/conn.02:00:00-03:00:00.log.gz`.
      pattern: /(?:^|\/)\d{4}-\d\d-\d\d\/[a-z][a-z0-9_]*\.\d\d:\d\d:\d\d-\d\d:\d\d:\d\d\.log(?:\.gz)?$/,
    },
  ],
  recognises: (value) => {
    if (typeof value === "string") return isHeader(value);
    const record = asRecord(value);
    return record !== undefined && isLog(record);
  },
  open: openZeekLog,
  remembers: "headers",
  fields: {
    "zeek.logs.path": "keyword",
    "zeek.logs.uid": "keyword",
    "zeek.logs.fuid": "keyword",
    "zeek.logs.conn_state": "keyword",
    "zeek.logs.history": "keyword",
    "zeek.logs.sensor": "keyword",
    "zeek.logs.details": "flat_object",
  },
});

function openZeekLog({ key }: LogObject): RecordMapper {
  const tsv = new TsvReader();
  const named = pathOfKey(key);
  return ({ value }): MappedRecord => {
    if (typeof value === "string" && value.startsWith("#")) {
      tsv.readHeader(value);
      return { kind: "header" };
    }
    const record = typeof value === "string" ? tsv.readRow(value) : logOf(value);
    return { kind: "event", document: mapLog(record, pathOf(record) ?? tsv.path ?? named) };
  };
}

function logOf(value: unknown): JsonObject {
  const record = asRecord(value);
  if (record === undefined || record.ts === undefined) {
    throw new RecordError("not a log of Zeek: expected an object with ts, or a line below a header of #fields");
  }
  return record;
}
