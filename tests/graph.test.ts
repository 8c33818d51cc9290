import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GraphResource, graph, runWithMocks } from "../cli/graph";
import { stageConfig } from "../cli/stage-config";
import deploy from "../index";
import { beijing } from "./components/support";

describe("The graph of a stage", function () {
  this.timeout(60_000);
  let resources: GraphResource[];
  before(async () => {
    resources = await graph("dev");
  });
  const one = (type: string, name?: string) =>
    resources.find((resource) => resource.type === type && (name === undefined || resource.name === name))!;

  it("lists each resource once, with its parent and all that it waits for among the others", () => {
    const urns = new Set(resources.map(({ urn }) => urn));
    assert.equal(urns.size, resources.length);
    assert.ok(resources.length > 60);
    for (const { urn, parent, deps, propertyDeps } of resources) {
      if (parent !== "") assert.ok(urns.has(parent), `${urn}: ${parent}`);
      for (const dependency of [...deps, ...Object.values(propertyDeps).flat()]) {
        assert.ok(urns.has(dependency), `${urn}: ${dependency}`);
      }
    }
    assert.deepEqual(
      resources.filter(({ parent }) => parent === "").map(({ type }) => type),
      ["pulumi:pulumi:Stack"],
    );
  });

  it("says what each input was made from", () => {
    const { propertyDeps } = one("aws:s3/bucketLogging:BucketLogging", "siem-dev");
    assert.deepEqual(
      Object.entries(propertyDeps).map(([input, urns]) => [input, urns.map((urn) => urn.split("::").at(-1))]),
      [
        ["bucket", ["siem-dev"]],
        ["targetBucket", ["siem-dev-access-logs"]],
      ],
    );
  });

  it("is plain JSON: files are paths in the project, nothing is a secret or an unresolved output", () => {
    const json = JSON.stringify(resources);
    assert.deepEqual(JSON.parse(json), resources);
    assert.deepEqual(one("aws:lambda/function:Function", "siem-dev-content").inputs.code, {
      path: ".siem/bundles/configurator.zip",
    });
    assert.doesNotMatch(json, /4dabf18193072939515e22adb298388d|Calling \[toString\]|04da6b54/);
  });

  it("gives AWS resources ids and ARNs, and components none", () => {
    for (const { type, id } of resources) assert.equal(id !== "", type.startsWith("aws:"), type);
    assert.match(
      String(one("aws:opensearch/domain:Domain").arn),
      /^arn:aws:es:eu-west-1:111122223333:domain\/siem-dev$/,
    );
  });

  it("is the same whenever it is made", async () => {
    assert.deepEqual(await graph("dev"), resources);
  });

  it("of the smallest stage on AWS is the smallest that is still available in two zones and protected in a VPC", () => {
    const { inputs } = one("aws:opensearch/domain:Domain");
    assert.deepEqual(inputs.clusterConfig, {
      instanceType: "t3.small.search",
      instanceCount: 2,
      zoneAwarenessEnabled: true,
      zoneAwarenessConfig: { availabilityZoneCount: 2 },
      multiAzWithStandbyEnabled: false,
      dedicatedMasterEnabled: true,
      dedicatedMasterType: "t3.small.search",
      dedicatedMasterCount: 3,
    });
    assert.ok("vpcOptions" in inputs);
  });

  it("of the local stage has no VPC and protects nothing, so that it can be destroyed", async () => {
    const local = await graph("local");
    assert.deepEqual(
      local.filter(({ type, protect }) => protect === true || /^awsx|^aws:(ec2|vpc)/.test(type)),
      [],
    );
    const loader = local.find(
      ({ name, type }) => name === "siem-local-loader" && type === "aws:lambda/function:Function",
    );
    assert.match(JSON.stringify(loader?.inputs.environment), /Hosting provider/);
  });

  it("of the production stage has three zones with standby, and protects what holds logs", async () => {
    const prod = await graph("prod");
    const domain = prod.find(({ type }) => type === "aws:opensearch/domain:Domain");
    assert.deepEqual(domain?.inputs.clusterConfig, {
      instanceType: "r7g.large.search",
      instanceCount: 3,
      zoneAwarenessEnabled: true,
      zoneAwarenessConfig: { availabilityZoneCount: 3 },
      multiAzWithStandbyEnabled: true,
      dedicatedMasterEnabled: true,
      dedicatedMasterType: "m7g.large.search",
      dedicatedMasterCount: 3,
    });
    const kept = prod.filter(({ protect }) => protect).map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    assert.deepEqual(kept.sort(), [
      "Bucket siem-prod",
      "Bucket siem-prod-access-logs",
      "Bucket siem-prod-reports",
      "Domain siem-prod",
      "Key siem-prod-archive",
      "Key siem-prod-operations",
      "Key siem-prod-search",
    ]);
  });

  it("of a stage in China has no ARN of another partition", async () => {
    const chinese = await runWithMocks(deploy, { stack: "cn", config: stageConfig("dev"), target: beijing });
    assert.match(JSON.stringify(chinese), /"arn:aws-cn:s3:::aws-waf-logs-siem-cn-/);
    assert.doesNotMatch(JSON.stringify(chinese), /arn:aws:/);
  });

  it("of a stage that is not there names those that are", async () => {
    await assert.rejects(
      graph("staging"),
      /There is no stage "staging"; Pulumi\.<stage>\.yaml exists for dev, local, prod\./,
    );
  });

  it("of a stage in a folder that is not there names the folder", async () => {
    await assert.rejects(graph("prod", "/nowhere"), {
      name: "ConfigurationError",
      message: "There is no folder /nowhere",
    });
  });

  it("is refused with the setting that is wrong", async () => {
    const config = { ...stageConfig("dev"), "siem:loaderConcurency": "3" };
    await assert.rejects(
      runWithMocks(deploy, { stack: "dev", config, target: beijing }),
      /Unknown setting siem:loaderConcurency: did you mean siem:loaderConcurrency\?/,
    );
  });
});

describe("The configuration of a stage", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-stage-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is text, as Pulumi hands it over; a key without namespace is the project's own", () => {
    writeFileSync(
      join(folder, "Pulumi.test.yaml"),
      "config:\n  aws:region: eu-west-1\n  retentionDays: 30\n  siem:accounts: ['111122223333']\n  siem:alarmEmail: { secure: abc }\n",
    );
    assert.deepEqual(stageConfig("test", folder), {
      "aws:region": "eu-west-1",
      "siem:retentionDays": "30",
      "siem:accounts": '["111122223333"]',
      "siem:alarmEmail": "[secret]",
    });
  });

  it("may be empty", () => {
    writeFileSync(join(folder, "Pulumi.empty.yaml"), "encryptionsalt: v1:x\n");
    assert.deepEqual(stageConfig("empty", folder), {});
  });
});
