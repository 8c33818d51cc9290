import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord } from "../../functions/shared/values";
import { alertId, mapAlert } from "./alert";
import { fields } from "./fields";
import { activityId, mapActivity } from "./map";
import { eventsOf, isActivity, isAlert, pageOf } from "./record";

export default defineSource({
  id: "google-workspace",
  title: "Google Workspace",
  documentation: "https://developers.google.com/workspace/admin/reports/reference/rest/v1/activities/list",
  module: "google",
  dataset: "google.workspace",
  indexPeriod: "month",
  delivery:
    "Store the answers of the Reports API's `activities.list`, for each application, and of the Alert Center API's `alerts.list` in the archive: whole pages or one activity a line.",
  format: "json",
  keys: [],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && (isActivity(record) || isAlert(record) || pageOf(record) !== undefined);
  },
  // An activity may be several events: each is a document of its own.
  unfold: (value) => {
    const record = asRecord(value);
    if (record === undefined) return undefined;
    return pageOf(record)?.flatMap(eventsOf) ?? (isActivity(record) ? eventsOf(record) : undefined);
  },
  open: () => mapRecord,
  fields,
});

function mapRecord({ value }: RawRecord): MappedRecord {
  const record = asRecord(value);
  if (record !== undefined && isActivity(record)) {
    return { kind: "event", document: mapActivity(record), id: activityId(record) };
  }
  if (record !== undefined && isAlert(record))
    return { kind: "event", document: mapAlert(record), id: alertId(record) };
  if (record !== undefined && pageOf(record)?.length === 0) return { kind: "dropped", reason: "empty-page" };
  throw new RecordError("not an activity or alert of Google Workspace: expected id.applicationName and events");
}
