import { defineSource } from "../../functions/loader/source";
import { isNeptuneRecord, openNeptuneAudit, recordStart } from "./map";

export default defineSource({
  id: "aws-neptune-audit",
  title: "Amazon Neptune audit logs",
  documentation: "https://docs.aws.amazon.com/neptune/latest/userguide/auditing.html",
  module: "aws",
  dataset: "aws.neptune_audit",
  indexPeriod: "day",
  delivery:
    "Set `neptune_enable_audit_log` in the cluster's parameter group, export audit logs to CloudWatch Logs, and send the log group `/aws/neptune/<cluster>/audit` through a subscription filter and Firehose to the archive's bucket.",
  format: "lines",
  recordStart,
  keys: [],
  envelopes: [{ logGroup: /^\/aws\/neptune\/[^/]+\/audit$/ }],
  recognises: isNeptuneRecord,
  open: openNeptuneAudit,
  fields: {
    "aws.neptune_audit.cluster": "keyword",
    "aws.neptune_audit.instance": "keyword",
    "aws.neptune_audit.caller_arn": "keyword",
    "aws.neptune_audit.auth_context": "keyword",
    "aws.neptune_audit.http_headers": "text",
    "aws.neptune_audit.payload": "text",
  },
});
