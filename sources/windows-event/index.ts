import { isWindowsEvent, windowsEventFields, windowsEventMapper } from "../../functions/loader/formats/windows-event";
import { defineSource } from "../../functions/loader/source";

export default defineSource({
  id: "windows-event",
  title: "Windows events",
  documentation: "https://learn.microsoft.com/windows/win32/wes/eventschema-schema",
  module: "windows",
  dataset: "windows.event",
  indexPeriod: "day",
  delivery:
    "Let the CloudWatch agent send event logs with `event_format` `xml` (which says more than `text`) to a log group that a Firehose stream to the archive subscribes to, or let Winlogbeat, NXLog, Fluent Bit or the Kinesis Agent write their JSON to the archive. Security, Sysmon, PowerShell and Defender are the channels that matter most.",
  format: "xml",
  xmlElement: "Event",
  keys: [],
  // Managed services have Windows events in log groups and streams of their own.
  generic: true,
  recognises: isWindowsEvent,
  open: () => windowsEventMapper("windows", "event"),
  fields: windowsEventFields("windows.event"),
});
