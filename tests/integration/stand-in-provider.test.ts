import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { startAwsEmulator } from "../../local/aws-emulator";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { Aws } from "../../local/provider/aws";
import { realKinds } from "../../local/provider/kinds";
import type { Properties } from "../../local/provider/properties";
import { StandInProvider } from "../../local/provider/provider";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";

const [accountId, region] = ["111122223333", "eu-west-1"];
const document = (action: string, resource: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: resource }] });
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const sig = rpc.specialSigKey;
const code = {
  [sig]: rpc.specialArchiveSig,
  assets: { "index.js": { [sig]: rpc.specialAssetSig, text: "exports.handler = async () => 1" } },
};
const alarm = { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, threshold: 0 };
const metric = { namespace: "siem", metricName: "RecordsRejected", stat: "Sum", period: 60 };

type Row = readonly [type: string, inputs: (made: Made) => Properties, changed?: Properties];
/** What the earlier rows made, by type: id and outputs. */
type Made = (type: string) => { id: string } & Readonly<Record<string, unknown>>;

const bucket = (made: Made) => made("aws:s3/bucket:Bucket").id;
const queueArn = (made: Made) => made("aws:sqs/queue:Queue").arn;
const role = (made: Made) => made("aws:iam/role:Role");
const functionName = (made: Made) => made("aws:lambda/function:Function").id;

/** One resource of each type that is made for real, in an order in which each finds what it needs, and a change of it. */
const rows: readonly Row[] = [
  ["aws:kms/key:Key", () => ({ enableKeyRotation: true, deletionWindowInDays: 7 }), { description: "changed" }],
  ["aws:kms/alias:Alias", (made) => ({ targetKeyId: made("aws:kms/key:Key").id })],
  ["aws:s3/bucket:Bucket", () => ({ forceDestroy: true, objectLockEnabled: true, tags: { a: "b" } }), { tags: {} }],
  [
    "aws:s3/bucketVersioning:BucketVersioning",
    (made) => ({ bucket: bucket(made), versioningConfiguration: { status: "Enabled" } }),
  ],
  [
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    (made) => ({ bucket: bucket(made), blockPublicAcls: true }),
    { blockPublicPolicy: true },
  ],
  [
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    (made) => ({ bucket: bucket(made), rule: { objectOwnership: "BucketOwnerEnforced" } }),
  ],
  [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    (made) => ({
      bucket: bucket(made),
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true }],
    }),
  ],
  [
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    (made) => ({
      bucket: bucket(made),
      rules: [{ id: "old", status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 30 } }],
    }),
  ],
  [
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    (made) => ({ bucket: bucket(made), rule: { defaultRetention: { mode: "GOVERNANCE", days: 1 } } }),
  ],
  [
    "aws:s3/bucketPolicy:BucketPolicy",
    (made) => ({ bucket: bucket(made), policy: document("s3:GetObject", `arn:aws:s3:::${bucket(made)}/*`) }),
  ],
  [
    "aws:sqs/queue:Queue",
    () => ({ visibilityTimeoutSeconds: 900, kmsMasterKeyId: "alias/aws/sqs" }),
    { visibilityTimeoutSeconds: 600 },
  ],
  [
    "aws:sqs/queuePolicy:QueuePolicy",
    (made) => ({ queueUrl: made("aws:sqs/queue:Queue").id, policy: document("sqs:*", String(queueArn(made))) }),
  ],
  [
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
    (made) => ({ queueUrl: made("aws:sqs/queue:Queue").id, redriveAllowPolicy: `{"redrivePermission":"denyAll"}` }),
  ],
  [
    "aws:sqs/redrivePolicy:RedrivePolicy",
    (made) => ({
      queueUrl: made("aws:sqs/queue:Queue").id,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn(made), maxReceiveCount: 5 }),
    }),
  ],
  [
    "aws:s3/bucketNotification:BucketNotification",
    (made) => ({
      bucket: bucket(made),
      queues: [{ queueArn: queueArn(made), events: ["s3:ObjectCreated:*"], filterPrefix: "AWSLogs/" }],
    }),
    { eventbridge: true },
  ],
  ["aws:iam/role:Role", () => ({ assumeRolePolicy: trust, inlinePolicies: [] }), { maxSessionDuration: 7200 }],
  ["aws:iam/rolePolicy:RolePolicy", (made) => ({ role: role(made).id, policy: document("sqs:*", "*") })],
  ["aws:iam/policy:Policy", () => ({ policy: document("s3:*", "*") }), { policy: document("s3:GetObject", "*") }],
  [
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    (made) => ({ role: role(made).id, policyArn: made("aws:iam/policy:Policy").id }),
  ],
  ["aws:iam/serviceLinkedRole:ServiceLinkedRole", () => ({ awsServiceName: "opensearchservice.amazonaws.com" })],
  [
    "aws:lambda/function:Function",
    (made) => ({
      code,
      role: role(made).arn,
      handler: "index.handler",
      runtime: "nodejs22.x",
      reservedConcurrentExecutions: 10,
      environment: { variables: { lower_case: "kept" } },
    }),
    { timeout: 30, reservedConcurrentExecutions: -1 },
  ],
  [
    "aws:lambda/permission:Permission",
    (made) => ({ function: functionName(made), action: "lambda:InvokeFunction", principal: "s3.amazonaws.com" }),
  ],
  [
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    (made) => ({ eventSourceArn: queueArn(made), functionName: functionName(made), batchSize: 10 }),
    { batchSize: 5 },
  ],
  [
    "aws:scheduler/schedule:Schedule",
    (made) => ({
      scheduleExpression: "rate(1 minute)",
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: made("aws:lambda/function:Function").arn, roleArn: role(made).arn, input: "{}" },
    }),
    { state: "DISABLED" },
  ],
  ["aws:cloudwatch/logGroup:LogGroup", () => ({ retentionInDays: 365 }), { retentionInDays: 30 }],
  [
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    () => ({ policyName: "search", policyDocument: document("logs:PutLogEvents", "*") }),
  ],
  [
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    () => ({
      ...alarm,
      metricQueries: [
        { id: "a", metric },
        { id: "e", expression: "a*2", returnData: true },
      ],
    }),
    { threshold: 1 },
  ],
  ["aws:cloudwatch/dashboard:Dashboard", () => ({ dashboardName: "siem", dashboardBody: `{"widgets":[]}` })],
  ["aws:sns/topic:Topic", () => ({ kmsMasterKeyId: "alias/aws/sns" }), { displayName: "alarms" }],
  [
    "aws:sns/topicPolicy:TopicPolicy",
    (made) => ({ arn: made("aws:sns/topic:Topic").id, policy: document("sns:Publish", "*") }),
  ],
  [
    "aws:sns/topicSubscription:TopicSubscription",
    (made) => ({ topic: made("aws:sns/topic:Topic").id, protocol: "email", endpoint: "soc@example.com" }),
  ],
  [
    "aws:opensearch/domain:Domain",
    () => ({
      engineVersion: "OpenSearch_2.19",
      clusterConfig: { instanceType: "t3.small.search", instanceCount: 1 },
      ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: 10 },
      advancedOptions: { "rest.action.multi.allow_explicit_index": "true" },
    }),
    { clusterConfig: { instanceType: "t3.small.search", instanceCount: 2 } },
  ],
  [
    "aws:opensearch/domainPolicy:DomainPolicy",
    (made) => ({ domainName: made("aws:opensearch/domain:Domain").domainName, accessPolicies: document("es:*", "*") }),
  ],
];

describe("the stand-in provider on the AWS emulator", function () {
  this.timeout(300_000);
  const stateFolder = mkdtempSync(join(tmpdir(), "siem-provider-"));
  const processes = new Processes(stateFolder);
  let aws: Aws;
  let provider: StandInProvider;
  const resources = new Map<string, { urn: string; id: string; inputs: Properties; outs: Properties }>();
  const made: Made = (type) => {
    const resource = resources.get(type);
    assert.ok(resource, `${type} has to come earlier in the table`);
    return { ...resource.outs, id: resource.id };
  };

  before(async () => {
    const python = await awsEmulatorPackage.install(progressOnStderr());
    const { endpoint } = await startAwsEmulator(processes, { stateFolder, python, accountId, region });
    const common = { awsEndpoint: endpoint, region, stateDir: stateFolder };
    aws = new Aws({ ...common, domainEndpoint: "127.0.0.1:9200", invokeUrl: undefined });
    provider = new StandInProvider("0", aws);
  });
  after(async () => {
    await processes.stopAll();
    rmSync(stateFolder, { recursive: true, force: true });
  });

  it("has a row for each type it makes for real", () => {
    // An invocation needs a runtime: tests/integration of the whole stage run one.
    const types = Object.keys(realKinds).filter((type) => type !== "aws:lambda/invocation:Invocation");
    assert.deepEqual(rows.map(([type]) => type).sort(), types.sort());
  });

  for (const [type, inputsOf, change] of rows) {
    it(`makes ${type}, makes it again without harm, changes it, finds it`, async () => {
      const urn = `urn:pulumi:local::siem::${type}::example`;
      const { inputs } = (await provider.check(urn, {}, inputsOf(made))) as { inputs: Properties };
      let { id, outs } = (await provider.create(urn, inputs)) as { id: string; outs: Properties };
      const again = await provider.create(urn, inputs);
      assert.equal(again.id, id, "an interrupted deployment would leave two");
      assert.equal((await provider.diff(id, urn, outs, inputs)).changes, false);
      if (change) {
        const news = { ...inputs, ...change };
        assert.deepEqual((await provider.diff(id, urn, outs, news)).replaces, []);
        outs = (await provider.update(id, urn, outs, news)).outs as Properties;
      }
      const found = await provider.read(id, urn, outs);
      assert.equal(found.id, id);
      assert.equal((await provider.diff(id, urn, found.props, found.inputs)).changes, false);
      resources.set(type, { urn, id, inputs, outs });
    });
  }

  it("removes all of them, in the opposite order, and no longer finds them", async () => {
    for (const [type, { urn, id, outs }] of [...resources].reverse()) {
      await provider.delete(id, urn, outs);
      await assert.doesNotReject(provider.delete(id, urn, outs), `${type} is removed twice`);
    }
    for (const [type, { urn, id, outs }] of resources) {
      assert.equal((await provider.read(id, urn, outs)).id, "", `${type} is still there`);
    }
  });

  it("empties a bucket with versions when forceDestroy says so, and refuses otherwise", async () => {
    const urn = "urn:pulumi:local::siem::aws:s3/bucket:Bucket::full";
    const { inputs } = await provider.check(urn, {}, { forceDestroy: false });
    const { id, outs } = await provider.create(urn, inputs);
    const Bucket = String(id);
    await aws.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    for (const Body of ["one", "two"]) await aws.s3.send(new PutObjectCommand({ Bucket, Key: "key", Body }));
    await assert.rejects(provider.delete(Bucket, urn, outs), /still holds objects and forceDestroy is off/);
    await provider.delete(Bucket, urn, { ...outs, forceDestroy: true });
    assert.equal((await provider.read(Bucket, urn, outs)).id, "");
  });
});
