import { defineSource } from "../../functions/loader/source";
import { opensearchAuditVendorFields } from "./fields";
import { auditRecord, openAuditLog } from "./map";

export default defineSource({
  id: "aws-opensearch-audit",
  title: "Amazon OpenSearch Service audit logs",
  documentation: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/audit-logs.html",
  module: "aws",
  dataset: "aws.opensearch_audit",
  indexPeriod: "day",
  delivery:
    "Publish the domain's audit log to CloudWatch Logs, turn it on in OpenSearch Dashboards too, and send the log group `/aws/OpenSearchService/domains/<name>/audit-logs` through a subscription filter and Firehose to the archive's bucket.",
  format: "json",
  keys: [],
  envelopes: [{ logGroup: /^\/aws\/(?:OpenSearchService|opensearch|aes)\/domains\/[^/]+\/audit-logs$/ }],
  recognises: (value) => auditRecord(value) !== undefined,
  open: openAuditLog,
  fields: opensearchAuditVendorFields,
});
