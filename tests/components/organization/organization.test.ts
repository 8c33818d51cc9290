import * as assert from "node:assert/strict";
import { resolve } from "node:path";
import { type GraphResource, graph, runWithMocks } from "../../../cli/graph";
import type { MockTarget } from "../../../cli/mock-aws";
import { stageConfig } from "../../../cli/stage-config";
import { securityLakeSources } from "../../../components/organization/security-lake-sources";
import { judge } from "../../../policies/judge";
import { readPolicyDocument } from "../../../policies/policy-document";
import { readConfigurationFile } from "../../../policies/read-configuration";
import { isServiceAllowed } from "../../support/iam-decision";
import { sizedPolicies, tooLarge } from "../../support/policy-sizes";
import { beijing, govWest, ireland, Registered } from "../support";
import { administrator, archiveAccount, management, member } from "./support";

const home: Readonly<Record<string, string>> = {
  aws: "eu-west-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

/** Settings of an organization in which everything is logged that can be. */
function settings({ partition }: MockTarget, changed: Record<string, unknown> = {}) {
  const region = home[partition];
  return {
    ...{ id: "o-exampleorg1", managementAccount: management, delegatedAdministrator: administrator },
    ...{ logArchiveAccount: archiveAccount, memberAccounts: [member], regions: [region] },
    role: { name: "siem-deployment", externalId: "example-external-id" },
    dataEvents: ["s3-object-writes"],
    memberLogs: [
      {
        ...{ account: member, region, vpcIds: ["vpc-0123456789abcdef0"], logGroups: ["/aws/eks/shop/cluster"] },
        logDeliveries: [
          {
            resourceArn: `arn:${partition}:elasticloadbalancing:${region}:${member}:loadbalancer/net/shop/1`,
            logType: "NLB_ACCESS_LOGS",
          },
        ],
      },
      { account: archiveAccount, region, everyLogGroupExcept: [] },
    ],
    securityLake: { account: administrator, region, externalId: "example-external-id" },
    ...changed,
  };
}

/** All that makes a function which is not there by default. */
const everyFunction = {
  "siem:backfillConcurrency": "2",
  "siem:detection": JSON.stringify({
    webhookSecretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:siem/webhook-AbCdEf",
  }),
  "siem:accessPoints": JSON.stringify([
    {
      ...{ name: "masked", roleArns: ["arn:aws:iam::111122223333:role/analyst"], prefixes: ["AWSLogs/"] },
      redaction: { kinds: ["ip"] },
    },
  ]),
};

const deploy = async (target: MockTarget = ireland, changed: Record<string, unknown> = {}, others = {}) => {
  const { default: program } = await import("../../../index");
  const config = {
    ...stageConfig("prod"),
    "aws:region": target.region,
    "siem:organization": JSON.stringify(settings(target, changed)),
    ...others,
  };
  return new Registered(await runWithMocks(program, { stack: "prod", config, target }));
};

const configuration = readConfigurationFile(resolve(__dirname, "../../../siem-policies.yaml"));

/** What the pack refuses, but for what the project explains; the advice is judged with the stages and the example. */
const violations = (resources: readonly GraphResource[]) =>
  judge(resources, configuration)
    .findings.filter(({ outcome, policy }) => outcome === "violation" && policy.severity === "mandatory")
    .map(({ policy, resource, message }) => [policy.id, resource.name, message]);

describe("A stack with an organization", function () {
  this.timeout(60_000);
  let registered: Registered;
  before(async () => {
    registered = await deploy();
  });

  it("makes all parts, each in its account", () => {
    const components = registered.resources
      .filter(({ type }) => type.startsWith("siem:organization:"))
      .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    assert.deepEqual(components.sort(), [
      "AccessAnalyzerOrganization siem-prod-access-analyzer",
      "ConfigAggregation siem-prod-config",
      ...[archiveAccount, member, management, administrator].map((each) => `ConfigRecording siem-prod-config-${each}`),
      "DeliveryDestinations siem-prod-deliveries",
      ...["findings", "log-groups"].map((each) => `DeliveryStream siem-prod-${each}`),
      "FindingCollection siem-prod-findings",
      "GuardDutyOrganization siem-prod-guardduty",
      "InspectorOrganization siem-prod-inspector",
      "LogCollection siem-prod-log-groups",
      "MacieOrganization siem-prod-macie",
      ...[archiveAccount, member].map((each) => `MemberLogging siem-prod-${each}-eu-west-1`),
      "MemberProviders siem-prod",
      "OrganizationAccess siem-prod",
      "OrganizationLogs siem-prod",
      "OrganizationTrail siem-prod-trail",
      "SecurityHubOrganization siem-prod-security-hub",
      "SecurityLakeSubscriber siem-prod-lake",
      "SecurityServices siem-prod",
      ...[`${archiveAccount}-eu-west-1`, `${member}-eu-west-1`].map((each) => `ServiceRole siem-prod-${each}`),
      ...["findings-firehose", "findings-forwarding", "findings-sender"].map((each) => `ServiceRole siem-prod-${each}`),
      ...["lake", "log-groups-firehose", "log-groups-sender"].map((each) => `ServiceRole siem-prod-${each}`),
    ]);
    const providers = new Set(registered.resources.flatMap(({ provider }) => provider ?? []));
    assert.deepEqual(
      [...providers].sort(),
      [member, management, administrator].map((each) => `siem-prod-${each}`),
    );
  });

  describe("with a Security Lake", () => {
    const readers = () => {
      const { environment } = registered.one("lambda/function:Function", "siem-prod-loader").inputs;
      const { variables } = environment as { variables: Record<string, string> };
      return JSON.parse(variables.BUCKET_READERS ?? "[]") as Record<string, string>[];
    };
    const eventPattern = () => ({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      account: [administrator],
      detail: {
        bucket: { name: [readers()[0]?.bucket] },
        object: { key: securityLakeSources.map((source) => ({ prefix: `aws/${source}/` })) },
      },
    });
    const events = "cloudwatch/eventRule:EventRule";

    it("reads the lake's bucket as its subscriber: with the role that it gives, and the external id", () => {
      const [reader, ...others] = readers();
      assert.deepEqual(others, []);
      assert.match(reader?.bucket ?? "", /^aws-security-data-lake-eu-west-1-\w+$/);
      assert.match(reader?.roleArn ?? "", new RegExp(`^arn:aws:iam::${administrator}:role/AmazonSecurityLake-`));
      assert.equal(reader?.externalId, "example-external-id");
      const role = registered.statement("iam/rolePolicy:RolePolicy", "siem-prod-loader", "ReadAsOthers");
      assert.deepEqual([role.Action, role.Resource], ["sts:AssumeRole", [reader?.roleArn]]);
      // From the VPC, too.
      const endpoint = registered.statements("ec2/vpcEndpoint:VpcEndpoint", "siem-prod-s3");
      assert.ok(JSON.stringify(endpoint).includes(`arn:aws:s3:::${reader?.bucket}/*`), "the endpoint of S3");
      const services = registered.all("ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => String(inputs.serviceName));
      assert.ok(
        services.some((service) => service.endsWith(".sts")),
        services.join(),
      );
    });

    it("has the lake's account tell the SIEM's event bus of the objects that may be read", () => {
      const rule = registered.one(events, "siem-prod-lake");
      assert.equal(rule.provider, `siem-prod-${administrator}`);
      assert.deepEqual(JSON.parse(String(rule.inputs.eventPattern)), eventPattern());
      const bus = `arn:aws:events:eu-west-1:${archiveAccount}:event-bus/default`;
      assert.equal(registered.one("cloudwatch/eventTarget:EventTarget", "siem-prod-lake").inputs.arn, bus);
      const put = registered.statement("iam/rolePolicy:RolePolicy", "siem-prod-lake", "PutEvents");
      assert.deepEqual([put.Action, put.Resource], ["events:PutEvents", bus]);
      const trust = registered.statement("iam/role:Role", "siem-prod-lake", "Service", "assumeRolePolicy");
      assert.deepEqual(trust.Condition, { StringEquals: { "aws:SourceAccount": administrator } });
    });

    it("has that bus take them from the lake's account, and the loader's queue from the bus's rule", () => {
      assert.equal(
        registered.one("cloudwatch/eventPermission:EventPermission", "siem-prod-security-lake").inputs.principal,
        administrator,
      );
      const rule = registered.one(events, "siem-prod-security-lake");
      assert.deepEqual(JSON.parse(String(rule.inputs.eventPattern)), eventPattern());
      const queueArn = registered.one("sqs/queue:Queue", "siem-prod-objects").arn;
      assert.equal(
        registered.one("cloudwatch/eventTarget:EventTarget", "siem-prod-security-lake").inputs.arn,
        queueArn,
      );
      for (const [type, name] of [
        ["sqs/queuePolicy:QueuePolicy", "siem-prod-objects"],
        ["kms/key:Key", "siem-prod-archive"],
      ] as const) {
        const { Condition } = registered.statement(type, name, "Rules");
        assert.deepEqual(Condition?.ArnEquals?.["aws:SourceArn"], [rule.arn], name);
      }
    });

    it("needs no detour where the SIEM's account administers the lake", async () => {
      const own = await deploy(ireland, {
        securityLake: { account: archiveAccount, region: "eu-west-1", externalId: "example-external-id" },
      });
      const names = own.all(events).map(({ name }) => name);
      assert.deepEqual([names.includes("siem-prod-lake"), names.includes("siem-prod-security-lake")], [false, true]);
      assert.deepEqual(own.all("cloudwatch/eventPermission:EventPermission"), []);
    });
  });

  it("violates no policy of the pack", () => {
    const findings = violations(registered.resources);
    assert.deepEqual(findings, []);
  });

  it("waits with what is delivered until the archive lets it in", () => {
    const types = [
      "cloudtrail/trail:Trail",
      "guardduty/publishingDestination:PublishingDestination",
      "cfg/deliveryChannel:DeliveryChannel",
      "macie2/classificationExportConfiguration:ClassificationExportConfiguration",
      "ec2/flowLog:FlowLog",
      "route53/resolverQueryLogConfig:ResolverQueryLogConfig",
      "kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
      "cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    ];
    for (const type of types) {
      const deliverers = registered.all(type).filter(({ parent }) => parent.includes("siem:organization:"));
      assert.notEqual(deliverers.length, 0, type);
      for (const deliverer of deliverers) {
        const dependencies = registered.dependencies(deliverer);
        assert.ok(
          dependencies.includes("aws:s3/bucketPolicy:BucketPolicy siem-prod"),
          `${type}: ${dependencies.join()}`,
        );
      }
    }
  });

  it("lets its own trail, detectors and members deliver, and no other's", () => {
    const policy = readPolicyDocument(registered.one("s3/bucketPolicy:BucketPolicy", "siem-prod").inputs.policy);
    const { arn } = registered.one("s3/bucket:Bucket", "siem-prod");
    const keyOfObject = String(registered.one("kms/key:Key", "siem-prod-archive").arn);
    const writes = (service: string, key: string, source: string, organization = "o-exampleorg1") =>
      isServiceAllowed(
        {
          ...{ service, action: "s3:PutObject", resource: `${arn}/${key}` },
          context: {
            ...{ "aws:SecureTransport": "true", "s3:TlsVersion": "1.3", "s3:x-amz-acl": "bucket-owner-full-control" },
            "s3:x-amz-server-side-encryption-aws-kms-key-id": keyOfObject,
            ...{ "aws:SourceArn": source, "aws:SourceOrgID": organization },
          },
        },
        policy,
      );
    const trail = registered.one("cloudtrail/trail:Trail").arn;
    const trailKey = `AWSLogs/o-exampleorg1/${member}/CloudTrail/eu-west-1/a.json.gz`;
    const byTrail = (source: string, organization?: string) =>
      writes("cloudtrail.amazonaws.com", trailKey, source, organization);
    assert.equal(byTrail(String(trail)), true, "our trail");
    assert.equal(byTrail(`arn:aws:cloudtrail:eu-west-1:${management}:trail/other`), false, "another trail");
    assert.equal(byTrail(String(trail), "o-somebodyelse"), false, "a foreign organization");
    const detector = (account: string) =>
      writes(
        "guardduty.amazonaws.com",
        `AWSLogs/${account}/GuardDuty/a`,
        `arn:aws:guardduty:eu-west-1:${account}:detector/1`,
      );
    assert.deepEqual([administrator, member].map(detector), [true, false]);
    const flows = (account: string) =>
      writes("delivery.logs.amazonaws.com", `AWSLogs/${account}/vpcflowlogs/a`, `arn:aws:logs:eu-west-1:${account}:*`);
    assert.deepEqual([member, archiveAccount, "234567890123"].map(flows), [true, true, true]);
  });

  it("has the name of its trail in the policies that let it in", () => {
    const { arn } = registered.one("cloudtrail/trail:Trail");
    const pattern = String(arn).replace(":eu-west-1:", ":*:");
    const statement = registered.statement("kms/key:Key", "siem-prod-archive", "CloudTrail");
    assert.deepEqual(statement.Condition?.ArnLike, { "aws:SourceArn": [pattern] });
  });

  it("records no data events of what its loader does, in whichever bucket it reads", async () => {
    const recorded = await deploy(
      ireland,
      { dataEvents: ["s3-objects", "lambda-invocations", "sqs-messages"] },
      {
        "siem:existingBuckets": '[{"bucket":"their-logs","eventBridge":true}]',
        "siem:sources": '[{"bucket":"partner-logs","source":"linux-auth","timeZone":"Europe/Zurich"}]',
      },
    );
    const { advancedEventSelectors } = recorded.one("cloudtrail/trail:Trail").inputs;
    const leftOut = (
      advancedEventSelectors as { fieldSelectors: { field: string; notStartsWiths: string[]; notEquals: string[] }[] }[]
    ).flatMap(({ fieldSelectors }) => fieldSelectors.filter(({ field }) => field === "resources.ARN"));
    const [buckets, ...others] = leftOut.map(({ notStartsWiths, notEquals }) => notStartsWiths ?? notEquals);
    assert.deepEqual(others, [
      [recorded.one("lambda/function:Function", "siem-prod-loader").arn],
      [recorded.one("sqs/queue:Queue", "siem-prod-objects").arn],
    ]);
    // All that the loader's role may read, and the lake, which it reads with another.
    const { Resource } = recorded.statement("iam/rolePolicy:RolePolicy", "siem-prod-loader", "ReadObjects");
    const lake = buckets?.filter((bucket) => bucket.includes("aws-security-data-lake-"));
    assert.equal(lake?.length, 1);
    assert.deepEqual(
      buckets?.filter((bucket) => !lake.includes(bucket)).sort(),
      [Resource]
        .flat()
        .map((objects) => String(objects).replace(/\*$/, ""))
        .sort(),
    );
  });

  it("encrypts the streams' own logs with a key that expects them", () => {
    const { Condition } = registered.statement("kms/key:Key", "siem-prod-operations", "LogGroups");
    const patterns = [Condition?.ArnLike?.["kms:EncryptionContext:aws:logs:arn"]].flat().map(String);
    const groups = registered
      .all("cloudwatch/logGroup:LogGroup")
      .filter(({ name }) => /findings|log-groups/.test(name));
    assert.equal(groups.length, 2);
    for (const { arn } of groups) {
      assert.ok(
        patterns.some((pattern) => String(arn).startsWith(pattern.slice(0, -1))),
        `${arn} ${patterns.join()}`,
      );
    }
  });

  describe("that sends every log group of its own account", () => {
    const everything = async (region: string, account: string = archiveAccount) => {
      const memberLogs = [{ account, region, everyLogGroupExcept: ["/aws/lambda/chatty"] }];
      const sent = await deploy(ireland, { regions: ["eu-west-1", "us-east-1"], memberLogs }, everyFunction);
      const { selectionCriteria } = sent.one("cloudwatch/logAccountPolicy:LogAccountPolicy").inputs;
      return {
        leftOut: JSON.parse(String(selectionCriteria).replace("LogGroupName NOT IN ", "")) as string[],
        made: sent.all("cloudwatch/logGroup:LogGroup").map(({ inputs }) => String(inputs.name)),
      };
    };

    it("never sends what it writes itself: that would be read, and written about, without end", async () => {
      const { leftOut, made } = await everything("eu-west-1");
      assert.ok(leftOut.includes("/aws/lambda/chatty"), leftOut.join());
      // No more and no less than there is, in a stack that has everything.
      assert.deepEqual(leftOut.filter((name) => name !== "/aws/lambda/chatty").sort(), made.sort());
      assert.ok(made.includes("/aws/lambda/siem-prod-loader"), made.join());
    });

    it("and none of them by name", async () => {
      const memberLogs = [
        { account: archiveAccount, region: "eu-west-1", logGroups: ["/aws/lambda/siem-prod-loader"] },
      ];
      await assert.rejects(
        deploy(ireland, { memberLogs }),
        /names \/aws\/lambda\/siem-prod-loader, which the SIEM writes to itself: .* remove it/,
      );
    });

    it("leaves out no more where it writes nothing: in another region or account", async () => {
      assert.deepEqual((await everything("us-east-1")).leftOut, ["/aws/lambda/chatty"]);
      assert.deepEqual((await everything("eu-west-1", member)).leftOut, ["/aws/lambda/chatty"]);
    });
  });

  describe("of a thousand accounts", function () {
    this.timeout(180_000);
    const named = (count: number) => Array.from({ length: count }, (_, index) => String(200_000_000_000 + index));
    const regions = ["eu-west-1", "us-east-1"];
    const destinations = ["log-groups", "log-deliveries"];
    const [first = "", last = ""] = [named(1000)[0], named(1000).at(-1)];
    const stranger = "999999999999";
    // What is made in each account is of no policy: Config, which is made in all, would take a minute here.
    const services = ["cloudtrail", "guardduty", "security-hub", "macie"];
    const memberLogs = named(3).map((account) => ({ account, region: "eu-west-1", logGroups: ["/aws/eks/shop"] }));
    const withAccounts = (count: number) =>
      deploy(ireland, { memberAccounts: named(count), services, regions, destinations, memberLogs });
    let thousand: Registered;
    before(async () => {
      thousand = await withAccounts(1000);
    });

    it("has policies that AWS takes, each as large as with three accounts", async () => {
      assert.deepEqual(tooLarge(thousand.resources), []);
      const few = await withAccounts(3);
      const sizes = (of: Registered) =>
        Object.fromEntries(
          ["siem-prod", "siem-prod-access-logs", "siem-prod-archive", "siem-prod-log-groups-sender"].map((name) => [
            name,
            sizedPolicies(of.resources).filter((policy) => policy.name === name),
          ]),
        );
      assert.deepEqual(sizes(thousand), sizes(few));
      assert.ok(
        Object.values(sizes(few)).every((found) => found.length > 0),
        "each is there",
      );
    });

    it("has a provider where it makes something, and not for each account that is named", () => {
      const providers = thousand.resources.filter(({ type }) => type === "pulumi:providers:aws");
      assert.deepEqual(
        providers.map(({ name }) => name).sort(),
        [management, administrator, ...named(3)].map((account) => `siem-prod-${account}`).sort(),
      );
    });

    it("has a destination in each region, for accounts that are not named", () => {
      for (const type of ["logDestination:LogDestination", "logDeliveryDestination:LogDeliveryDestination"]) {
        const found = thousand.all(`cloudwatch/${type}`).map(({ inputs }) => inputs.region);
        assert.deepEqual(found.sort(), regions, type);
      }
    });

    const delivers = (service: string, account: string, organization: string, [kind, source]: readonly string[]) => {
      const context = {
        ...{ "aws:SecureTransport": "true", "s3:TlsVersion": "1.3", "s3:x-amz-acl": "bucket-owner-full-control" },
        ...{ "aws:SourceArn": `arn:aws:${source}`, "aws:SourceAccount": account, "aws:SourceOrgID": organization },
      };
      const name = service.startsWith("logdelivery") ? "siem-prod-access-logs" : "siem-prod";
      const { arn } = thousand.one("s3/bucket:Bucket", name);
      return isServiceAllowed(
        { service, action: "s3:PutObject", resource: `${arn}/AWSLogs/${account}/${kind}/a.gz`, context },
        readPolicyDocument(thousand.one("s3/bucketPolicy:BucketPolicy", name).inputs.policy),
      );
    };
    const flows = (account: string, organization: string) =>
      delivers("delivery.logs.amazonaws.com", account, organization, ["vpcflowlogs", `logs:us-east-1:${account}:*`]);
    const balancer = (account: string, organization: string) =>
      delivers("logdelivery.elasticloadbalancing.amazonaws.com", account, organization, [
        "elasticloadbalancing",
        `elasticloadbalancing:eu-west-1:${account}:loadbalancer/app/shop/1`,
      ]);
    const findings = (account: string, organization: string) =>
      delivers("macie.amazonaws.com", account, organization, ["Macie", `macie2:eu-west-1:${account}:x`]);
    const sends = (account: string, organization: string) => {
      const policy = thousand.one("iam/role:Role", "siem-prod-log-groups-sender").inputs.assumeRolePolicy;
      const context = { "aws:SourceArn": `arn:aws:logs:us-east-1:${account}:*`, "aws:SourceOrgID": organization };
      const request = { service: "logs.amazonaws.com", action: "sts:AssumeRole", resource: "", context };
      return isServiceAllowed(request, readPolicyDocument(policy));
    };
    const ours = "o-exampleorg1";
    const rows: readonly [string, (account: string, organization: string) => boolean, readonly boolean[]][] = [
      ["VPC flow logs", flows, [true, true, true, true, false, false]],
      ["load balancers", balancer, [true, true, true, true, false, false]],
      ["log groups", sends, [true, true, true, true, false, false]],
      ["Macie", findings, [false, false, false, true, false, false]],
    ];
    for (const [what, isTaken, expected] of rows) {
      it(`takes ${what} of its accounts, named or not, and refuses a foreign organization: truth table`, () => {
        const asked: readonly (readonly [string, string])[] = [
          ...([first, last, "345678901234", administrator] as const).map((account) => [account, ours] as const),
          ...[stranger, member].map((account) => [account, "o-somebodyelse"] as const),
        ];
        assert.deepEqual(
          asked.map(([account, organization]) => isTaken(account, organization)),
          expected,
        );
      });
    }
  });

  for (const target of [beijing, govWest]) {
    it(`of ${target.partition} has no ARN of another partition`, async () => {
      const there = await deploy(target);
      assert.doesNotMatch(JSON.stringify(there.resources), /arn:aws:/);
      assert.match(JSON.stringify(there.resources), new RegExp(`arn:${target.partition}:cloudtrail:`));
    });
  }

  it("is only deployed with the credentials of its log-archive account", async () => {
    await assert.rejects(
      deploy({ ...ireland, accountId: member }),
      /deployed with the credentials of the account 123456789012, but the log-archive account of siem:organization is 111122223333/,
    );
  });

  it("that only logs its members makes nothing else", async () => {
    const small = await deploy(ireland, {
      services: [],
      dataEvents: undefined,
      memberLogs: [],
      securityLake: undefined,
    });
    const types = small.resources
      .filter(({ parent, type }) => parent.includes("siem:organization:") && type.startsWith("aws:"))
      .map(({ type }) => type);
    assert.deepEqual(types, []);
  });
});

describe("The example of an organization", function () {
  this.timeout(60_000);
  it("can be previewed, and violates no policy of the pack", async () => {
    const resources = await graph("prod", resolve(__dirname, "../../../examples/organization"));
    const findings = violations(resources);
    assert.deepEqual(findings, []);
    assert.equal(new Set(resources.flatMap(({ provider }) => provider ?? [])).size, 3);
  });
});

describe("A stack without an organization", function () {
  this.timeout(60_000);
  it("has nothing of it", async () => {
    const { default: program } = await import("../../../index");
    const resources = await runWithMocks(program, { stack: "prod", config: stageConfig("prod"), target: ireland });
    assert.deepEqual(
      resources.filter(({ type }) => /siem:organization|pulumi:providers|firehose|organizations/.test(type)),
      [],
    );
  });
});
