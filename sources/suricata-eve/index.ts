import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { eveFields } from "../../functions/shared/eve/fields";
import { mapEve } from "../../functions/shared/eve/map";
import { asRecord, isoTime, type JsonObject } from "../../functions/shared/values";

export default defineSource({
  id: "suricata-eve",
  title: "Suricata events (EVE JSON)",
  documentation: "https://docs.suricata.io/en/latest/output/eve/eve-json-format.html",
  module: "suricata",
  dataset: "suricata.eve",
  indexPeriod: "day",
  delivery:
    "Ship `eve.json` with Fluent Bit, the CloudWatch agent or Firehose. Its objects have no layout of their own: they are recognised by their content.",
  format: "json",
  keys: [],
  recognises: (value) => isEvent(asRecord(value)),
  open: () => mapRecord,
  fields: eveFields("suricata.eve"),
});

/** Events hold an object of their type's name, or at least the flow they belong to. */
function isEvent(value: JsonObject | undefined): value is JsonObject {
  if (value === undefined || typeof value.event_type !== "string" || isoTime(value.timestamp) === undefined)
    return false;
  const details = Object.hasOwn(value, value.event_type) ? asRecord(value[value.event_type]) : undefined;
  return details !== undefined || (value.flow_id !== undefined && value.src_ip !== undefined);
}

function mapRecord(record: RawRecord): MappedRecord {
  const event = asRecord(record.value);
  if (event === undefined || typeof event.event_type !== "string") {
    throw new RecordError("not an event of Suricata: expected an object with event_type");
  }
  const { document, rest } = mapEve(event);
  return { kind: "event", document: { ...document, suricata: rest === undefined ? undefined : { eve: rest } } };
}
