import { defineSource, type LogObject, type RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { mapCef } from "./map";
import { parseCef } from "./parse";

export default defineSource({
  id: "cef-events",
  title: "Common Event Format (CEF)",
  documentation:
    "https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors-8.4/pdfdoc/cef-implementation-standard/cef-implementation-standard.pdf",
  module: "cef",
  dataset: "cef.events",
  indexPeriod: "day",
  delivery:
    "Let the security product send CEF to a syslog server (rsyslog, Fluent Bit) that writes files to the archive or sends them to a log group; with or without the syslog header.",
  format: "lines",
  keys: [],
  // Products whose events are a source of their own send them in this format too.
  generic: true,
  recognises: (value) => typeof value === "string" && parseCef(value) !== undefined,
  open: openCef,
  remembers: "headers",
  fields: {
    "cef.events.version": "keyword",
    "cef.events.name": "keyword",
    "cef.events.severity": "keyword",
    "cef.events.count": "long",
    "cef.events.custom": "flat_object",
    "cef.events.extension": "flat_object",
  },
});

function openCef(object: LogObject): RecordMapper {
  return (record) => {
    const event = typeof record.value === "string" ? parseCef(record.value) : undefined;
    if (event === undefined) {
      throw new RecordError("not a CEF event: expected CEF:version|vendor|product|version|id|name|severity|extension");
    }
    return { kind: "event", document: mapCef(event, object, record) };
  };
}
