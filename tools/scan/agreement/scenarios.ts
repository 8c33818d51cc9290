import type { ScenarioResource } from "./corpus";

const key = "arn:aws:kms:eu-west-1:111122223333:key/4a5991ff-7de8-4124-8d21-3221064e4c1c";
const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const setting = (kind: string, inputs: Record<string, unknown>): ScenarioResource => ({
  type: `aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`,
  name: kind,
  inputs: { bucket: "bucket", ...inputs },
  of: { bucket: "bucket" },
});
const account = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/reader" } };

/** Small stacks as they should be, one for each service. */
export const scenarios: Readonly<Record<string, readonly ScenarioResource[]>> = {
  s3: [
    { type: "aws:s3/bucket:Bucket", name: "bucket", inputs: { bucketPrefix: "logs-", forceDestroy: false } },
    setting("BucketVersioning", { versioningConfiguration: { status: "Enabled" } }),
    setting("BucketServerSideEncryptionConfiguration", {
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key },
          bucketKeyEnabled: true,
        },
      ],
    }),
    setting("BucketPublicAccessBlock", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    setting("BucketOwnershipControls", { rule: { objectOwnership: "BucketOwnerEnforced" } }),
    setting("BucketPolicy", {
      policy: document({ ...account, Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" }),
    }),
    setting("BucketLogging", { targetBucket: "elsewhere", targetPrefix: "s3/" }),
    setting("BucketLifecycleConfiguration", {
      rules: [
        {
          id: "keep",
          status: "Enabled",
          filter: {},
          expiration: { days: 365 },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    }),
  ],
  sqs: [
    {
      type: "aws:sqs/queue:Queue",
      name: "queue",
      inputs: { kmsMasterKeyId: key, sqsManagedSseEnabled: false, messageRetentionSeconds: 345_600 },
    },
    {
      type: "aws:sqs/queuePolicy:QueuePolicy",
      name: "queue-policy",
      inputs: { queueUrl: "queue", policy: document({ ...account, Action: "sqs:SendMessage", Resource: "*" }) },
      of: { queueUrl: "queue" },
    },
  ],
  lambda: [
    {
      type: "aws:lambda/function:Function",
      name: "function",
      inputs: {
        name: "function",
        code: { path: "function.zip" },
        handler: "index.handler",
        role: "arn:aws:iam::111122223333:role/function",
        runtime: "nodejs22.x",
        reservedConcurrentExecutions: 2,
        tracingConfig: { mode: "Active" },
        kmsKeyArn: key,
        environment: { variables: { STAGE: "prod" } },
        codeSigningConfigArn: "arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-1",
      },
    },
    {
      type: "aws:lambda/functionUrl:FunctionUrl",
      name: "url",
      inputs: { functionName: "function", authorizationType: "AWS_IAM" },
      of: { functionName: "function" },
    },
    {
      type: "aws:lambda/permission:Permission",
      name: "permission",
      inputs: {
        function: "function",
        action: "lambda:InvokeFunction",
        principal: "s3.amazonaws.com",
        sourceArn: "arn:aws:s3:::bucket",
        sourceAccount: "111122223333",
      },
      of: { function: "function" },
    },
  ],
  opensearch: [
    {
      type: "aws:opensearch/domain:Domain",
      name: "domain",
      inputs: {
        domainName: "domain",
        engineVersion: "OpenSearch_2.19",
        encryptAtRest: { enabled: true, kmsKeyId: key },
        nodeToNodeEncryption: { enabled: true },
        domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
        vpcOptions: { subnetIds: ["subnet-1", "subnet-2", "subnet-3"], securityGroupIds: ["sg-1"] },
        advancedSecurityOptions: { enabled: true, internalUserDatabaseEnabled: false },
        clusterConfig: {
          instanceType: "r7g.large.search",
          instanceCount: 3,
          dedicatedMasterEnabled: true,
          dedicatedMasterCount: 3,
          dedicatedMasterType: "m7g.large.search",
          zoneAwarenessEnabled: true,
          zoneAwarenessConfig: { availabilityZoneCount: 3 },
        },
        logPublishingOptions: [
          {
            logType: "AUDIT_LOGS",
            cloudwatchLogGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:audit",
            enabled: true,
          },
          {
            logType: "ES_APPLICATION_LOGS",
            cloudwatchLogGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:app",
            enabled: true,
          },
          {
            logType: "INDEX_SLOW_LOGS",
            cloudwatchLogGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:index",
            enabled: true,
          },
          {
            logType: "SEARCH_SLOW_LOGS",
            cloudwatchLogGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:search",
            enabled: true,
          },
        ],
      },
    },
  ],
  kms: [
    {
      type: "aws:kms/key:Key",
      name: "key",
      inputs: {
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: document({
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:root" },
          Action: "kms:*",
          Resource: "*",
        }),
      },
    },
  ],
  sns: [
    { type: "aws:sns/topic:Topic", name: "topic", inputs: { kmsMasterKeyId: key } },
    {
      type: "aws:sns/topicPolicy:TopicPolicy",
      name: "topic-policy",
      inputs: { arn: "topic", policy: document({ ...account, Action: "sns:Publish", Resource: "*" }) },
      of: { arn: "topic" },
    },
  ],
  cloudwatch: [
    {
      type: "aws:cloudwatch/logGroup:LogGroup",
      name: "group",
      inputs: { name: "/aws/lambda/function", retentionInDays: 365, kmsKeyId: key },
    },
    {
      type: "aws:cloudwatch/metricAlarm:MetricAlarm",
      name: "alarm",
      inputs: {
        name: "alarm",
        namespace: "AWS/SQS",
        metricName: "ApproximateAgeOfOldestMessage",
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 1,
        actionsEnabled: true,
        alarmActions: ["arn:aws:sns:eu-west-1:111122223333:alarms"],
      },
    },
  ],
  vpc: [
    {
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "group",
      inputs: { description: "Search domain", vpcId: "vpc-1" },
    },
    {
      type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      name: "ingress",
      inputs: {
        securityGroupId: "group",
        description: "HTTPS",
        cidrIpv4: "10.0.0.0/8",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      },
      of: { securityGroupId: "group" },
    },
    {
      type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
      name: "egress",
      inputs: { securityGroupId: "group", description: "Anything within", cidrIpv4: "10.0.0.0/8", ipProtocol: "-1" },
      of: { securityGroupId: "group" },
    },
    {
      type: "aws:ec2/subnet:Subnet",
      name: "subnet",
      inputs: { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: false },
    },
  ],
  network: [
    { type: "aws:ec2/vpc:Vpc", name: "vpc", inputs: { cidrBlock: "10.0.0.0/16" } },
    {
      type: "aws:ec2/flowLog:FlowLog",
      name: "flow-log",
      inputs: { vpcId: "vpc", trafficType: "ALL", logDestinationType: "s3", logDestination: "arn:aws:s3:::bucket" },
      of: { vpcId: "vpc" },
    },
    {
      type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      name: "default-group",
      inputs: { vpcId: "vpc" },
      of: { vpcId: "vpc" },
    },
  ],
  users: [
    {
      type: "aws:iam/userPolicy:UserPolicy",
      name: "user-policy",
      inputs: {
        user: "somebody",
        policy: document({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }),
      },
    },
  ],
  ssh: [
    {
      type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      name: "ssh",
      inputs: {
        securityGroupId: "sg-1",
        description: "SSH",
        cidrIpv4: "0.0.0.0/0",
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: 22,
      },
    },
  ],
  cloudtrail: [
    {
      type: "aws:cloudtrail/trail:Trail",
      name: "trail",
      inputs: {
        name: "trail",
        s3BucketName: "bucket",
        isMultiRegionTrail: true,
        isOrganizationTrail: true,
        enableLogFileValidation: true,
        kmsKeyId: key,
      },
    },
  ],
  secrets: [
    { type: "aws:secretsmanager/secret:Secret", name: "secret", inputs: { name: "secret", kmsKeyId: key } },
    {
      type: "aws:secretsmanager/secretRotation:SecretRotation",
      name: "rotation",
      inputs: {
        secretId: "secret",
        rotationLambdaArn: "arn:aws:lambda:eu-west-1:111122223333:function:rotate",
        rotationRules: { automaticallyAfterDays: 30 },
      },
      of: { secretId: "secret" },
    },
  ],
  dynamodb: [
    {
      type: "aws:dynamodb/table:Table",
      name: "table",
      inputs: {
        name: "table",
        hashKey: "id",
        serverSideEncryption: { enabled: true, kmsKeyArn: key },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: true,
      },
    },
  ],
  efs: [
    { type: "aws:efs/fileSystem:FileSystem", name: "files", inputs: { encrypted: true, kmsKeyId: key } },
    {
      type: "aws:efs/accessPoint:AccessPoint",
      name: "access-point",
      inputs: { fileSystemId: "files", rootDirectory: { path: "/loader" }, posixUser: { uid: 1000, gid: 1000 } },
      of: { fileSystemId: "files" },
    },
  ],
  guardduty: [
    {
      type: "aws:guardduty/detector:Detector",
      name: "detector",
      inputs: { enable: true, datasources: { s3Logs: { enable: true } } },
    },
  ],
  config: [
    {
      type: "aws:cfg/recorder:Recorder",
      name: "recorder",
      inputs: {
        roleArn: "arn:aws:iam::111122223333:role/config",
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      },
    },
  ],
  iam: [
    {
      type: "aws:iam/role:Role",
      name: "role",
      inputs: {
        assumeRolePolicy: document({
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
      },
    },
    {
      type: "aws:iam/rolePolicy:RolePolicy",
      name: "role-policy",
      inputs: {
        role: "role",
        policy: document({ Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::bucket/*" }),
      },
      of: { role: "role" },
    },
    {
      type: "aws:iam/policy:Policy",
      name: "policy",
      inputs: {
        policy: document({
          Effect: "Allow",
          Action: ["sqs:SendMessage"],
          Resource: "arn:aws:sqs:eu-west-1:111122223333:queue",
        }),
      },
    },
  ],
};
