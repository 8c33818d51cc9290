// Made by `npm run generate`; do not edit.
import type { Policy } from "./policy";
import ctCmk from "./cloudtrail/ct-cmk";
import ctMultiRegion from "./cloudtrail/ct-multi-region";
import ctOrg from "./cloudtrail/ct-org";
import ctValidation from "./cloudtrail/ct-validation";
import cwAlarmActions from "./cloudwatch/cw-alarm-actions";
import cwLogCmk from "./cloudwatch/cw-log-cmk";
import cwLogRetention from "./cloudwatch/cw-log-retention";
import siemRequiredAlarms from "./cloudwatch/siem-required-alarms";
import configAllTypes from "./config/config-all-types";
import dynamodbCmk from "./dynamodb/dynamodb-cmk";
import dynamodbDeletionProtection from "./dynamodb/dynamodb-deletion-protection";
import dynamodbPointInTimeRecovery from "./dynamodb/dynamodb-point-in-time-recovery";
import efsAccessPoint from "./efs/efs-access-point";
import efsBackup from "./efs/efs-backup";
import efsEncrypted from "./efs/efs-encrypted";
import efsMultiAz from "./efs/efs-multi-az";
import efsTls from "./efs/efs-tls";
import gdEnabled from "./guardduty/gd-enabled";
import iamExternalId from "./iam/iam-external-id";
import iamManagedPolicies from "./iam/iam-managed-policies";
import iamNoEscalation from "./iam/iam-no-escalation";
import iamNoKmsStar from "./iam/iam-no-kms-star";
import iamNoServiceStar from "./iam/iam-no-service-star";
import iamNoStar from "./iam/iam-no-star";
import iamNoUsersOrKeys from "./iam/iam-no-users-or-keys";
import iamPermissionsBoundary from "./iam/iam-permissions-boundary";
import iamPolicyManagementConflict from "./iam/iam-policy-management-conflict";
import iamTrustConfusedDeputy from "./iam/iam-trust-confused-deputy";
import kmsDeletionWindow from "./kms/kms-deletion-window";
import kmsNoLockoutBypass from "./kms/kms-no-lockout-bypass";
import kmsNoWildcardPrincipal from "./kms/kms-no-wildcard-principal";
import kmsProtect from "./kms/kms-protect";
import kmsRotation from "./kms/kms-rotation";
import kmsServiceGrantsConditioned from "./kms/kms-service-grants-conditioned";
import lambdaAsyncFailureDestination from "./lambda/lambda-async-failure-destination";
import lambdaCodeSigning from "./lambda/lambda-code-signing";
import lambdaEnvCmk from "./lambda/lambda-env-cmk";
import lambdaEnvNoSecrets from "./lambda/lambda-env-no-secrets";
import lambdaEsmBatchWindow from "./lambda/lambda-esm-batch-window";
import lambdaEsmConcurrencyVsReserved from "./lambda/lambda-esm-concurrency-vs-reserved";
import lambdaEsmMaxConcurrency from "./lambda/lambda-esm-max-concurrency";
import lambdaEsmPartialBatch from "./lambda/lambda-esm-partial-batch";
import lambdaLogGroupManaged from "./lambda/lambda-log-group-managed";
import lambdaNoPublicUrl from "./lambda/lambda-no-public-url";
import lambdaPermissionSource from "./lambda/lambda-permission-source";
import lambdaReservedConcurrency from "./lambda/lambda-reserved-concurrency";
import lambdaRuntimeSupported from "./lambda/lambda-runtime-supported";
import lambdaTracing from "./lambda/lambda-tracing";
import lambdaVpcTwoAzs from "./lambda/lambda-vpc-two-azs";
import aossDataAccessNoWildcard from "./opensearch/aoss-data-access-no-wildcard";
import aossEncryptionPolicy from "./opensearch/aoss-encryption-policy";
import aossNoPublicNetwork from "./opensearch/aoss-no-public-network";
import osAccessPolicyNoAnonymous from "./opensearch/os-access-policy-no-anonymous";
import osAppSlowLogs from "./opensearch/os-app-slow-logs";
import osAtRest from "./opensearch/os-at-rest";
import osAuditLogs from "./opensearch/os-audit-logs";
import osAutoTuneConsistent from "./opensearch/os-auto-tune-consistent";
import osAzCountEqualsSubnets from "./opensearch/os-az-count-equals-subnets";
import osCmk from "./opensearch/os-cmk";
import osCurrentEngine from "./opensearch/os-current-engine";
import osDedicatedMasters from "./opensearch/os-dedicated-masters";
import osFgac from "./opensearch/os-fgac";
import osGp3Explicit from "./opensearch/os-gp3-explicit";
import osHttpsTls12Pfs from "./opensearch/os-https-tls12-pfs";
import osLogResourcePolicyPresent from "./opensearch/os-log-resource-policy-present";
import osNoBurstable from "./opensearch/os-no-burstable";
import osNoInternalUserDb from "./opensearch/os-no-internal-user-db";
import osNodeToNode from "./opensearch/os-node-to-node";
import osOffPeakWindow from "./opensearch/os-off-peak-window";
import osOwnSg from "./opensearch/os-own-sg";
import osSinglePolicyOwner from "./opensearch/os-single-policy-owner";
import osSlrDependency from "./opensearch/os-slr-dependency";
import osStandbyShape from "./opensearch/os-standby-shape";
import osThreeAz from "./opensearch/os-three-az";
import osVpc from "./opensearch/os-vpc";
import orgIdRequired from "./organization/org-id-required";
import regionsAllowed from "./organization/regions-allowed";
import stackRetentionCoherent from "./organization/stack-retention-coherent";
import tagsRequired from "./organization/tags-required";
import s3AbortMultipart from "./s3/s3-abort-multipart";
import s3AccessLogTargetSseS3 from "./s3/s3-access-log-target-sse-s3";
import s3AccessLogging from "./s3/s3-access-logging";
import s3BucketKey from "./s3/s3-bucket-key";
import s3BucketPolicyNoPublic from "./s3/s3-bucket-policy-no-public";
import s3CrossAccountWriteRestricted from "./s3/s3-cross-account-write-restricted";
import s3DeliveryPrincipalHasSourceCondition from "./s3/s3-delivery-principal-has-source-condition";
import s3EncryptionCmk from "./s3/s3-encryption-cmk";
import s3Lifecycle from "./s3/s3-lifecycle";
import s3NoDeprecatedInlineOrV2 from "./s3/s3-no-deprecated-inline-or-v2";
import s3NoForceDestroy from "./s3/s3-no-force-destroy";
import s3NoPredictableName from "./s3/s3-no-predictable-name";
import s3NotificationFiltersDisjoint from "./s3/s3-notification-filters-disjoint";
import s3NotificationTargetPolicyFirst from "./s3/s3-notification-target-policy-first";
import s3ObjectLockArchive from "./s3/s3-object-lock-archive";
import s3OwnershipEnforced from "./s3/s3-ownership-enforced";
import s3ProtectLogBucket from "./s3/s3-protect-log-bucket";
import s3PublicAccessBlock from "./s3/s3-public-access-block";
import s3SingleNotificationPerBucket from "./s3/s3-single-notification-per-bucket";
import s3Tls12 from "./s3/s3-tls-1-2";
import s3TlsOnly from "./s3/s3-tls-only";
import s3Versioning from "./s3/s3-versioning";
import secretCmk from "./secretsmanager/secret-cmk";
import secretRotation from "./secretsmanager/secret-rotation";
import snsCmk from "./sns/sns-cmk";
import snsNoHttp from "./sns/sns-no-http";
import snsNoPublic from "./sns/sns-no-public";
import snsServiceSourceCondition from "./sns/sns-service-source-condition";
import snsTls from "./sns/sns-tls";
import sqsDlq from "./sqs/sqs-dlq";
import sqsDlqRetentionLonger from "./sqs/sqs-dlq-retention-longer";
import sqsEncrypted from "./sqs/sqs-encrypted";
import sqsMaxReceiveCount from "./sqs/sqs-max-receive-count";
import sqsNoPublic from "./sqs/sqs-no-public";
import sqsRedriveAllow from "./sqs/sqs-redrive-allow";
import sqsS3TargetCmk from "./sqs/sqs-s3-target-cmk";
import sqsServiceSourceCondition from "./sqs/sqs-service-source-condition";
import sqsTlsOnly from "./sqs/sqs-tls-only";
import sqsVisibilityVsLambdaTimeout from "./sqs/sqs-visibility-vs-lambda-timeout";
import sgDescription from "./vpc/sg-description";
import sgNoWorldEgress from "./vpc/sg-no-world-egress";
import sgNoWorldIngress from "./vpc/sg-no-world-ingress";
import sgRuleManagementConflict from "./vpc/sg-rule-management-conflict";
import subnetNoPublicIp from "./vpc/subnet-no-public-ip";
import vpcDefaultSg from "./vpc/vpc-default-sg";
import vpcEndpoints from "./vpc/vpc-endpoints";
import vpcFlowLogs from "./vpc/vpc-flow-logs";

/** Every policy, sorted by service and id. */
export const policies: readonly Policy[] = [
  ctCmk,
  ctMultiRegion,
  ctOrg,
  ctValidation,
  cwAlarmActions,
  cwLogCmk,
  cwLogRetention,
  siemRequiredAlarms,
  configAllTypes,
  dynamodbCmk,
  dynamodbDeletionProtection,
  dynamodbPointInTimeRecovery,
  efsAccessPoint,
  efsBackup,
  efsEncrypted,
  efsMultiAz,
  efsTls,
  gdEnabled,
  iamExternalId,
  iamManagedPolicies,
  iamNoEscalation,
  iamNoKmsStar,
  iamNoServiceStar,
  iamNoStar,
  iamNoUsersOrKeys,
  iamPermissionsBoundary,
  iamPolicyManagementConflict,
  iamTrustConfusedDeputy,
  kmsDeletionWindow,
  kmsNoLockoutBypass,
  kmsNoWildcardPrincipal,
  kmsProtect,
  kmsRotation,
  kmsServiceGrantsConditioned,
  lambdaAsyncFailureDestination,
  lambdaCodeSigning,
  lambdaEnvCmk,
  lambdaEnvNoSecrets,
  lambdaEsmBatchWindow,
  lambdaEsmConcurrencyVsReserved,
  lambdaEsmMaxConcurrency,
  lambdaEsmPartialBatch,
  lambdaLogGroupManaged,
  lambdaNoPublicUrl,
  lambdaPermissionSource,
  lambdaReservedConcurrency,
  lambdaRuntimeSupported,
  lambdaTracing,
  lambdaVpcTwoAzs,
  aossDataAccessNoWildcard,
  aossEncryptionPolicy,
  aossNoPublicNetwork,
  osAccessPolicyNoAnonymous,
  osAppSlowLogs,
  osAtRest,
  osAuditLogs,
  osAutoTuneConsistent,
  osAzCountEqualsSubnets,
  osCmk,
  osCurrentEngine,
  osDedicatedMasters,
  osFgac,
  osGp3Explicit,
  osHttpsTls12Pfs,
  osLogResourcePolicyPresent,
  osNoBurstable,
  osNoInternalUserDb,
  osNodeToNode,
  osOffPeakWindow,
  osOwnSg,
  osSinglePolicyOwner,
  osSlrDependency,
  osStandbyShape,
  osThreeAz,
  osVpc,
  orgIdRequired,
  regionsAllowed,
  stackRetentionCoherent,
  tagsRequired,
  s3AbortMultipart,
  s3AccessLogTargetSseS3,
  s3AccessLogging,
  s3BucketKey,
  s3BucketPolicyNoPublic,
  s3CrossAccountWriteRestricted,
  s3DeliveryPrincipalHasSourceCondition,
  s3EncryptionCmk,
  s3Lifecycle,
  s3NoDeprecatedInlineOrV2,
  s3NoForceDestroy,
  s3NoPredictableName,
  s3NotificationFiltersDisjoint,
  s3NotificationTargetPolicyFirst,
  s3ObjectLockArchive,
  s3OwnershipEnforced,
  s3ProtectLogBucket,
  s3PublicAccessBlock,
  s3SingleNotificationPerBucket,
  s3Tls12,
  s3TlsOnly,
  s3Versioning,
  secretCmk,
  secretRotation,
  snsCmk,
  snsNoHttp,
  snsNoPublic,
  snsServiceSourceCondition,
  snsTls,
  sqsDlq,
  sqsDlqRetentionLonger,
  sqsEncrypted,
  sqsMaxReceiveCount,
  sqsNoPublic,
  sqsRedriveAllow,
  sqsS3TargetCmk,
  sqsServiceSourceCondition,
  sqsTlsOnly,
  sqsVisibilityVsLambdaTimeout,
  sgDescription,
  sgNoWorldEgress,
  sgNoWorldIngress,
  sgRuleManagementConflict,
  subnetNoPublicIp,
  vpcDefaultSg,
  vpcEndpoints,
  vpcFlowLogs,
];
