import type { ResourceLike } from "../../policies/graph";

type Props = Readonly<Record<string, unknown>>;

/** How a separate setting is written inside of its resource. */
interface Inside {
  readonly owner: string;
  readonly pointer: string;
  readonly property: string;
  /** Its value there; of several settings for a list. */
  readonly value: (props: Props) => unknown;
  readonly isList?: boolean;
}

const at = (name: string) => (props: Props) => props[name];
const bucket = "aws:s3/bucket:Bucket";
const queue = "aws:sqs/queue:Queue";
const record = (value: unknown) => (value ?? {}) as Props;

const groupRule = (owner: string, property: string): Inside => ({
  owner,
  pointer: "securityGroupId",
  property,
  isList: true,
  value: ({
    cidrIpv4,
    cidrIpv6,
    referencedSecurityGroupId,
    prefixListId,
    ipProtocol,
    securityGroupId: _,
    ...rest
  }) => ({
    ...rest,
    protocol: ipProtocol,
    ...(cidrIpv4 !== undefined && { cidrBlocks: [cidrIpv4] }),
    ...(cidrIpv6 !== undefined && { ipv6CidrBlocks: [cidrIpv6] }),
    ...(referencedSecurityGroupId !== undefined && { securityGroups: [referencedSecurityGroupId] }),
    ...(prefixListId !== undefined && { prefixListIds: [prefixListId] }),
  }),
});
const group = "aws:ec2/securityGroup:SecurityGroup";

const insides: Readonly<Record<string, Inside>> = {
  "aws:s3/bucketVersioning:BucketVersioning": {
    owner: bucket,
    pointer: "bucket",
    property: "versioning",
    value: ({ versioningConfiguration }) => ({ enabled: record(versioningConfiguration).status === "Enabled" }),
  },
  "aws:s3/bucketPolicy:BucketPolicy": { owner: bucket, pointer: "bucket", property: "policy", value: at("policy") },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    owner: bucket,
    pointer: "bucket",
    property: "serverSideEncryptionConfiguration",
    value: ({ rules }) => ({ rule: (rules as unknown[])[0] }),
  },
  "aws:s3/bucketLogging:BucketLogging": {
    owner: bucket,
    pointer: "bucket",
    property: "loggings",
    isList: true,
    value: ({ bucket: _, ...rest }) => rest,
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    owner: bucket,
    pointer: "bucket",
    property: "lifecycleRules",
    value: ({ rules }) =>
      (rules as Props[]).map(
        ({ status, filter, abortIncompleteMultipartUpload, noncurrentVersionExpiration, ...rest }) => ({
          ...rest,
          enabled: status === "Enabled",
          prefix: record(filter).prefix,
          abortIncompleteMultipartUploadDays: record(abortIncompleteMultipartUpload).daysAfterInitiation,
          ...(noncurrentVersionExpiration !== undefined && {
            noncurrentVersionExpiration: { days: record(noncurrentVersionExpiration).noncurrentDays },
          }),
        }),
      ),
  },
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {
    owner: bucket,
    pointer: "bucket",
    property: "objectLockConfiguration",
    value: ({ rule }) => ({ objectLockEnabled: "Enabled", rule }),
  },
  "aws:sqs/queuePolicy:QueuePolicy": { owner: queue, pointer: "queueUrl", property: "policy", value: at("policy") },
  "aws:sqs/redrivePolicy:RedrivePolicy": {
    owner: queue,
    pointer: "queueUrl",
    property: "redrivePolicy",
    value: at("redrivePolicy"),
  },
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": {
    owner: queue,
    pointer: "queueUrl",
    property: "redriveAllowPolicy",
    value: at("redriveAllowPolicy"),
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    owner: "aws:sns/topic:Topic",
    pointer: "arn",
    property: "policy",
    value: at("policy"),
  },
  "aws:kms/keyPolicy:KeyPolicy": {
    owner: "aws:kms/key:Key",
    pointer: "keyId",
    property: "policy",
    value: at("policy"),
  },
  "aws:opensearch/domainPolicy:DomainPolicy": {
    owner: "aws:opensearch/domain:Domain",
    pointer: "domainName",
    property: "accessPolicies",
    value: at("accessPolicies"),
  },
  "aws:iam/rolePolicy:RolePolicy": {
    owner: "aws:iam/role:Role",
    pointer: "role",
    property: "inlinePolicies",
    isList: true,
    value: ({ policy }) => ({ name: "inside", policy }),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    owner: "aws:iam/role:Role",
    pointer: "role",
    property: "managedPolicyArns",
    isList: true,
    value: at("policyArn"),
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": groupRule(group, "ingress"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": groupRule(group, "egress"),
};

/** Whether a setting can be written inside of the resource that it names, too. */
export const canBeInside = ({ type }: ResourceLike): boolean => type in insides;

/** A graph with its separate settings inside of the resources that they name; undefined where it has none. */
export function writtenInside(graph: readonly ResourceLike[]): ResourceLike[] | undefined {
  const owners = new Map(graph.map((node) => [node, { ...record(node.props ?? node.inputs) }]));
  const ownerOf = (node: ResourceLike, { owner, pointer }: Inside) => {
    const name = record(node.props)[pointer];
    return graph.find((candidate) => {
      const { id, arn, urn, name: logicalName, type } = candidate;
      const { name: physicalName, domainName } = record(candidate.props);
      return (
        type === owner &&
        typeof name === "string" &&
        [id, arn, urn, logicalName, physicalName, domainName].includes(name)
      );
    });
  };
  // A property that the resource has already, or several settings of one kind, cannot be written so.
  const moved = new Set<ResourceLike>();
  const madeFrom = new Map<ResourceLike, Record<string, readonly string[]>>();
  for (const node of graph) {
    const inside = insides[node.type];
    const owner = inside && ownerOf(node, inside);
    const props = owner && owners.get(owner);
    if (!inside || !owner || !props || (inside.property in props && !inside.isList)) continue;
    const value = inside.value(record(node.props));
    props[inside.property] = inside.isList ? [...((props[inside.property] ?? []) as unknown[]), value] : value;
    moved.add(node);
    const dependencies = Object.values(node.propertyDeps ?? {}).flat();
    if (dependencies.length > 0)
      madeFrom.set(owner, { ...owner.propertyDeps, ...madeFrom.get(owner), [inside.property]: dependencies });
  }
  if (moved.size === 0) return undefined;
  return graph
    .filter((node) => !moved.has(node))
    .map((node) => ({
      ...node,
      props: owners.get(node),
      ...(madeFrom.has(node) && { propertyDeps: madeFrom.get(node) }),
    }));
}
