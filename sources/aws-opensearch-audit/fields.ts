import type { FieldType } from "../../functions/loader/source";

/** Names are those of the audit log without `audit_`. */
export const opensearchAuditVendorFields: Readonly<Record<string, FieldType>> = {
  "aws.opensearch_audit.domain": "keyword",
  "aws.opensearch_audit.format_version": "keyword",
  "aws.opensearch_audit.node_id": "keyword",
  "aws.opensearch_audit.request_layer": "keyword",
  "aws.opensearch_audit.request_origin": "keyword",
  "aws.opensearch_audit.request_privilege": "keyword",
  "aws.opensearch_audit.request_effective_user_is_admin": "boolean",
  "aws.opensearch_audit.request_body": "text",
  "aws.opensearch_audit.rest_request_params": "flat_object",
  "aws.opensearch_audit.rest_request_headers": "flat_object",
  "aws.opensearch_audit.transport_request_type": "keyword",
  "aws.opensearch_audit.transport_headers": "flat_object",
  "aws.opensearch_audit.trace_task_id": "keyword",
  "aws.opensearch_audit.trace_task_parent_id": "keyword",
  "aws.opensearch_audit.trace_doc_id": "keyword",
  "aws.opensearch_audit.trace_shard_id": "long",
  "aws.opensearch_audit.trace_indices": "keyword",
  "aws.opensearch_audit.trace_resolved_indices": "keyword",
  "aws.opensearch_audit.compliance_operation": "keyword",
  "aws.opensearch_audit.compliance_doc_version": "long",
  "aws.opensearch_audit.compliance_diff_is_noop": "boolean",
  "aws.opensearch_audit.compliance_diff_content": "text",
  "aws.opensearch_audit.truncated": "boolean",
};
