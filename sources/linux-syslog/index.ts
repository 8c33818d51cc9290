import { isSyslog, readSyslog, syslogStart } from "../../functions/loader/formats/syslog";
import { syslogDocument } from "../../functions/loader/formats/syslog-document";
import { unrepeated } from "../../functions/loader/formats/syslog-program";
import { defineSource, type LogObject, type RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { nonEmpty, text } from "../../functions/shared/values";

export default defineSource({
  id: "linux-syslog",
  title: "Linux system logs (syslog, journald)",
  documentation: "https://www.rfc-editor.org/rfc/rfc5424",
  module: "linux",
  dataset: "linux.syslog",
  indexPeriod: "day",
  delivery:
    "Let the CloudWatch agent send `/var/log/messages` or `/var/log/syslog` to a log group of that name that a Firehose stream to the archive subscribes to, or let rsyslog, Fluent Bit or `journalctl -o json` write files to the archive.",
  format: "lines",
  recordStart: syslogStart,
  keys: [],
  envelopes: [
    // The CloudWatch agent's default is the path up to its last dot.
    { logGroup: /^\/?var\/log\/(?:messages|syslog|secure|auth|cron|daemon|kern|user|maillog|mail)(?:\.log)?$/ },
  ],
  generic: true,
  recognises: isSyslog,
  open: openSyslog,
  remembers: "headers",
  fields: { "linux.syslog.repeated": "long" },
});

function openSyslog(object: LogObject): RecordMapper {
  return (record) => {
    const line = readSyslog(record.value);
    if (line === undefined) {
      throw new RecordError("not a syslog message: expected a priority or a time, then host, program and message");
    }
    const { message, count } = unrepeated(line.message);
    return {
      kind: "event",
      document: {
        ...syslogDocument(line, object, record),
        message: text(message),
        event: {
          kind: "event",
          category: ["host"],
          type: ["info"],
          action: line.messageId ?? "syslog-message",
          outcome: "unknown",
        },
        linux: nonEmpty({ syslog: nonEmpty({ repeated: count }) }),
      },
    };
  };
}
