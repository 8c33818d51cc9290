import * as assert from "node:assert/strict";
import { Siem, type SiemArgs } from "../../components";
import { ireland, type Registered, register } from "./support";

const args: SiemArgs = {
  archive: { retentionDays: 400 },
  search: {
    shape: {
      instanceType: "t3.small.search",
      instanceCount: 2,
      zones: 2,
      standby: false,
      masterType: "t3.small.search",
      volumeGib: 10,
      volumeIops: 3000,
      volumeThroughput: 125,
    },
    engineVersion: "OpenSearch_2.19",
    retentionDays: 90,
    analystRoleArns: ["arn:aws:iam::111122223333:role/analyst"],
    createServiceLinkedRole: true,
  },
  loader: {
    memorySize: 1769,
    storageSize: 2048,
    timeout: 120,
    concurrency: 3,
    objectsAtOnce: 4,
    batchSize: 10,
    batchWindow: 2,
    networks: [],
  },
  network: { cidrBlock: "10.64.0.0/24" },
  operations: { logRetentionDays: 365 },
};

describe("The SIEM", function () {
  this.timeout(60_000);
  let registered: Registered;
  before(async () => {
    registered = await register(() => new Siem("siem-test", args), ireland);
  });

  it("announces the objects of both buckets in one queue, which the loader reads", () => {
    const queue = registered.one("sqs/queue:Queue", "siem-test-objects");
    const notified = registered.all("s3/bucketNotification:BucketNotification").map(({ inputs }) => inputs.bucket);
    assert.deepEqual(
      notified.sort(),
      registered
        .all("s3/bucket:Bucket")
        .map(({ id }) => id)
        .sort(),
    );
    const mapping = registered.one("lambda/eventSourceMapping:EventSourceMapping").inputs;
    assert.equal(mapping.eventSourceArn, queue.arn);
    assert.equal(queue.inputs.visibilityTimeoutSeconds, 6 * 120 + Number(mapping.maximumBatchingWindowInSeconds));
  });

  it("encrypts the queue with the archive's key, which lets S3 in", () => {
    const key = registered.one("kms/key:Key", "siem-test-archive");
    assert.equal(registered.one("sqs/queue:Queue", "siem-test-objects").inputs.kmsMasterKeyId, key.arn);
    const sids = registered.statements("kms/key:Key", "siem-test-archive").map(({ Sid }) => Sid);
    assert.ok(sids.includes("BucketNotifications"));
  });

  it("installs the search domain's content before the first log is loaded", () => {
    const dependencies = registered.dependencies(registered.one("lambda/eventSourceMapping:EventSourceMapping"));
    assert.ok(dependencies.includes("aws:lambda/invocation:Invocation siem-test-content"));
  });

  it("makes the configurator master of the domain, lets in the people named, and the loader with bulk requests", () => {
    const domain = registered.one("opensearch/domain:Domain");
    const roleArn = (name: string) => registered.one("iam/role:Role", name).arn;
    const principals = registered
      .statements("opensearch/domain:Domain", undefined, "accessPolicies")
      .map(({ Sid, Principal }) => [Sid, Principal]);
    assert.deepEqual(principals, [
      ["AnyRequest", { AWS: [roleArn("siem-test-content"), "arn:aws:iam::111122223333:role/analyst"] }],
      ["BulkRequests", { AWS: [roleArn("siem-test-loader")] }],
    ]);
    assert.deepEqual(domain.inputs.advancedSecurityOptions, {
      enabled: true,
      internalUserDatabaseEnabled: false,
      masterUserOptions: { masterUserArn: roleArn("siem-test-content") },
    });
  });

  it("puts domain and functions into the same subnets, each in its own security group", () => {
    const group = (name: string) => registered.one("ec2/securityGroup:SecurityGroup", name).id;
    const domain = registered.one("opensearch/domain:Domain").inputs.vpcOptions as Record<string, unknown>;
    const loader = registered.one("lambda/function:Function", "siem-test-loader").inputs.vpcConfig;
    const configurator = registered.one("lambda/function:Function", "siem-test-content").inputs.vpcConfig;
    assert.deepEqual(domain.securityGroupIds, [group("siem-test-domain")]);
    assert.deepEqual(loader, { subnetIds: domain.subnetIds, securityGroupIds: [group("siem-test-functions")] });
    assert.deepEqual(configurator, loader);
  });

  it("gives no two things the same name where AWS wants one name for one thing", () => {
    const named = [
      "kms/alias:Alias",
      "cloudwatch/logGroup:LogGroup",
      "lambda/function:Function",
      "cloudwatch/metricAlarm:MetricAlarm",
    ];
    for (const type of named) {
      const names = registered.all(type).map(({ inputs }) => inputs.name);
      assert.equal(new Set(names).size, names.length, `${type}: ${names.join(", ")}`);
    }
  });

  it("names its function log groups as the key that encrypts them expects", () => {
    const { Condition } = registered.statement("kms/key:Key", "siem-test-operations", "LogGroups");
    const pattern = String(Condition?.ArnLike?.["kms:EncryptionContext:aws:logs:arn"]).replace(/\*$/, "");
    const groups = registered
      .all("cloudwatch/logGroup:LogGroup")
      .filter(({ inputs }) => String(inputs.name).startsWith("/aws/lambda/"));
    assert.equal(groups.length, 2);
    for (const { arn } of groups) assert.ok(String(arn).startsWith(pattern), `${arn} ${pattern}`);
  });

  it("needs no VPC for trying out", async () => {
    const open = await register(() => new Siem("siem-test", { ...args, network: undefined, protect: false }));
    assert.deepEqual(
      open.resources.filter(({ type }) => /^aws:(ec2|vpc)|^awsx/.test(type)),
      [],
    );
    assert.equal(open.one("lambda/function:Function", "siem-test-loader").inputs.vpcConfig, undefined);
    assert.deepEqual(
      open.resources.filter(({ protect }) => protect),
      [],
    );
  });

  it("cannot have a name that its parts could not bear", async () => {
    await assert.rejects(
      register(() => new Siem("siem-with-a-long-stack-name", args)),
      /"siem-with-a-long-stack-name" cannot be the name of a SIEM: 3 to 20 of/,
    );
  });
});
