import type { FieldType } from "../../functions/loader/source";
import { fields as cloudTrailFields } from "../aws-cloudtrail/fields";

const identityPrefix = "aws.cloudtrail.user_identity.";

export const fields: Readonly<Record<string, FieldType>> = {
  "aws.macie.schema_version": "keyword",
  "aws.macie.severity_label": "keyword",
  "aws.macie.count": "long",
  "aws.macie.archived": "boolean",
  "aws.macie.sample": "boolean",
  "aws.macie.action_type": "keyword",
  // The caller's identity, as CloudTrail has it.
  ...Object.fromEntries(
    Object.entries(cloudTrailFields)
      .filter(([name]) => name.startsWith(identityPrefix))
      .map(([name, type]) => [`aws.macie.actor.${name.slice(identityPrefix.length)}`, type]),
  ),
  "aws.macie.bucket.name": "keyword",
  "aws.macie.bucket.arn": "keyword",
  "aws.macie.bucket.owner": "keyword",
  "aws.macie.bucket.public_permission": "keyword",
  "aws.macie.bucket.encryption_type": "keyword",
  "aws.macie.bucket.allows_unencrypted_uploads": "keyword",
  "aws.macie.bucket.tags": "flat_object",
  "aws.macie.bucket.public_access": "flat_object",
  "aws.macie.object.key": "keyword",
  "aws.macie.object.version_id": "keyword",
  "aws.macie.object.etag": "keyword",
  "aws.macie.object.storage_class": "keyword",
  "aws.macie.object.public": "boolean",
  "aws.macie.object.encryption_type": "keyword",
  "aws.macie.object.tags": "flat_object",
  "aws.macie.object.embedded_path": "keyword",
  "aws.macie.job_id": "keyword",
  "aws.macie.job_arn": "keyword",
  "aws.macie.origin_type": "keyword",
  "aws.macie.results_location": "keyword",
  "aws.macie.result_status": "keyword",
  "aws.macie.size_classified": "long",
  "aws.macie.additional_occurrences": "boolean",
  "aws.macie.sensitive_data.category": "keyword",
  "aws.macie.sensitive_data.type": "keyword",
  "aws.macie.sensitive_data.custom_identifier": "keyword",
  "aws.macie.sensitive_data.total_count": "long",
  "aws.macie.detections": "flat_object",
};
