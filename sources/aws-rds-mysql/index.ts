import { defineSource } from "../../functions/loader/source";
import { rdsMysqlVendorFields } from "./fields";
import { logKind, recordStart } from "./kinds";
import { openMysqlLog } from "./map";

export default defineSource({
  id: "aws-rds-mysql",
  title: "Amazon RDS for MySQL and MariaDB: audit, error, general and slow query logs",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.MySQL.html",
  module: "aws",
  dataset: "aws.rds_mysql",
  indexPeriod: "day",
  delivery:
    "Publish the instance's logs to CloudWatch Logs (the audit log needs the MariaDB Audit Plugin in the option group), and send the log groups `/aws/rds/instance/<name>/{audit,error,general,slowquery}` through a subscription filter and Firehose to the archive's bucket. Files of the download API keep their names (`error/mysql-error-running.log`).",
  format: "lines",
  recordStart,
  keys: [
    {
      pattern:
        /(?:^|\/)(?:error\/mysql-error(?:-running)?|general\/mysql-general|slowquery\/mysql-slowquery|audit\/server_audit)\.log(?:\.\d[\d.-]{0,24})?(?:\.gz)?$/,
    },
  ],
  // Instances of other engines have log groups named `error` and `audit` too.
  envelopes: [
    { logGroup: /^\/aws\/rds\/(?:instance|cluster)\/[^/]+\/(?:general|slowquery)$/ },
    { logGroup: /^\/aws\/rds\/cluster\/[^/]+\/error$/ },
  ],
  recognises: (value) => typeof value === "string" && logKind(value) !== undefined,
  open: openMysqlLog,
  fields: rdsMysqlVendorFields,
});
