import { type SavedObject, savedObject } from "./saved-objects";

// How OpenSearch Dashboards shows numbers that it would else print as they are.
const formats = {
  "source.bytes": { id: "bytes" },
  "destination.bytes": { id: "bytes" },
  "network.bytes": { id: "bytes" },
  "http.request.bytes": { id: "bytes" },
  "http.response.bytes": { id: "bytes" },
  "event.duration": {
    id: "duration",
    params: { inputFormat: "nanoseconds", outputFormat: "asMilliseconds", outputPrecision: 1 },
  },
  "log.offset": { id: "string" },
} as const;

/** The server lists an index pattern's fields itself when it has none: they change with every new source. */
function indexPattern(id: string, title: string): SavedObject {
  return savedObject("index-pattern", id, {
    title,
    timeFieldName: "@timestamp",
    fieldFormatMap: JSON.stringify(formats),
  });
}

/** All events of all sources. */
export const allEvents = indexPattern("siem-all", "siem-*");
export const cloudTrailEvents = indexPattern("siem-aws-cloudtrail", "siem-aws.cloudtrail-*");
/** There is no such index before the first alert: a pattern finds nothing then, a name would be an error. */
export const alerts = indexPattern("siem-alerts", "siem_alerts*");
export const signals = indexPattern("siem-signals", "siem-signals-*");
export const guardDutyFindings = indexPattern("siem-aws-guardduty", "siem-aws.guardduty-*");
