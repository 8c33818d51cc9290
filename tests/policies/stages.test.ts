import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type GraphResource, graph } from "../../cli/graph";
import { stages } from "../../cli/stage-config";
import type { Finding } from "../../policies/check-graph";
import { judge } from "../../policies/judge";
import { presetNames } from "../../policies/presets";
import { readConfigurationFile } from "../../policies/read-configuration";

const configuration = readConfigurationFile(join(__dirname, "../../siem-policies.yaml"));
const inWords = ({ outcome, policy, resource, message }: Finding) =>
  `${outcome} ${policy.id}: ${resource.name} ${message}`;
const findings = (resources: readonly GraphResource[]) => judge(resources, configuration).findings.map(inWords);

describe("the resources of each stage", function () {
  this.timeout(120_000);
  let dev: readonly GraphResource[];

  for (const stage of stages()) {
    it(`satisfy every preset, but for what is explained: ${stage}`, async () => {
      const resources = await graph(stage);
      if (stage === "dev") dev = resources;
      for (const preset of presetNames) {
        assert.deepEqual(judge(resources, { ...configuration, preset }).findings.map(inWords), [], preset);
      }
    });
  }

  const examples = join(__dirname, "../../examples");
  for (const entry of readdirSync(examples, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    it(`satisfy siem-strict, but for what is explained: the example ${entry.name}`, async () => {
      const folder = join(examples, entry.name);
      const own = readConfigurationFile(join(folder, "siem-policies.yaml"));
      assert.equal(own.preset, "siem-strict");
      assert.deepEqual(judge(await graph("prod", folder), own).findings.map(inWords), []);
    });
  }

  const settings: Readonly<Record<string, readonly string[]>> = {
    BucketVersioning: ["s3-versioning"],
    BucketPublicAccessBlock: ["s3-public-access-block"],
    BucketOwnershipControls: ["s3-ownership-enforced"],
    // Without its statements nobody knows that the bucket is for logs, so the exemptions of log buckets are unused.
    BucketPolicy: ["s3-tls-1-2", "s3-tls-only"],
    BucketServerSideEncryptionConfiguration: ["s3-encryption-cmk"],
    BucketLifecycleConfiguration: ["s3-abort-multipart", "s3-lifecycle"],
    QueuePolicy: ["s3-notification-target-policy-first", "sqs-tls-only"],
    DefaultSecurityGroup: ["vpc-default-sg"],
    FlowLog: ["vpc-flow-logs"],
    LogResourcePolicy: ["os-log-resource-policy-present"],
    MetricAlarm: ["siem-required-alarms"],
  };
  for (const [type, policies] of Object.entries(settings)) {
    it(`would be found wrong without ${type}`, () => {
      const without = judge(
        dev.filter((resource) => !resource.type.endsWith(`:${type}`)),
        configuration,
      ).findings.filter(({ policy }) => policy.service !== "exemptions");
      assert.deepEqual([...new Set(without.map(({ policy }) => policy.id))].sort(), policies, "policies");
      assert.ok(
        without.every(({ outcome }) => outcome === "violation"),
        without.map(inWords).join("\n"),
      );
    });
  }

  it("say which queue a dead-letter queue is for", () => {
    assert.deepEqual(findings(dev.filter(({ type }) => !type.endsWith(":RedriveAllowPolicy"))), [
      "violation sqs-redrive-allow: siem-dev-objects-dead-letters takes dead letters of any queue of the account",
    ]);
  });
});
