import { defineSource } from "../../functions/loader/source";
import { asRecord } from "../../functions/shared/values";
import { csvStart, isCsvEntry, isJsonEntry } from "./csv-and-json";
import { rdsPostgresqlVendorFields } from "./fields";
import { openPostgresqlLog } from "./map";
import { entryStart, isTextEntry } from "./text";

export default defineSource({
  id: "aws-rds-postgresql",
  title: "Amazon RDS for PostgreSQL and Aurora PostgreSQL logs, with pgaudit",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.html",
  module: "aws",
  dataset: "aws.rds_postgresql",
  indexPeriod: "day",
  delivery:
    "Publish the PostgreSQL log to CloudWatch Logs and send the log groups `/aws/rds/{instance,cluster}/<name>/postgresql` through a subscription filter and Firehose to the archive's bucket. Files of the download API keep their names (`error/postgresql.log.2026-01-02-03`). `log_connections`, `log_disconnections` and pgaudit make it an audit log; `log_destination` may be `stderr`, `csvlog` or `jsonlog`. Leave `log_timezone` at UTC: names such as `CET` are taken for the time zone that is configured for the objects, or else for UTC with the tag `timestamp-zone-unknown`.",
  format: "lines",
  recordStart: new RegExp(`${entryStart.source}|${csvStart.source}`),
  keys: [
    {
      pattern: /(?:^|\/)error\/postgresql\.log(?:\.\d{4}-\d\d-\d\d(?:-\d{2,4})?)?(?:\.(?:csv|json))?(?:\.gz)?$/,
    },
  ],
  envelopes: [{ logGroup: /^\/aws\/rds\/(?:instance|cluster)\/[^/]+\/postgresql$/ }],
  recognises: (value) =>
    typeof value === "string" ? isTextEntry(value) || isCsvEntry(value) : isJsonEntry(asRecord(value)),
  open: openPostgresqlLog,
  fields: rdsPostgresqlVendorFields,
});
