import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { records } from "../../functions/shared/records";
import { guid } from "../../functions/shared/unique-id";
import { asRecord, type JsonObject, text } from "../../functions/shared/values";
import { fields } from "./fields";
import { mapEvent, member } from "./map";
import { rawFields } from "./raw-fields";

export default defineSource({
  id: "okta-system",
  title: "Okta System Log",
  documentation: "https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/",
  module: "okta",
  dataset: "okta.system",
  indexPeriod: "month",
  delivery:
    "Add a log stream of type AWS EventBridge in Okta and send the events of its partner event source to the archive with Amazon Data Firehose; or store answers of the System Log API, or the bodies of event hooks.",
  format: "json",
  keys: [],
  envelopes: [{ eventSource: /^aws\.partner\/okta\.com\// }],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && (isEvent(record) || isEventHook(record));
  },
  unfold: (value) => {
    const record = asRecord(value);
    return record !== undefined && isEventHook(record) ? hookEvents(record) : undefined;
  },
  open: () => mapRecord,
  sigma: [{ product: "okta", service: "okta" }],
  fields,
  rawFields,
});

function isEvent(record: JsonObject): boolean {
  const type = member(record, "eventType");
  const actor = asRecord(record.actor);
  return (
    typeof type === "string" &&
    /^[a-z]\w*\.\w/i.test(type) &&
    actor !== undefined &&
    ("alternateId" in actor || "displayName" in actor) &&
    (member(record, "displayMessage") !== undefined || member(record, "legacyEventType") !== undefined)
  );
}

/** What Okta posts to an event hook: up to some hundred events in `data.events`. */
function isEventHook(record: JsonObject): boolean {
  return record.eventType === "com.okta.event_hook" && asRecord(record.data) !== undefined;
}

function hookEvents(record: JsonObject): readonly JsonObject[] {
  return records(asRecord(record.data)?.events);
}

function mapRecord({ value }: RawRecord): MappedRecord {
  const record = asRecord(value);
  if (record === undefined || text(member(record, "eventType")) === undefined) {
    throw new RecordError("not an Okta event: expected an object with eventType and actor");
  }
  if (isEventHook(record) && hookEvents(record).length === 0) return { kind: "dropped", reason: "no-events" };
  return { kind: "event", document: mapEvent(record), id: guid(record.uuid) };
}
