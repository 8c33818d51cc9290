import * as assert from "node:assert/strict";
import { Siem, type SiemArgs } from "../../components";
import { defaultDetection } from "../../functions/detector/detection-settings";
import { readSettings } from "../../settings";
import { loaderShape } from "../../settings/loader-shape";
import { siemNetwork } from "../../settings/network";
import { searchChoice } from "../../settings/search";
import { cloudTrailRule, ruleSet } from "../functions/detector/rules";
import { type Registered, register } from "./support";

/** The SIEM that a stack's settings make. */
function siem(config: Readonly<Record<string, string>>, detects = false): Promise<Registered> {
  const prefixed = Object.entries(config).map(([key, value]) => [`siem:${key}`, value]);
  const settings = readSettings({
    ...Object.fromEntries(prefixed),
    "siem:analystRoleArns": '["arn:aws:iam::111122223333:role/analyst"]',
  });
  const args: SiemArgs = {
    archive: { retentionDays: settings.archiveRetentionDays },
    search: searchChoice(settings),
    loader: { ...loaderShape(settings), networks: [] },
    network: siemNetwork(settings),
    operations: { logRetentionDays: settings.logRetentionDays },
    ...(detects && {
      detection: { rules: ruleSet(cloudTrailRule("stopped", "StopLogging")), settings: defaultDetection },
    }),
  };
  return register(() => new Siem("siem-test", args));
}

/** Resources of a kind of place or search, by type and name. */
const named = (registered: Registered, pattern: RegExp) =>
  registered.resources
    .filter(({ type }) => pattern.test(type))
    .map(({ type, name }) => `${type.replace(/^aws:(.*):/, "$1 ").replace(/^\S* /, "")} ${name}`);
const network = /^awsx:|^aws:(ec2|vpc)\//;
const search = /^aws:(opensearch|scheduler)\//;

interface Function {
  readonly environment: { readonly variables: Readonly<Record<string, string>> };
  readonly vpcConfig?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
}
const functionOf = (registered: Registered, name: string) =>
  registered.one("lambda/function:Function", name).inputs as unknown as Function;

const vpcResources = [
  "DefaultSecurityGroup siem-test",
  "FlowLog siem-test",
  "SecurityGroup siem-test-domain",
  "SecurityGroup siem-test-endpoints",
  "SecurityGroup siem-test-functions",
  "SecurityGroupEgressRule siem-test-domain-from-functions",
  "SecurityGroupEgressRule siem-test-endpoints-from-functions",
  "SecurityGroupEgressRule siem-test-functions-to-s3",
  "SecurityGroupIngressRule siem-test-domain-from-functions",
  "SecurityGroupIngressRule siem-test-endpoints-from-functions",
  "VpcEndpoint siem-test-endpoints-sqs",
  "VpcEndpoint siem-test-s3",
  "awsx:ec2:Vpc siem-test",
];
const collectionResources = [
  "Schedule siem-test-content-daily",
  "Schedule siem-test-silence",
  "ServerlessAccessPolicy siem-test-access",
  "ServerlessCollection siem-test",
  "ServerlessSecurityPolicy siem-test-encryption",
  "ServerlessSecurityPolicy siem-test-network",
];

describe("A SIEM with", function () {
  this.timeout(60_000);

  it("a domain in a VPC: all in private subnets, each in its own security group", async () => {
    const made = await siem({});
    // The watch for silence tells the alarm topic from the VPC.
    const withTopic = [...vpcResources, "VpcEndpoint siem-test-endpoints-sns"].sort();
    assert.deepEqual(named(made, network).sort(), withTopic);
    assert.deepEqual(named(made, /^aws:opensearch\//), ["Domain siem-test"]);
    const group = (name: string) => made.one("ec2/securityGroup:SecurityGroup", name).id;
    const loader = functionOf(made, "siem-test-loader");
    const domain = made.one("opensearch/domain:Domain").inputs.vpcOptions as typeof loader.vpcConfig;
    assert.equal(loader.vpcConfig?.subnetIds.length, 3);
    assert.deepEqual(loader.vpcConfig?.securityGroupIds, [group("siem-test-functions")]);
    assert.deepEqual(domain, { subnetIds: loader.vpcConfig?.subnetIds, securityGroupIds: [group("siem-test-domain")] });
    assert.equal(loader.environment.variables.OPENSEARCH_SERVICE, undefined);
  });

  it("a public domain: no network at all, and nobody without a named role", async () => {
    const made = await siem({ network: "public" });
    assert.deepEqual(named(made, network), []);
    assert.deepEqual(named(made, /^aws:opensearch\//), ["Domain siem-test"]);
    assert.equal(made.one("opensearch/domain:Domain").inputs.vpcOptions, undefined);
    assert.equal(functionOf(made, "siem-test-loader").vpcConfig, undefined);
    const principals = made
      .statements("opensearch/domain:Domain", undefined, "accessPolicies")
      .flatMap(({ Principal }) => (Principal as { AWS: string[] }).AWS);
    assert.ok(!principals.includes("*"), principals.join(", "));
  });

  it("a collection in a VPC: reached through an endpoint in the same subnets", async () => {
    const made = await siem({ searchEngine: "serverless" });
    // The watch for silence keeps what it knows in a table.
    const withTable = [
      ...[...vpcResources, "VpcEndpoint siem-test-endpoints-sns", "VpcEndpoint siem-test-dynamodb"],
      "SecurityGroupEgressRule siem-test-functions-to-dynamodb",
    ].sort();
    assert.deepEqual(named(made, network).sort(), withTable);
    assert.deepEqual(named(made, search).sort(), [...collectionResources, "ServerlessVpcEndpoint siem-test"]);
    const loader = functionOf(made, "siem-test-loader");
    const endpoint = made.one("opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint");
    assert.deepEqual(endpoint.inputs, {
      name: "siem-test-vpc",
      vpcId: made.one("ec2/flowLog:FlowLog").inputs.vpcId,
      subnetIds: loader.vpcConfig?.subnetIds,
      securityGroupIds: [made.one("ec2/securityGroup:SecurityGroup", "siem-test-domain").id],
    });
    const { policy } = made.one(
      "opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy",
      "siem-test-network",
    ).inputs;
    assert.match(String(policy), /"AllowFromPublic":false.*"SourceVPCEs":\["vpce-/);
  });

  it("a collection and rules: alerts and state in a table that the functions reach, functions that the collection lets in", async () => {
    const made = await siem({ searchEngine: "serverless" }, true);
    const table = made.one("dynamodb/table:Table", "siem-test-state");
    const { STATE_TABLE, OPENSEARCH_SERVICE } = functionOf(made, "siem-test-detector").environment.variables;
    assert.deepEqual([STATE_TABLE, OPENSEARCH_SERVICE], [table.id, "aoss"]);
    assert.equal(functionOf(made, "siem-test-silence").environment.variables.STATE_TABLE, table.id);
    assert.equal(functionOf(made, "siem-test-fast-lane").environment.variables.OPENSEARCH_SERVICE, "aoss");
    const { Resource } = made.statement("ec2/vpcEndpoint:VpcEndpoint", "siem-test-dynamodb", "OnlyTheTables");
    assert.deepEqual(Resource, [table.arn, `${String(table.arn)}/index/*`]);
    assert.equal(made.all("ec2/vpcEndpoint:VpcEndpoint").filter(({ name }) => name.endsWith("-sns")).length, 1);
    const access = made.one("opensearch/serverlessAccessPolicy:ServerlessAccessPolicy").inputs.policy;
    const rules = JSON.parse(String(access)) as { Description: string; Principal: string[] }[];
    const principals = Object.fromEntries(rules.map(({ Description, Principal }) => [Description, Principal]));
    assert.deepEqual(
      [principals.Detector, principals["Fast lane"], principals["Silence watch"]],
      ["detector", "fast-lane", "silence"].map((name) => [made.one("iam/role:Role", `siem-test-${name}`).arn]),
    );
    const domain = await siem({}, true);
    assert.deepEqual(domain.all("dynamodb/table:Table"), []);
    for (const name of ["siem-test-detector", "siem-test-silence"]) {
      assert.equal(functionOf(domain, name).environment.variables.STATE_TABLE, undefined);
    }
  });

  it("a public collection: reached from the internet, by named roles", async () => {
    const made = await siem({ searchEngine: "serverless", network: "public", serverlessStandby: "false" });
    assert.deepEqual(named(made, network), []);
    assert.deepEqual(named(made, search).sort(), collectionResources);
    const { policy } = made.one(
      "opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy",
      "siem-test-network",
    ).inputs;
    assert.match(String(policy), /"AllowFromPublic":true/);
    const collection = made.one("opensearch/serverlessCollection:ServerlessCollection");
    assert.equal(collection.inputs.standbyReplicas, "DISABLED");

    // Loader and configurator sign for it, and may use its interface; what they may do there, the collection says.
    for (const [name, sids] of [
      ["siem-test-loader", ["Index"]],
      ["siem-test-content", ["ConfigureCollection", "ImportDashboards"]],
    ] as const) {
      const { variables } = functionOf(made, name).environment;
      assert.equal(variables.OPENSEARCH_SERVICE, "aoss");
      assert.match(variables.OPENSEARCH_ENDPOINT ?? "", /^https:\/\/[0-9a-f]{17}\.eu-west-1\.aoss\.amazonaws\.com$/);
      const statements = made
        .statements("iam/rolePolicy:RolePolicy", name)
        .filter(({ Action }) => /^aoss:/.test(String(Action)));
      assert.deepEqual(
        statements.map(({ Sid }) => Sid),
        sids,
      );
      assert.equal(statements[0]?.Resource, collection.arn);
    }
    const alarms = made.all("cloudwatch/metricAlarm:MetricAlarm").filter(({ inputs }) => inputs.namespace === "AWS/ES");
    assert.deepEqual(alarms, []);
    // Nothing else would delete what is older than the retention.
    const { target, scheduleExpression } = made.one("scheduler/schedule:Schedule", "siem-test-content-daily").inputs;
    assert.equal(scheduleExpression, "rate(1 day)");
    assert.equal((target as { arn: string }).arn, made.one("lambda/function:Function", "siem-test-content").arn);
  });
});
