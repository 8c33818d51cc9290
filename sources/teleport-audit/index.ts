import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { guid } from "../../functions/shared/unique-id";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { fields } from "./fields";
import { mapEvent } from "./map";

export default defineSource({
  id: "teleport-audit",
  title: "Teleport audit events",
  documentation: "https://goteleport.com/docs/reference/audit-events/",
  module: "teleport",
  dataset: "teleport.audit",
  indexPeriod: "day",
  delivery:
    "Send the events with Teleport's event handler through Fluent Bit or Amazon Data Firehose to the archive; or let the archive hold the Parquet files of Teleport's Athena audit log (External Audit Storage).",
  format: "json",
  keys: [],
  recognises: (value) => eventOf(value) !== undefined,
  open: () => mapRecord,
  fields,
});

/** `T1000I`, `TDB02W`, `TAP00E`: the kind of event, and whether it is of interest only, a warning or an error. */
const codePattern = /^[A-Z][A-Z0-9]{2,11}[IWE]$/;

/** The event: the value itself, or what a row of the Athena audit log holds as JSON text. */
function eventOf(value: unknown): JsonObject | undefined {
  const record = asRecord(value);
  if (record === undefined) return undefined;
  const { event_type: type, event_data: data } = record;
  const event = typeof type === "string" && typeof data === "string" ? parsed(data) : record;
  if (event === undefined || typeof event.event !== "string" || typeof event.code !== "string") return undefined;
  if (!codePattern.test(event.code)) return undefined;
  return "ei" in event || ("uid" in event && "cluster_name" in event) ? event : undefined;
}

function parsed(json: string): JsonObject | undefined {
  try {
    return asRecord(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function mapRecord({ value }: RawRecord): MappedRecord {
  const event = eventOf(value);
  if (event === undefined)
    throw new RecordError("not an event of Teleport: expected an object with event, code and uid");
  return { kind: "event", document: mapEvent(event), id: guid(event.uid) };
}
