/** A verdict on which checkov and a policy disagree, and why ours is meant. */
export interface Disagreement {
  readonly policy: string;
  /** Labels of the stacks. */
  readonly stack: RegExp;
  readonly ours: "holds" | "violated";
  readonly reason: string;
}

/** Policies that are stricter than the check on some stacks. */
const stricter = (policy: string, stack: RegExp, reason: string): Disagreement => ({
  policy,
  stack,
  ours: "violated",
  reason,
});
/** Policies that let pass what the check refuses. */
const milder = (policy: string, stack: RegExp, reason: string): Disagreement => ({
  policy,
  stack,
  ours: "holds",
  reason,
});

/** Reviewed by people: a disagreement that is not here, and an entry that explains none, fail the agreement test. */
export const disagreements: readonly Disagreement[] = [
  milder(
    "s3-encryption-cmk",
    /sseAlgorithm is aws:kms:dsse$/,
    "Two layers of KMS are no less than one; the check knows aws:kms only",
  ),
  stricter("s3-encryption-cmk", /without .*kmsMasterKeyId$/, "The check takes AWS's own key for a customer key"),
  stricter(
    "s3-public-access-block",
    /(?:ignorePublicAcls|restrictPublicBuckets)/,
    "S3.8 asks for all four switches; the check looks at two of them",
  ),
  stricter(
    "s3-ownership-enforced",
    /without bucket$/,
    "A setting that names no bucket is none; the check follows the name of the resource",
  ),
  stricter("s3-abort-multipart", /without bucket$/, "A setting that names no bucket is none"),
  stricter("s3-access-logging", /without targetBucket$/, "Logging without a target logs nothing"),
  stricter(
    "s3-lifecycle",
    /BucketLifecycleConfiguration: /,
    "The check asks for a lifecycle, whatever its rules say or whether they are enabled",
  ),
  stricter("s3-abort-multipart", /daysAfterInitiation/, "The check takes any number of days, and none"),
  stricter(
    "lambda-runtime-supported",
    /runtime is python3\.8$/,
    "AWS has ended it; the list of this version of checkov has it still",
  ),
  stricter(
    "lambda-tracing",
    /mode is PassThrough$/,
    "PassThrough traces only what the caller traces; Lambda.7 asks for Active",
  ),
  milder("lambda-env-cmk", /without environment$/, "Without an environment there is nothing to encrypt"),
  stricter(
    "lambda-no-public-url",
    /without authorizationType$/,
    "The provider requires it; the check looks for NONE only",
  ),
  stricter(
    "lambda-permission-source",
    /without sourceAccount$/,
    "ARNs of buckets name no account: a stranger may take over a deleted name",
  ),
  stricter(
    "os-https-tls12-pfs",
    /domainEndpointOptions/,
    "The check asks for HTTPS only, and takes it for given where nothing is said; Opensearch.8 asks for the newest TLS policy",
  ),
  milder("os-own-sg", /without vpcOptions$/, "A domain outside of a VPC has no security group; os-vpc refuses it"),
  stricter("os-vpc", /without vpcOptions\.subnetIds$/, "Without subnets it is not in a VPC"),
  stricter(
    "os-dedicated-masters",
    /dedicatedMasterCount/,
    "One master cannot outvote a lost one; the check asks that they are enabled",
  ),
  milder("os-audit-logs", /logPublishingOptions\.0\.enabled$/, "A log is published unless it is switched off"),
  milder(
    "os-app-slow-logs",
    /logPublishingOptions\.0\.enabled is false$/,
    "The log that is off there is the audit log, which is os-audit-logs' business",
  ),
  stricter(
    "sns-cmk",
    /kmsMasterKeyId is alias\/aws\/sqs$/,
    "A key of AWS is no customer key; CloudWatch could not publish",
  ),
  stricter("cw-alarm-actions", /without alarmActions$/, "Actions that are enabled but empty tell nobody"),
  stricter(
    "sg-no-world-ingress",
    /vpc: ingress: cidrIpv4 is 0\.0\.0\.0\/0$/,
    "The checks look at ports 22, 80, 3389 and all; ours at every port",
  ),
  stricter(
    "sg-no-world-ingress",
    /ssh: ssh: (?:without (?:from|to)Port|fromPort is (?:80|3389))$/,
    "The same, of ranges that are none",
  ),
  milder(
    "sg-no-world-ingress",
    /ssh: ssh: without cidrIpv4$/,
    "The check reads an absent source as the internet; AWS refuses a rule without one",
  ),
  stricter(
    "sg-no-world-egress",
    /egress: cidrIpv4 is 0\.0\.0\.0\/0$/,
    "Protocol -1 is every port, also where no ports are named",
  ),
  milder("efs-access-point", /without posixUser\.gid$/, "The provider requires gid"),
  stricter("gd-enabled", /datasources/, "GuardDuty.10 asks for S3 as well; the check asks that the detector is on"),
  stricter(
    "config-all-types",
    /allSupported is false$/,
    "Config.1 asks for all types; the check is content with global ones",
  ),
  stricter(
    "iam-trust-confused-deputy",
    /everyone$/,
    "The check looks at sts:AssumeRole only; ours at whatever a trust policy gives to everyone",
  ),
  stricter(
    "iam-no-escalation",
    /policy changes roles$/,
    "The check knows combinations of actions; one that changes any role is enough",
  ),
  stricter(
    "iam-no-users-or-keys",
    /user-policy: without user$/,
    "A policy of a user is one whoever the user is; the check asks for the user's name",
  ),
];
