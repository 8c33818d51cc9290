import { defineSource, type MappedRecord, type RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { rdsDatabase } from "../../functions/shared/sql/rds";
import { readServerAudit, serverAuditEvent, serverAuditFields } from "../../functions/shared/sql/server-audit";
import { isoTime, nonEmpty } from "../../functions/shared/values";

/** Microseconds since 1970; the audit plugin of RDS writes a date here. */
const recordStart = /^\d{16},/;

export default defineSource({
  id: "aws-aurora-audit",
  title: "Amazon Aurora MySQL advanced auditing",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html",
  module: "aws",
  dataset: "aws.aurora_audit",
  indexPeriod: "day",
  delivery:
    "Set `server_audit_logging` and `server_audit_events` in the DB cluster's parameter group, publish the audit log to CloudWatch Logs, and send the log group `/aws/rds/cluster/<name>/audit` through a subscription filter and Firehose to the archive's bucket. Files of the download API (`audit/audit.log...`) are read too.",
  format: "lines",
  recordStart,
  keys: [{ pattern: /(?:^|\/)audit\/audit\.log\.\d+\.\d{4}-\d\d-\d\d-\d\d-\d\d(?:\.\d+)?(?:\.gz)?$/ }],
  envelopes: [{ logGroup: /^\/aws\/rds\/cluster\/[^/]+\/audit$/ }],
  recognises: (value) =>
    typeof value === "string" && recordStart.test(value) && readServerAudit(value.slice(0, 4_096)) !== undefined,
  open: openAuroraAudit,
  fields: {
    "aws.aurora_audit.instance": "keyword",
    "aws.aurora_audit.cluster": "keyword",
    "aws.aurora_audit.operation": "keyword",
    "aws.aurora_audit.connection_id": "keyword",
    "aws.aurora_audit.query_id": "keyword",
    "aws.aurora_audit.database": "keyword",
    "aws.aurora_audit.object": "keyword",
    "aws.aurora_audit.statement": "text",
  },
});

function openAuroraAudit(): RecordMapper {
  return ({ value, envelope }): MappedRecord => {
    const record = typeof value === "string" ? readServerAudit(value) : undefined;
    if (record === undefined) {
      throw new RecordError("The record is none of Aurora's audit log: timestamp,serverhost,username,host,...");
    }
    return {
      kind: "event",
      document: {
        "@timestamp": microsecondTime(record.time),
        ...serverAuditEvent(record),
        cloud: { service: { name: "rds" } },
        aws: { aurora_audit: nonEmpty({ ...rdsDatabase(envelope), ...serverAuditFields(record) }) },
      },
    };
  };
}

/** With all digits: the records are in no order, and only their time tells it. */
function microsecondTime(time: string): string | undefined {
  return /^\d{16}$/.test(time) ? isoTime(time.slice(0, 10))?.replace("Z", `.${time.slice(10)}Z`) : undefined;
}
