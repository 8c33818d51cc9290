import { defineSource } from "../../functions/loader/source";
import { redshiftVendorFields } from "./fields";
import { openRedshiftLog } from "./map";
import { recordStart, redshiftLogType } from "./records";

export default defineSource({
  id: "aws-redshift-audit",
  title: "Amazon Redshift audit logs: connections, users and user activity",
  documentation: "https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html",
  module: "aws",
  dataset: "aws.redshift_audit",
  indexPeriod: "day",
  delivery:
    "Turn on audit logging of the cluster with the archive's bucket as destination (and `enable_user_activity_logging` in its parameter group), or with CloudWatch Logs, whose log groups `/aws/redshift/cluster/<name>/{connectionlog,userlog,useractivitylog}` go through a subscription filter and Firehose; of Redshift Serverless, CloudWatch Logs only.",
  format: "lines",
  recordStart,
  keys: [
    {
      pattern:
        /(?:^|\/)AWSLogs\/(?<account>\d{12})\/redshift\/(?<region>[a-z0-9-]+)\/\d{4}\/\d\d\/\d\d\/\d{12}_redshift_[a-z0-9-]+_[^/]+_(?:connectionlog|userlog|useractivitylog)_\d{4}-\d\d-\d\dT\d\d[:_]\d\d(?:[:_]\d\d)?\.gz$/,
    },
  ],
  envelopes: [{ logGroup: /^\/aws\/redshift\/(?:cluster\/)?[^/]+\/(?:connectionlog|userlog|useractivitylog)$/ }],
  recognises: (value) => typeof value === "string" && redshiftLogType(value) !== undefined,
  open: openRedshiftLog,
  fields: redshiftVendorFields,
});
