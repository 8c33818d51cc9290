import { isUnknown, UNKNOWN } from "./unknown";

type Props = Readonly<Record<string, unknown>>;

/** How the classic provider has a resource that the program makes with aws-native. */
interface NativeForm {
  readonly type: string;
  readonly props: (native: Props) => Props;
}

const isObject = (value: unknown): value is Props =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Follows a path; unknown where a part is. */
function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (isUnknown(current)) return UNKNOWN;
    current = isObject(current) ? current[key] : undefined;
  }
  return current;
}

/** Applies a function to each item of a list that is known. */
function each(value: unknown, change: (item: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(change) : value;
}

/** Properties under other names; the rest stays. */
function renamed(native: Props, names: Readonly<Record<string, string>>): Props {
  return Object.fromEntries(Object.entries(native).map(([name, value]) => [names[name] ?? name, value]));
}

/** Makes an object unless the value it is made of is missing. */
const from = <T>(value: unknown, make: (value: unknown) => T): T | undefined | typeof UNKNOWN =>
  value === undefined || value === null ? undefined : isUnknown(value) ? UNKNOWN : make(value);

function bucket(native: Props): Props {
  const { bucketName, ...rest } = native;
  return {
    ...("tags" in rest && { tags: rest.tags }),
    bucket: bucketName,
    objectLockEnabled: native.objectLockEnabled,
    versioning: from(native.versioningConfiguration, (value) => ({
      enabled: isUnknown(at(value, "status")) ? UNKNOWN : at(value, "status") === "Enabled",
    })),
    serverSideEncryptionConfiguration: from(
      at(native.bucketEncryption, "serverSideEncryptionConfiguration"),
      (rules) => ({
        rules: each(rules, (rule) => ({
          applyServerSideEncryptionByDefault: from(at(rule, "serverSideEncryptionByDefault"), (byDefault) => ({
            sseAlgorithm: at(byDefault, "sseAlgorithm"),
            kmsMasterKeyId: at(byDefault, "kmsMasterKeyId"),
          })),
          bucketKeyEnabled: at(rule, "bucketKeyEnabled"),
        })),
      }),
    ),
    loggings: from(native.loggingConfiguration, (value) => [
      { targetBucket: at(value, "destinationBucketName"), targetPrefix: at(value, "logFilePrefix") },
    ]),
    publicAccessBlock: native.publicAccessBlockConfiguration,
    ownershipControls: from(at(native.ownershipControls, "rules"), (rules) => ({
      rule: Array.isArray(rules) ? rules[0] : rules,
    })),
    lifecycle: from(at(native.lifecycleConfiguration, "rules"), (rules) => ({
      rules: each(rules, (rule) => ({
        id: at(rule, "id"),
        status: at(rule, "status"),
        filter: { prefix: at(rule, "prefix") },
        expiration: from(at(rule, "expirationInDays"), (days) => ({ days })),
        transitions: each(at(rule, "transitions"), (item) => ({
          days: at(item, "transitionInDays"),
          storageClass: at(item, "storageClass"),
        })),
        noncurrentVersionExpiration: at(rule, "noncurrentVersionExpiration"),
        abortIncompleteMultipartUpload: at(rule, "abortIncompleteMultipartUpload"),
      })),
    })),
    objectLockConfiguration: native.objectLockConfiguration,
    notifications: from(native.notificationConfiguration, (value) => ({
      queues: each(at(value, "queueConfigurations"), (item) => notification(item, "queueArn", "queue")),
      topics: each(at(value, "topicConfigurations"), (item) => notification(item, "topicArn", "topic")),
      lambdaFunctions: each(at(value, "lambdaConfigurations"), (item) =>
        notification(item, "lambdaFunctionArn", "function"),
      ),
    })),
  };
}

function notification(item: unknown, classic: string, native: string): Props {
  const rules = at(item, "filter", "s3Key", "rules");
  const ofName = (name: string) =>
    Array.isArray(rules)
      ? at(
          rules.find((rule) => String(at(rule, "name")).toLowerCase() === name),
          "value",
        )
      : rules;
  return {
    [classic]: at(item, native),
    events: [at(item, "event")],
    filterPrefix: ofName("prefix"),
    filterSuffix: ofName("suffix"),
  };
}

function domain(native: Props): Props {
  const { clusterConfig: cluster, encryptionAtRestOptions, nodeToNodeEncryptionOptions, ...rest } = native;
  return {
    ...rest,
    encryptAtRest: encryptionAtRestOptions,
    nodeToNodeEncryption: nodeToNodeEncryptionOptions,
    clusterConfig: isObject(cluster)
      ? {
          ...renamed(cluster, {
            dedicatedMasterCount: "dedicatedMasterCount",
            zoneAwarenessEnabled: "zoneAwarenessEnabled",
          }),
        }
      : cluster,
    domainEndpointOptions: from(native.domainEndpointOptions, (value) => ({
      enforceHttps: at(value, "enforceHttps"),
      tlsSecurityPolicy: at(value, "tlsSecurityPolicy"),
    })),
    logPublishingOptions: from(native.logPublishingOptions, (value) =>
      isObject(value)
        ? Object.entries(value).map(([logType, options]) => ({
            logType,
            enabled: at(options, "enabled"),
            cloudwatchLogGroupArn: at(options, "cloudWatchLogsLogGroupArn"),
          }))
        : value,
    ),
  };
}

const same = (names: Readonly<Record<string, string>>) => (native: Props) => renamed(native, names);

export const nativeForms: Readonly<Record<string, NativeForm>> = {
  "aws-native:s3:Bucket": { type: "aws:s3/bucket:Bucket", props: bucket },
  "aws-native:s3:BucketPolicy": {
    type: "aws:s3/bucketPolicy:BucketPolicy",
    props: same({ policyDocument: "policy" }),
  },
  "aws-native:sqs:Queue": {
    type: "aws:sqs/queue:Queue",
    props: same({
      queueName: "name",
      visibilityTimeout: "visibilityTimeoutSeconds",
      messageRetentionPeriod: "messageRetentionSeconds",
      sqsManagedSseEnabled: "sqsManagedSseEnabled",
    }),
  },
  "aws-native:sqs:QueueInlinePolicy": {
    type: "aws:sqs/queuePolicy:QueuePolicy",
    props: same({ policyDocument: "policy", queue: "queueUrl" }),
  },
  "aws-native:sqs:QueuePolicy": {
    type: "aws:sqs/queuePolicy:QueuePolicy",
    props: ({ policyDocument, queues }) => ({
      policy: policyDocument,
      queueUrl: Array.isArray(queues) && queues.length === 1 ? queues[0] : queues,
    }),
  },
  "aws-native:sns:Topic": { type: "aws:sns/topic:Topic", props: same({ topicName: "name" }) },
  "aws-native:sns:TopicInlinePolicy": {
    type: "aws:sns/topicPolicy:TopicPolicy",
    props: same({ policyDocument: "policy", topicArn: "arn" }),
  },
  "aws-native:kms:Key": {
    type: "aws:kms/key:Key",
    props: ({ keyPolicy, pendingWindowInDays, enabled, ...rest }) => ({
      ...rest,
      policy: keyPolicy,
      deletionWindowInDays: pendingWindowInDays,
      isEnabled: enabled,
      bypassPolicyLockoutSafetyCheck: rest.bypassPolicyLockoutSafetyCheck,
    }),
  },
  "aws-native:iam:Role": {
    type: "aws:iam/role:Role",
    props: ({ roleName, assumeRolePolicyDocument, policies, ...rest }) => ({
      ...rest,
      name: roleName,
      assumeRolePolicy: assumeRolePolicyDocument,
      inlinePolicies: each(policies, (item) => ({ name: at(item, "policyName"), policy: at(item, "policyDocument") })),
    }),
  },
  "aws-native:iam:RolePolicy": {
    type: "aws:iam/rolePolicy:RolePolicy",
    props: same({ policyDocument: "policy", roleName: "role" }),
  },
  "aws-native:iam:ManagedPolicy": {
    type: "aws:iam/policy:Policy",
    props: same({ policyDocument: "policy", managedPolicyName: "name" }),
  },
  "aws-native:lambda:Function": {
    type: "aws:lambda/function:Function",
    props: ({ functionName, reservedConcurrentExecutions, ...rest }) => ({
      ...rest,
      name: functionName,
      reservedConcurrentExecutions,
    }),
  },
  "aws-native:lambda:EventSourceMapping": {
    type: "aws:lambda/eventSourceMapping:EventSourceMapping",
    props: same({}),
  },
  "aws-native:lambda:Permission": {
    type: "aws:lambda/permission:Permission",
    props: same({ functionName: "function", principalOrgId: "principalOrgId" }),
  },
  "aws-native:lambda:Url": {
    type: "aws:lambda/functionUrl:FunctionUrl",
    props: same({ authType: "authorizationType", targetFunctionArn: "functionName" }),
  },
  "aws-native:logs:LogGroup": { type: "aws:cloudwatch/logGroup:LogGroup", props: same({ logGroupName: "name" }) },
  "aws-native:opensearchservice:Domain": { type: "aws:opensearch/domain:Domain", props: domain },
  "aws-native:secretsmanager:Secret": { type: "aws:secretsmanager/secret:Secret", props: same({}) },
  "aws-native:dynamodb:Table": { type: "aws:dynamodb/table:Table", props: table },
  "aws-native:efs:FileSystem": { type: "aws:efs/fileSystem:FileSystem", props: same({}) },
  "aws-native:ec2:SecurityGroup": {
    type: "aws:ec2/securityGroup:SecurityGroup",
    props: ({ groupDescription, groupName, securityGroupIngress, securityGroupEgress, ...rest }) => ({
      ...rest,
      name: groupName,
      description: groupDescription,
      ingress: each(securityGroupIngress, groupRule),
      egress: each(securityGroupEgress, groupRule),
    }),
  },
};

function table({ tableName, sseSpecification, pointInTimeRecoverySpecification, ...rest }: Props): Props {
  return {
    ...rest,
    name: tableName,
    serverSideEncryption: from(sseSpecification, (sse) => ({
      enabled: at(sse, "sseEnabled"),
      kmsKeyArn: at(sse, "kmsMasterKeyId"),
    })),
    pointInTimeRecovery: from(pointInTimeRecoverySpecification, (recovery) => ({
      enabled: at(recovery, "pointInTimeRecoveryEnabled"),
    })),
  };
}

function groupRule(rule: unknown): unknown {
  if (!isObject(rule)) return rule;
  const one = (value: unknown) => (value === undefined ? undefined : [value]);
  return {
    description: rule.description,
    protocol: rule.ipProtocol,
    fromPort: rule.fromPort,
    toPort: rule.toPort,
    cidrBlocks: one(rule.cidrIp),
    ipv6CidrBlocks: one(rule.cidrIpv6),
    prefixListIds: one(rule.sourcePrefixListId ?? rule.destinationPrefixListId),
    securityGroups: one(rule.sourceSecurityGroupId ?? rule.destinationSecurityGroupId),
  };
}
