import type { ResourceNode } from "./graph";
import { isUnknown, UNKNOWN } from "./unknown";

type Props = Readonly<Record<string, unknown>>;

/** A setting that can be written inside of a resource, or as a resource of its own. */
export interface InsideSetting {
  /** Property of the resource. */
  readonly property: string;
  /** Type of the separate resource. */
  readonly type: string;
  /** Property by which the separate resource names the other. */
  readonly pointer: string;
  /** The separate resources that a value stands for. */
  readonly each: (value: unknown, owner: ResourceNode) => Props[];
}

const isObject = (value: unknown): value is Props =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A member of an object; unknown where the object is. */
const member = (value: unknown, key: string): unknown =>
  isUnknown(value) ? UNKNOWN : isObject(value) ? value[key] : undefined;

/** The items of a list, or the only one; blocks that the program leaves empty are null. */
const items = (value: unknown): readonly unknown[] =>
  (Array.isArray(value) ? value : [value]).filter((item) => item !== null && item !== undefined);

/** A block that Terraform has as a list of at most one. */
const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

/** One separate resource, whose property of the same meaning holds the value. */
const as = (name: string) => (value: unknown) => [{ [name]: value }];

/** Each item of a list as a resource of its own. */
const perItem = (props: (item: unknown) => Props) => (value: unknown) => items(value).map(props);

const bucketSetting = (property: string, kind: string, each: InsideSetting["each"]): InsideSetting => ({
  property,
  type: `aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`,
  pointer: "bucket",
  each,
});

function lifecycleRule(rule: unknown): Props {
  return {
    id: member(rule, "id"),
    status: member(rule, "enabled") === false ? "Disabled" : "Enabled",
    filter: { prefix: member(rule, "prefix") ?? "" },
    expiration: member(rule, "expiration"),
    transitions: member(rule, "transitions"),
    noncurrentVersionExpiration: inNoncurrentDays(member(rule, "noncurrentVersionExpiration")),
    noncurrentVersionTransitions: member(rule, "noncurrentVersionTransitions"),
    abortIncompleteMultipartUpload:
      member(rule, "abortIncompleteMultipartUploadDays") === undefined
        ? undefined
        : { daysAfterInitiation: member(rule, "abortIncompleteMultipartUploadDays") },
  };
}

const inNoncurrentDays = (value: unknown) =>
  isObject(value) ? { noncurrentDays: value.days ?? value.noncurrentDays } : value;

/** A rule written inside of a security group, as one rule for each source or destination. */
function groupRules(rule: unknown): Props[] {
  const common = {
    description: member(rule, "description"),
    fromPort: member(rule, "fromPort"),
    toPort: member(rule, "toPort"),
    ipProtocol: member(rule, "protocol"),
  };
  const list = (property: string) => {
    const value = member(rule, property);
    return value === undefined || value === null ? [] : items(value);
  };
  const others = ["prefixListIds", "securityGroups"].some((property) => list(property).length > 0);
  const rules = [
    ...list("cidrBlocks").map((cidrIpv4) => ({ ...common, cidrIpv4 })),
    ...list("ipv6CidrBlocks").map((cidrIpv6) => ({ ...common, cidrIpv6 })),
  ];
  return others || member(rule, "self") === true || rules.length === 0
    ? [...rules, { ...common, referencedSecurityGroupId: "another group or list" }]
    : rules;
}

const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egressRule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const groupSettings: readonly InsideSetting[] = [
  { property: "ingress", type: ingressRule, pointer: "securityGroupId", each: (v) => items(v).flatMap(groupRules) },
  { property: "egress", type: egressRule, pointer: "securityGroupId", each: (v) => items(v).flatMap(groupRules) },
];

/** The former rule of either direction, which is one resource for many sources. */
const formerRule = (direction: string, type: string): InsideSetting => ({
  property: "type",
  type,
  pointer: "rule",
  each: (value, owner) =>
    value === direction
      ? groupRules(owner.props).map((rule) => ({ ...rule, securityGroupId: owner.props.securityGroupId }))
      : [],
});

export const insideSettings: Readonly<Record<string, readonly InsideSetting[]>> = {
  "aws:s3/bucket:Bucket": [
    bucketSetting("versioning", "BucketVersioning", (value) => [
      {
        versioningConfiguration: {
          status:
            isUnknown(value) || isUnknown(member(value, "enabled"))
              ? UNKNOWN
              : member(value, "enabled") === true
                ? "Enabled"
                : "Suspended",
        },
      },
    ]),
    bucketSetting("policy", "BucketPolicy", as("policy")),
    bucketSetting("serverSideEncryptionConfiguration", "BucketServerSideEncryptionConfiguration", (value) => [
      { rules: items(member(first(value), "rules") ?? member(first(value), "rule")) },
    ]),
    bucketSetting(
      "loggings",
      "BucketLogging",
      perItem((item) => item as Props),
    ),
    bucketSetting(
      "logging",
      "BucketLogging",
      perItem((item) => item as Props),
    ),
    bucketSetting("lifecycleRules", "BucketLifecycleConfiguration", (value) => [
      { rules: items(value).map(lifecycleRule) },
    ]),
    bucketSetting("objectLockConfiguration", "BucketObjectLockConfiguration", (value) => [
      { objectLockEnabled: member(value, "objectLockEnabled"), rule: member(value, "rule") },
    ]),
    // Forms that only aws-native writes inside of its bucket.
    bucketSetting("publicAccessBlock", "BucketPublicAccessBlock", (value) => [value as Props]),
    bucketSetting("ownershipControls", "BucketOwnershipControls", (value) => [value as Props]),
    bucketSetting("notifications", "BucketNotification", (value) => [value as Props]),
    bucketSetting("lifecycle", "BucketLifecycleConfiguration", (value) => [value as Props]),
  ],
  "aws:sqs/queue:Queue": [
    { property: "policy", type: "aws:sqs/queuePolicy:QueuePolicy", pointer: "queueUrl", each: as("policy") },
    {
      property: "redrivePolicy",
      type: "aws:sqs/redrivePolicy:RedrivePolicy",
      pointer: "queueUrl",
      each: as("redrivePolicy"),
    },
    {
      property: "redriveAllowPolicy",
      type: "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
      pointer: "queueUrl",
      each: as("redriveAllowPolicy"),
    },
  ],
  "aws:sns/topic:Topic": [
    { property: "policy", type: "aws:sns/topicPolicy:TopicPolicy", pointer: "arn", each: as("policy") },
  ],
  "aws:kms/key:Key": [
    { property: "policy", type: "aws:kms/keyPolicy:KeyPolicy", pointer: "keyId", each: as("policy") },
  ],
  "aws:kms/replicaKey:ReplicaKey": [
    { property: "policy", type: "aws:kms/keyPolicy:KeyPolicy", pointer: "keyId", each: as("policy") },
  ],
  "aws:opensearch/domain:Domain": [
    {
      property: "accessPolicies",
      type: "aws:opensearch/domainPolicy:DomainPolicy",
      pointer: "domainName",
      each: as("accessPolicies"),
    },
  ],
  "aws:iam/role:Role": [
    {
      property: "inlinePolicies",
      type: "aws:iam/rolePolicy:RolePolicy",
      pointer: "role",
      each: perItem((item) => ({ policy: member(item, "policy") })),
    },
    {
      property: "managedPolicyArns",
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      pointer: "role",
      each: perItem((policyArn) => ({ policyArn })),
    },
  ],
  "aws:ec2/securityGroup:SecurityGroup": groupSettings,
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": groupSettings,
  "aws:ec2/securityGroupRule:SecurityGroupRule": [formerRule("ingress", ingressRule), formerRule("egress", egressRule)],
};
