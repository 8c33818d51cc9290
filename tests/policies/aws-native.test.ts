import assert from "node:assert/strict";
import { checkGraph } from "../../policies/check-graph";
import type { ResourceLike } from "../../policies/graph";
import { UNKNOWN } from "../../policies/unknown";
import { document, resource } from "./support";

/** Ids of policies that a graph violates, of those that are named. */
const violated = (graph: readonly ResourceLike[], ...ids: string[]) =>
  [
    ...new Set(
      checkGraph(graph)
        .filter(({ outcome }) => outcome === "violation")
        .map(({ policy }) => policy.id),
    ),
  ]
    .filter((id) => ids.includes(id))
    .sort();

const key = "arn:aws:kms:eu-west-1:111122223333:key/1";
const denyPlainHttp = (action: string, target: unknown) =>
  JSON.parse(
    document({
      Effect: "Deny",
      Principal: "*",
      Action: action,
      Resource: target,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    }),
  ) as object;

/** For each type: properties with which the policies hold, and others that violate each of them. */
const types: Readonly<Record<string, { policies: string[]; good: ResourceLike[]; bad: ResourceLike[] }>> = {
  "aws-native:s3:Bucket": {
    policies: [
      "s3-abort-multipart",
      "s3-bucket-key",
      "s3-encryption-cmk",
      "s3-lifecycle",
      "s3-ownership-enforced",
      "s3-public-access-block",
      "s3-tls-only",
      "s3-versioning",
    ],
    good: [
      resource(
        "aws-native:s3:Bucket",
        "archive",
        {
          bucketName: "archive-111122223333",
          versioningConfiguration: { status: "Enabled" },
          publicAccessBlockConfiguration: {
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
          },
          bucketEncryption: {
            serverSideEncryptionConfiguration: [
              {
                serverSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key },
                bucketKeyEnabled: true,
              },
            ],
          },
          ownershipControls: { rules: [{ objectOwnership: "BucketOwnerEnforced" }] },
          lifecycleConfiguration: {
            rules: [
              {
                id: "keep",
                status: "Enabled",
                expirationInDays: 365,
                noncurrentVersionExpiration: { noncurrentDays: 30 },
                abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
              },
            ],
          },
        },
        { id: "archive-111122223333" },
      ),
      resource("aws-native:s3:BucketPolicy", "policy", {
        bucket: "archive-111122223333",
        policyDocument: denyPlainHttp("s3:*", [
          "arn:aws:s3:::archive-111122223333",
          "arn:aws:s3:::archive-111122223333/*",
        ]),
      }),
    ],
    bad: [
      resource("aws-native:s3:Bucket", "archive", {
        versioningConfiguration: { status: "Suspended" },
        bucketEncryption: {
          serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
        },
      }),
    ],
  },
  "aws-native:sqs:Queue": {
    policies: ["sqs-dlq", "sqs-encrypted", "sqs-tls-only"],
    good: [
      resource(
        "aws-native:sqs:Queue",
        "logs",
        { kmsMasterKeyId: key, redrivePolicy: { deadLetterTargetArn: "arn:x", maxReceiveCount: 5 } },
        { id: "https://sqs/logs" },
      ),
      resource("aws-native:sqs:QueueInlinePolicy", "policy", {
        queue: "https://sqs/logs",
        policyDocument: denyPlainHttp("sqs:*", "*"),
      }),
    ],
    bad: [resource("aws-native:sqs:Queue", "logs", {})],
  },
  "aws-native:kms:Key": {
    policies: ["kms-deletion-window", "kms-no-wildcard-principal", "kms-protect", "kms-rotation"],
    good: [
      resource("aws-native:kms:Key", "key", { enableKeyRotation: true, pendingWindowInDays: 30 }, { protect: true }),
    ],
    bad: [
      resource("aws-native:kms:Key", "key", {
        pendingWindowInDays: 7,
        keyPolicy: { Statement: { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" } },
      }),
    ],
  },
  "aws-native:lambda:Function": {
    policies: ["lambda-env-cmk", "lambda-reserved-concurrency", "lambda-runtime-supported", "lambda-tracing"],
    good: [
      resource("aws-native:lambda:Function", "load", {
        functionName: "load",
        runtime: "nodejs22.x",
        reservedConcurrentExecutions: 2,
        tracingConfig: { mode: "Active" },
        environment: { variables: { A: "1" } },
        kmsKeyArn: key,
      }),
    ],
    bad: [
      resource("aws-native:lambda:Function", "load", { runtime: "nodejs16.x", environment: { variables: { A: "1" } } }),
    ],
  },
  "aws-native:lambda:Url and Permission": {
    policies: ["lambda-no-public-url", "lambda-permission-source"],
    good: [
      resource("aws-native:lambda:Url", "url", { authType: "AWS_IAM" }),
      resource("aws-native:lambda:Permission", "p", {
        principal: "sns.amazonaws.com",
        sourceArn: "arn:aws:sns:eu-west-1:111122223333:t",
      }),
    ],
    bad: [
      resource("aws-native:lambda:Url", "url", { authType: "NONE" }),
      resource("aws-native:lambda:Permission", "p", { principal: "sns.amazonaws.com" }),
    ],
  },
  "aws-native:opensearchservice:Domain": {
    policies: ["os-at-rest", "os-audit-logs", "os-cmk", "os-fgac", "os-https-tls12-pfs", "os-node-to-node", "os-vpc"],
    good: [
      resource("aws-native:opensearchservice:Domain", "siem", {
        encryptionAtRestOptions: { enabled: true, kmsKeyId: key },
        nodeToNodeEncryptionOptions: { enabled: true },
        domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
        advancedSecurityOptions: { enabled: true },
        vpcOptions: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
        logPublishingOptions: { AUDIT_LOGS: { enabled: true, cloudWatchLogsLogGroupArn: "arn:logs" } },
      }),
    ],
    bad: [resource("aws-native:opensearchservice:Domain", "siem", {})],
  },
  "aws-native:sns:Topic": {
    policies: ["sns-cmk", "sns-no-public"],
    good: [resource("aws-native:sns:Topic", "alarms", { kmsMasterKeyId: key })],
    bad: [
      resource("aws-native:sns:Topic", "alarms", {}),
      resource("aws-native:sns:TopicInlinePolicy", "policy", {
        topicArn: "arn:t",
        policyDocument: { Statement: [{ Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: "*" }] },
      }),
    ],
  },
  "aws-native:iam:Role": {
    policies: ["iam-managed-policies", "iam-no-star", "iam-trust-confused-deputy"],
    good: [
      resource("aws-native:iam:Role", "role", {
        assumeRolePolicyDocument: {
          Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
        },
        policies: [
          {
            policyName: "p",
            policyDocument: { Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }] },
          },
        ],
      }),
    ],
    bad: [
      resource("aws-native:iam:Role", "role", {
        assumeRolePolicyDocument: { Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }] },
        managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
        policies: [
          { policyName: "p", policyDocument: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] } },
        ],
      }),
    ],
  },
  "aws-native:logs:LogGroup": {
    policies: ["cw-log-cmk", "cw-log-retention"],
    good: [resource("aws-native:logs:LogGroup", "logs", { retentionInDays: 365, kmsKeyId: key })],
    bad: [resource("aws-native:logs:LogGroup", "logs", {})],
  },
  "aws-native:ec2:SecurityGroup": {
    policies: ["sg-description", "sg-no-world-egress", "sg-no-world-ingress"],
    good: [
      resource("aws-native:ec2:SecurityGroup", "group", {
        groupDescription: "Search domain",
        securityGroupIngress: [
          { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIp: "10.0.0.0/8", description: "HTTPS" },
        ],
      }),
    ],
    bad: [
      resource("aws-native:ec2:SecurityGroup", "group", {
        groupDescription: "Search domain",
        securityGroupIngress: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv6: "::/0" }],
        securityGroupEgress: [{ ipProtocol: "-1", cidrIp: "0.0.0.0/0", description: "all" }],
      }),
    ],
  },
  "aws-native:dynamodb:Table": {
    policies: ["dynamodb-cmk", "dynamodb-deletion-protection", "dynamodb-point-in-time-recovery"],
    good: [
      resource("aws-native:dynamodb:Table", "t", {
        sseSpecification: { sseEnabled: true, sseType: "KMS", kmsMasterKeyId: key },
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtectionEnabled: true,
      }),
    ],
    bad: [
      resource("aws-native:dynamodb:Table", "t", {
        sseSpecification: { sseEnabled: true },
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
      }),
    ],
  },
  "aws-native:efs:FileSystem and secretsmanager:Secret": {
    policies: ["efs-encrypted", "secret-cmk"],
    good: [
      resource("aws-native:efs:FileSystem", "fs", { encrypted: true, kmsKeyId: key }),
      resource("aws-native:secretsmanager:Secret", "s", { kmsKeyId: key }),
    ],
    bad: [resource("aws-native:efs:FileSystem", "fs", {}), resource("aws-native:secretsmanager:Secret", "s", {})],
  },
};

describe("resources of aws-native", () => {
  for (const [type, { policies, good, bad }] of Object.entries(types)) {
    it(`are judged as those of the classic provider: ${type}`, () => {
      assert.deepEqual(violated(good, ...policies), [], "good");
      assert.deepEqual(violated(bad, ...policies), policies, "bad");
    });
  }

  it("leave undecided what is unknown", () => {
    const graph = [
      resource("aws-native:s3:Bucket", "archive", { versioningConfiguration: UNKNOWN, bucketEncryption: UNKNOWN }),
      resource("aws-native:sqs:Queue", "logs", { redrivePolicy: UNKNOWN }, { propertyDeps: {} }),
    ];
    const undecided = checkGraph(graph).filter(({ outcome }) => outcome === "undecided");
    const ids = new Set(undecided.map(({ policy }) => policy.id));
    for (const id of ["s3-versioning", "s3-encryption-cmk", "sqs-dlq"]) assert.ok(ids.has(id), id);
  });
});
