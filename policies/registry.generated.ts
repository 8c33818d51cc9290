// Made by `npm run generate`; do not edit.
import type { Policy } from "./policy";
import iamNoStar from "./iam/iam-no-star";
import kmsNoWildcardPrincipal from "./kms/kms-no-wildcard-principal";
import lambdaEnvNoSecrets from "./lambda/lambda-env-no-secrets";
import lambdaEsmPartialBatch from "./lambda/lambda-esm-partial-batch";
import lambdaPermissionSource from "./lambda/lambda-permission-source";
import osAccessPolicyNoAnonymous from "./opensearch/os-access-policy-no-anonymous";
import osAtRest from "./opensearch/os-at-rest";
import osHttpsTls12Pfs from "./opensearch/os-https-tls12-pfs";
import osNodeToNode from "./opensearch/os-node-to-node";
import s3BucketPolicyNoPublic from "./s3/s3-bucket-policy-no-public";
import s3DeliveryPrincipalHasSourceCondition from "./s3/s3-delivery-principal-has-source-condition";
import s3EncryptionCmk from "./s3/s3-encryption-cmk";
import s3PublicAccessBlock from "./s3/s3-public-access-block";
import s3TlsOnly from "./s3/s3-tls-only";
import s3Versioning from "./s3/s3-versioning";
import sqsDlq from "./sqs/sqs-dlq";
import sqsEncrypted from "./sqs/sqs-encrypted";
import sqsNoPublic from "./sqs/sqs-no-public";
import sqsVisibilityVsLambdaTimeout from "./sqs/sqs-visibility-vs-lambda-timeout";

/** Every policy, sorted by service and id. */
export const policies: readonly Policy[] = [
  iamNoStar,
  kmsNoWildcardPrincipal,
  lambdaEnvNoSecrets,
  lambdaEsmPartialBatch,
  lambdaPermissionSource,
  osAccessPolicyNoAnonymous,
  osAtRest,
  osHttpsTls12Pfs,
  osNodeToNode,
  s3BucketPolicyNoPublic,
  s3DeliveryPrincipalHasSourceCondition,
  s3EncryptionCmk,
  s3PublicAccessBlock,
  s3TlsOnly,
  s3Versioning,
  sqsDlq,
  sqsEncrypted,
  sqsNoPublic,
  sqsVisibilityVsLambdaTimeout,
];
