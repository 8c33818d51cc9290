import type { FieldType } from "../../functions/loader/source";

/** Vendor fields keep AWS's names of the columns; times say their unit. */
export const s3AccessVendorFields: Readonly<Record<string, FieldType>> = {
  "aws.s3_access.bucket_owner": "keyword",
  "aws.s3_access.bucket": "keyword",
  "aws.s3_access.key": "keyword",
  "aws.s3_access.requester": "keyword",
  "aws.s3_access.requester_account_id": "keyword",
  "aws.s3_access.requester_session_name": "keyword",
  "aws.s3_access.object_size": "long",
  "aws.s3_access.turn_around_milliseconds": "long",
  "aws.s3_access.version_id": "keyword",
  "aws.s3_access.host_id": "keyword",
  "aws.s3_access.signature_version": "keyword",
  "aws.s3_access.authentication_type": "keyword",
  "aws.s3_access.access_point_arn": "keyword",
  "aws.s3_access.acl_required": "boolean",
  "aws.s3_access.source_region": "keyword",
  "aws.s3_access.additional_fields": "keyword",
};
