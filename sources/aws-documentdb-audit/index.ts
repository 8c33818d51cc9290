import { defineSource } from "../../functions/loader/source";
import { asRecord } from "../../functions/shared/values";
import { isAuditEvent, openDocumentdbAudit } from "./map";

export default defineSource({
  id: "aws-documentdb-audit",
  title: "Amazon DocumentDB audit events",
  documentation: "https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html",
  module: "aws",
  dataset: "aws.documentdb_audit",
  indexPeriod: "day",
  delivery:
    "Set `audit_logs` in the cluster's parameter group, export audit logs to CloudWatch Logs, and send the log group `/aws/docdb/<cluster>/audit` through a subscription filter and Firehose to the archive's bucket.",
  format: "json",
  keys: [],
  envelopes: [{ logGroup: /^\/aws\/docdb\/[^/]+\/audit$/ }],
  recognises: (value) => isAuditEvent(asRecord(value)),
  open: openDocumentdbAudit,
  fields: {
    "aws.documentdb_audit.cluster": "keyword",
    "aws.documentdb_audit.instance": "keyword",
    "aws.documentdb_audit.namespace": "keyword",
    "aws.documentdb_audit.command": "keyword",
    "aws.documentdb_audit.mechanism": "keyword",
    "aws.documentdb_audit.user_databases": "keyword",
    "aws.documentdb_audit.roles": "keyword",
    "aws.documentdb_audit.param": "flat_object",
  },
});
