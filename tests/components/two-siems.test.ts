import * as assert from "node:assert/strict";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import { type GraphResource, graph, runWithMocks } from "../../cli/graph";
import { stageConfig } from "../../cli/stage-config";
import { LogAccessPoint, SearchDomain, type SearchDomainArgs, Siem } from "../../components";
import { readSettings } from "../../settings";
import { siemArgs } from "../../settings/siem-args";
import { ireland, Registered, register } from "./support";

/** Inputs that name a resource for AWS, where another of its type cannot have the same. */
const namingInputs = [
  ...["name", "bucket", "bucketPrefix", "functionName", "dashboardName", "alarmName", "policyName"],
  ...["domainName", "configId", "statementId", "collectionName", "creationToken"],
];

/** `<type> <input> <name>` of resources that name themselves. What belongs to a bucket or function is named in it. */
function physicalNames(resources: readonly GraphResource[]): string[] {
  const ownNames = resources.filter(
    ({ type }) => !/^aws:(s3\/bucket.+:|s3\/inventory|lambda\/(?!function:))/.test(type),
  );
  return ownNames.flatMap(({ type, inputs }) =>
    type.startsWith("aws:")
      ? namingInputs.flatMap((input) =>
          typeof inputs[input] === "string" ? [`${type} ${input} ${inputs[input]}`] : [],
        )
      : [],
  );
}

/** Those of dev, and others. */
const settings = (siem: Readonly<Record<string, string>>) => siemArgs(readSettings({ ...stageConfig("dev"), ...siem }));

const repeated = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index);

describe("Two SIEMs in one program", function () {
  this.timeout(120_000);
  let resources: GraphResource[];
  before(async () => {
    resources = await graph("prod", join(__dirname, "../../examples/two-stages"));
  });

  it("have no URN and no physical name twice", () => {
    assert.deepEqual(repeated(resources.map(({ urn }) => urn)), []);
    const names = physicalNames(resources);
    assert.ok(names.length > 100, `${names.length} names`);
    assert.deepEqual(repeated(names), []);
  });

  it("have no logical name of a type twice", () => {
    const names = resources.filter(({ type }) => type.startsWith("aws:")).map(({ type, name }) => `${type} ${name}`);
    assert.deepEqual(repeated(names), []);
  });

  const common = {
    ...{ storageLens: "free", archiveInventory: "daily", backfillConcurrency: "5" },
    ...{ alarmEmail: "soc@example.com", monthlyBudgetUsd: "500", modelStorage: "true" },
    ...{ vpcEndpoints: '["kms"]', natGateways: "one" },
    existingBuckets:
      '[{"bucket":"their-logs","topicArn":"arn:aws:sns:eu-west-1:444455556666:new-logs"},{"bucket":"other-logs","accountId":"444455556666","eventBridge":true}]',
  };
  const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "a domain": {
      ...common,
      searchSnapshots: "true",
      detection:
        '{"email":"soc@example.com","webhookSecretArn":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:hook-AbCdEf"}',
    },
    "OpenSearch Serverless": { ...common, searchEngine: "serverless" },
  };
  for (const [kind, set] of Object.entries(kinds)) {
    it(`have no name twice with all that can be made beside ${kind}, over the same buckets of others`, async () => {
      const prefixed = Object.fromEntries(Object.entries(set).map(([key, value]) => [`siem:${key}`, value]));
      const { resources: made } = await register(() => {
        for (const name of ["siem-one", "siem-two"]) {
          const accessPoints = `[{"name":"${name}-shop","roleArns":["arn:aws:iam::111122223333:role/analyst"],"prefixes":["AWSLogs/"]}]`;
          new Siem(name, settings({ ...prefixed, "siem:accessPoints": accessPoints }));
        }
      });
      assert.deepEqual(repeated(made.map(({ urn }) => urn)), []);
      assert.deepEqual(repeated(physicalNames(made)), []);
    });
  }

  it("share nothing but the service-linked role, which the first makes and both domains wait for", () => {
    const registered = new Registered(resources);
    const role = registered.one("iam/serviceLinkedRole:ServiceLinkedRole");
    assert.equal(role.name, "siem-production");
    for (const domain of registered.all("opensearch/domain:Domain"))
      assert.ok(domain.deps.includes(role.urn), domain.name);
    const stageOf = (urn: string) => /siem-(?:production|staging)/.exec(urn.split("::").at(-1) ?? "")?.[0];
    const crossing = resources.flatMap(({ urn, deps }) =>
      deps.filter((other) => stageOf(other) !== stageOf(urn) && other !== role.urn).map((other) => `${urn} ${other}`),
    );
    assert.deepEqual(crossing, []);
  });
});

describe("What an account has once", function () {
  this.timeout(120_000);
  it("is made once for each account: the service-linked role of OpenSearch", async () => {
    const domain: SearchDomainArgs = {
      shape: {
        ...{ instanceType: "r7g.large.search", instanceCount: 2, zones: 2, standby: false },
        ...{ volumeGib: 10, volumeIops: 3000, volumeThroughput: 125 },
      },
      engineVersion: "OpenSearch_2.19",
      masterRoleArn: "arn:aws:iam::111122223333:role/master",
      accessRoleArns: [],
      network: { subnetIds: ["subnet-00000001", "subnet-00000002"], securityGroupIds: ["sg-00000001"] },
    };
    const registered = await register(() => {
      const elsewhere = new aws.Provider("elsewhere", { region: "eu-west-1" });
      new SearchDomain("first", domain);
      new SearchDomain("second", domain);
      new SearchDomain("third", domain, { provider: elsewhere });
      new SearchDomain("fourth", { ...domain, createServiceLinkedRole: false });
    });
    const roles = registered.all("iam/serviceLinkedRole:ServiceLinkedRole");
    assert.deepEqual(
      roles.map(({ name, provider }) => [name, provider]),
      [
        ["first", undefined],
        ["third", "elsewhere"],
      ],
    );
    const waiting = registered
      .all("opensearch/domain:Domain")
      .map((each) => [each.name, roles.find(({ urn }) => each.deps.includes(urn))?.name]);
    assert.deepEqual(Object.fromEntries(waiting), {
      first: "first",
      second: "first",
      third: "third",
      fourth: undefined,
    });
  });

  it("is made anew by the next program of the same process", async () => {
    for (const run of [1, 2]) {
      const registered = await register(() => {
        new Siem("siem-again", settings({}));
      });
      assert.equal(registered.all("iam/serviceLinkedRole:ServiceLinkedRole").length, 1, `run ${run}`);
    }
  });

  it("is refused the second time, with who has it and what to do: an access point of the same name", async () => {
    const point = { bucketName: "logs", roleArns: ["arn:aws:iam::111122223333:role/analyst"], prefixes: ["AWSLogs/"] };
    await assert.rejects(
      register(() => {
        new LogAccessPoint("one-shop", { name: "shop", ...point });
        new LogAccessPoint("other-shop", { name: "shop", ...point });
      }),
      /other-shop cannot make the access point shop: one-shop of this program does; give it another name/,
    );
  });

  it("is refused the second time: the logging of an organization", async () => {
    const { "siem:organization": organization = "" } = stageConfig(
      "prod",
      join(__dirname, "../../examples/organization"),
    );
    const program = () => {
      for (const name of ["siem-one", "siem-two"]) new Siem(name, settings({ "siem:organization": organization }));
    };
    await assert.rejects(
      runWithMocks(program, { stack: "test", config: {}, target: ireland }),
      /siem-two cannot make the logging of an organization: siem-one of this program does; leave `organization` out/,
    );
  });
});
