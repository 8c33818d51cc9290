import * as assert from "node:assert/strict";
import { Siem, type SiemArgs } from "../../components";
import { parseDetection } from "../../functions/detector/detection-settings";
import { defaultSilenceRules } from "../../functions/silence/rules";
import { cloudTrailRule, ruleSet } from "../functions/detector/rules";
import { ireland, type Registered, register } from "./support";

const args = {
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
} satisfies SiemArgs;

describe("The SIEM", function () {
  this.timeout(60_000);
  let registered: Registered;
  before(async () => {
    registered = await register(() => new Siem("siem-test", args), ireland);
  });

  it("announces the objects of both buckets in one queue, which the loader reads, and no reports about them", () => {
    const queue = registered.one("sqs/queue:Queue", "siem-test-objects");
    const notified = registered.all("s3/bucketNotification:BucketNotification").map(({ inputs }) => inputs.bucket);
    assert.deepEqual(
      notified.sort(),
      registered
        .all("s3/bucket:Bucket")
        .filter(({ name }) => name !== "siem-test-reports")
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
      ["SilenceWatch", { AWS: [roleArn("siem-test-silence")] }],
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
    assert.equal(groups.length, 3);
    for (const { arn } of groups) assert.ok(String(arn).startsWith(pattern), `${arn} ${pattern}`);
  });

  it("watches the keys without which logs are lost, and what the account costs only if it is asked to", async () => {
    const pattern = String(registered.one("cloudwatch/eventRule:EventRule").inputs.eventPattern);
    for (const name of ["archive", "operations"]) {
      const { arn } = registered.one("kms/key:Key", `siem-test-${name}`);
      assert.ok(pattern.includes(JSON.stringify(arn)), `${name}: ${pattern}`);
    }
    assert.deepEqual(registered.all("budgets/budget:Budget"), []);
    const operations = { ...args.operations, monthlyBudgetUsd: 500 };
    await assert.rejects(
      register(() => new Siem("siem-test", { ...args, operations })),
      /monthlyBudgetUsd needs alarmEmail/,
    );
    const budgeted = await register(
      () => new Siem("siem-test", { ...args, operations: { ...operations, alarmEmail: "soc@example.com" } }),
    );
    assert.equal(budgeted.one("budgets/budget:Budget", "siem-test-monthly").inputs.limitAmount, "500");
  });

  it("is healthy while none of its alarms is in alarm, the detector's among them, and shows them all", async () => {
    const detection = { rules: ruleSet(cloudTrailRule("stopped", "StopLogging")), settings: parseDetection({}) };
    const detecting = await register(() => new Siem("siem-test", { ...args, detection }));
    const alarms = detecting.all("cloudwatch/metricAlarm:MetricAlarm");
    const health = detecting.one("cloudwatch/compositeAlarm:CompositeAlarm", "siem-test-healthy");
    const names = alarms.map(({ inputs }) => String(inputs.name));
    assert.deepEqual(
      names.filter((name) => name.includes("detector")).sort(),
      ["failing", "late"].map((name) => `siem-test-detector-${name}`),
    );
    assert.deepEqual(
      String(health.inputs.alarmRule).split(" OR ").sort(),
      names.map((name) => `ALARM("${name}")`).sort(),
    );
    const { dashboardBody } = detecting.one("cloudwatch/dashboard:Dashboard").inputs;
    const [shown] = (JSON.parse(String(dashboardBody)) as { widgets: { properties: { alarms?: string[] } }[] }).widgets;
    assert.deepEqual(shown?.properties.alarms?.toSorted(), [health, ...alarms].map(({ arn }) => String(arn)).sort());
  });

  it("looks for silence once the domain lets it, unless it is told not to", async () => {
    const schedule = registered.one("scheduler/schedule:Schedule");
    assert.ok(registered.dependencies(schedule).includes("aws:lambda/invocation:Invocation siem-test-content"));
    const { environment } = registered.one("lambda/function:Function", "siem-test-content").inputs;
    const { WATCHER_ROLE_ARN } = (environment as { variables: Record<string, string> }).variables;
    assert.equal(WATCHER_ROLE_ARN, registered.one("iam/role:Role", "siem-test-silence").arn);
    const operations = { ...args.operations, silence: { ...defaultSilenceRules, enabled: false } };
    const without = await register(() => new Siem("siem-test", { ...args, operations }));
    assert.deepEqual(
      without.resources.filter(({ name }) => name.includes("silence")),
      [],
    );
    const { variables } = without.one("lambda/function:Function", "siem-test-content").inputs.environment as {
      variables: Record<string, string>;
    };
    assert.ok(!("WATCHER_ROLE_ARN" in variables), "no role is let in");
  });

  it("takes the flow logs of its VPC, also if others deliver or none but them", async () => {
    const own = "111122223333";
    const change = (archive: object, others: Partial<SiemArgs> = {}) => ({
      ...args,
      ...others,
      archive: { ...args.archive, ...archive },
    });
    const flowLogs = async (made: SiemArgs) => {
      const siem = await register(() => new Siem("siem-test", made), ireland);
      return [
        ...siem.statements("s3/bucketPolicy:BucketPolicy", "siem-test"),
        ...siem.statements("kms/key:Key", "siem-test-archive"),
      ].filter(({ Sid }) => Sid.startsWith("OwnFlowLogs"));
    };
    for (const archive of [{ senders: { accounts: ["444455556666"] } }, { deliveries: ["cloudtrail"] }]) {
      const statements = await flowLogs(change(archive));
      assert.deepEqual(
        statements.map(({ Sid }) => Sid),
        ["OwnFlowLogsCheck", "OwnFlowLogsWrite", "OwnFlowLogs"],
      );
      for (const { Principal, Condition } of statements) {
        assert.deepEqual(Principal, { Service: "delivery.logs.amazonaws.com" });
        assert.deepEqual([Condition?.StringEquals?.["aws:SourceAccount"]].flat(), [own]);
      }
      assert.match(String(statements[1]?.Resource), /\/AWSLogs\/111122223333\/\*$/);
    }
    const covered = [change({}), change({ senders: { organizationId: "o-exampleorg1" } })];
    const elsewhere = change({ deliveries: ["cloudtrail"] }, { network: undefined });
    for (const each of [...covered, elsewhere]) assert.deepEqual(await flowLogs(each), []);
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

  it("puts a domain of one node into one of two zones, and functions into both", async () => {
    const shape = { ...args.search.shape, instanceCount: 1, zones: 1 };
    const single = await register(() => new Siem("siem-test", { ...args, search: { ...args.search, shape } }));
    assert.equal(single.one("awsx:ec2:Vpc").inputs.numberOfAvailabilityZones, 2);
    const { subnetIds } = single.one("opensearch/domain:Domain").inputs.vpcOptions as { subnetIds: string[] };
    const functions = single.one("lambda/function:Function", "siem-test-loader").inputs
      .vpcConfig as typeof subnetIds & {
      subnetIds: string[];
    };
    assert.deepEqual(subnetIds, functions.subnetIds.slice(0, 1));
    assert.equal(functions.subnetIds.length, 2);
  });

  it("moves logs to warm nodes and cold storage, and indexes by their arrival those that come too late for that", async () => {
    const shape = {
      ...args.search.shape,
      ...{ instanceType: "r7g.large.search", warmType: "ultrawarm1.medium.search", warmCount: 2, coldStorage: true },
    };
    const search = { ...args.search, shape, warmAfterDays: 7, coldAfterDays: 30, analystGroups: ["soc"] };
    const tiered = await register(() => new Siem("siem-test", { ...args, search }));
    const environment = (name: string) =>
      (tiered.one("lambda/function:Function", name).inputs.environment as { variables: Record<string, string> })
        .variables;
    const { RETENTION_DAYS, WARM_AFTER_DAYS, COLD_AFTER_DAYS, ANALYST_GROUPS } = environment("siem-test-content");
    assert.deepEqual([RETENTION_DAYS, WARM_AFTER_DAYS, COLD_AFTER_DAYS, ANALYST_GROUPS], ["90", "7", "30", '["soc"]']);
    assert.equal(environment("siem-test-loader").RETENTION_DAYS, "7");
  });

  it("has snapshots kept that outlive the domain, and lets the configurator hand over their role and no other", async () => {
    const search = { ...args.search, snapshots: true };
    const kept = await register(() => new Siem("siem-test", { ...args, search }));
    const { variables } = kept.one("lambda/function:Function", "siem-test-content").inputs.environment as {
      variables: Record<string, string>;
    };
    const roleArn = kept.one("iam/role:Role", "siem-test-snapshots").arn;
    assert.deepEqual(
      [variables.SNAPSHOT_BUCKET, variables.SNAPSHOT_ROLE_ARN],
      [kept.one("s3/bucketPolicy:BucketPolicy", "siem-test-snapshots").inputs.bucket, roleArn],
    );
    const passing = kept.statement("iam/rolePolicy:RolePolicy", "siem-test-content", "GiveSnapshotRole");
    assert.deepEqual(passing, {
      Sid: "GiveSnapshotRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: roleArn,
      Condition: { StringEquals: { "iam:PassedToService": "es.amazonaws.com" } },
    });
  });

  it("uses a domain that is there: makes nothing of it, installs its content, loads into it and watches it", async () => {
    const { retentionDays, analystRoleArns } = args.search;
    const existing = {
      endpoint: "https://logs.example.com",
      arn: "arn:aws:es:eu-west-1:111122223333:domain/logs",
      volumeGib: 400,
    };
    const network = {
      vpcId: "vpc-0123456789abcdef0",
      subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    };
    const search = { retentionDays, analystRoleArns, existing };
    const using = await register(() => new Siem("siem-test", { ...args, search, network }));
    assert.deepEqual(
      using.resources.filter(({ type }) => /opensearch|serviceLinkedRole|logResourcePolicy/.test(type)),
      [],
    );
    assert.deepEqual(
      using.all("ec2/securityGroup:SecurityGroup").map(({ name }) => name),
      ["siem-test-functions"],
    );
    for (const [name, sid, path] of [
      ["siem-test-loader", "Index", "/_bulk"],
      ["siem-test-content", "ConfigureDomain", "/*"],
    ] as const) {
      const { inputs } = using.one("lambda/function:Function", name);
      const { variables } = inputs.environment as { variables: Record<string, string> };
      assert.equal(variables.OPENSEARCH_ENDPOINT, existing.endpoint);
      assert.equal(using.statement("iam/rolePolicy:RolePolicy", name, sid).Resource, existing.arn + path);
    }
    const alarm = using.one("cloudwatch/metricAlarm:MetricAlarm", "siem-test-free-storage").inputs;
    assert.deepEqual(alarm.dimensions, { DomainName: "logs", ClientId: "111122223333" });
  });

  it("cannot have a name that its parts could not bear", async () => {
    await assert.rejects(
      register(() => new Siem("siem-with-a-long-stack-name", args)),
      /its name is "siem-with-a-long-stack-name"; allowed: 3 to 20 of/,
    );
  });
});
