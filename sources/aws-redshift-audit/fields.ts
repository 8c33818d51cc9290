import type { FieldType } from "../../functions/loader/source";

export const redshiftVendorFields: Readonly<Record<string, FieldType>> = {
  "aws.redshift_audit.cluster": "keyword",
  "aws.redshift_audit.log_type": "keyword",
  "aws.redshift_audit.database": "keyword",
  "aws.redshift_audit.transaction_id": "keyword",
  "aws.redshift_audit.statement": "text",
  "aws.redshift_audit.session_id": "keyword",
  "aws.redshift_audit.authentication_method": "keyword",
  "aws.redshift_audit.iam_auth_guid": "keyword",
  "aws.redshift_audit.application_name": "keyword",
  "aws.redshift_audit.os_version": "keyword",
  "aws.redshift_audit.driver_version": "keyword",
  "aws.redshift_audit.plugin_name": "keyword",
  "aws.redshift_audit.protocol_version": "keyword",
  "aws.redshift_audit.compression": "keyword",
  "aws.redshift_audit.mtu": "long",
  "aws.redshift_audit.can_create_databases": "boolean",
  "aws.redshift_audit.is_superuser": "boolean",
  "aws.redshift_audit.can_update_catalogs": "boolean",
  "aws.redshift_audit.valid_until": "keyword",
  "aws.redshift_audit.additional_fields": "keyword",
};
