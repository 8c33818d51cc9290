import { readSyslog } from "../../functions/loader/formats/syslog";
import { syslogDocument } from "../../functions/loader/formats/syslog-document";
import { defineSource, type LogObject, type RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { mapAuditRecord } from "./map";
import { isAuditLine, parseAuditLine } from "./parse";

export default defineSource({
  id: "linux-auditd",
  title: "Linux audit logs (auditd)",
  documentation: "https://github.com/linux-audit/audit-documentation/wiki/SPEC-Audit-Event-Enrichment",
  module: "linux",
  dataset: "linux.auditd",
  indexPeriod: "day",
  delivery:
    "Let the CloudWatch agent send `/var/log/audit/audit.log` to a log group that a Firehose stream to the archive subscribes to, or copy the files to the archive. `log_format = ENRICHED` in `auditd.conf` gives names to users and system calls.",
  format: "lines",
  keys: [],
  envelopes: [{ logGroup: /^\/?var\/log\/audit\/audit(?:\.log)?$/ }],
  recognises: (value) => auditLine(value) !== undefined,
  open: openAuditLog,
  remembers: "headers",
  fields: {
    "linux.auditd.type": "keyword",
    "linux.auditd.event_id": "keyword",
    "linux.auditd.operation": "keyword",
    "linux.auditd.session": "keyword",
    "linux.auditd.terminal": "keyword",
    "linux.auditd.login_user.id": "keyword",
    "linux.auditd.login_user.name": "keyword",
    "linux.auditd.syscall.number": "long",
    "linux.auditd.syscall.exit": "keyword",
    "linux.auditd.subject": "keyword",
    "linux.auditd.object": "keyword",
    "linux.auditd.permissions": "keyword",
    "linux.auditd.socket.family": "keyword",
    "linux.auditd.socket.ip": "ip",
    "linux.auditd.socket.port": "long",
    "linux.auditd.socket.path": "keyword",
    "linux.auditd.data": "flat_object",
  },
});

/** The record's text, which may be in a message of the system log. */
function auditLine(value: unknown): string | undefined {
  if (typeof value === "string" && isAuditLine(value)) return value;
  const message = readSyslog(value)?.message;
  return message !== undefined && isAuditLine(message) ? message : undefined;
}

function openAuditLog(object: LogObject): RecordMapper {
  return (rawRecord) => {
    const line = auditLine(rawRecord.value);
    const record = line === undefined ? undefined : parseAuditLine(line);
    if (record === undefined) {
      throw new RecordError("not an audit record: expected type=TYPE msg=audit(time:serial): fields");
    }
    const document = mapAuditRecord(record);
    const header = line === rawRecord.value ? undefined : readSyslog(rawRecord.value);
    if (header === undefined) return { kind: "event", document };
    const { host, log } = syslogDocument(header, object, rawRecord);
    return { kind: "event", document: { ...document, host: document.host ?? host, log } };
  };
}
