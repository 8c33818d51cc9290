import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { policies } from "../../policies/registry.generated";
import { InstalledPack, type SentResource } from "./pack-process";

// How the engine stands for a text that is unknown during a preview.
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const bucketType = "aws:s3/bucket:Bucket";
const bucketUrn = urn(bucketType, "archive");
const versioningType = "aws:s3/bucketVersioning:BucketVersioning";
const blockType = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const queueType = "aws:sqs/queue:Queue";

/** Talks to the pack as the Pulumi engine does: started by Pulumi's own program, over the address that it prints. */
describe("the policy pack, installed alone and served", function () {
  this.timeout(120_000);
  let pack: InstalledPack;
  before(() => {
    pack = new InstalledPack();
  });
  afterEach(() => pack.stop());
  after(() => pack.remove());

  it("tells the engine about every policy, with its level, fix and parameters", async () => {
    await pack.start();
    const info = await pack.info();
    assert.equal(info.getName(), "pulumi-aws-siem");
    assert.equal(info.getSupportsconfig(), true);
    const told = info.getPoliciesList().filter((policy) => !/^siem-(?:inputs|exemptions)$/.test(policy.getName()));
    const levels = {
      mandatory: EnforcementLevel.MANDATORY,
      advisory: EnforcementLevel.ADVISORY,
      disabled: EnforcementLevel.DISABLED,
    };
    assert.deepEqual(
      told.map((policy) => [policy.getName(), policy.getEnforcementlevel(), policy.getDisplayname()]),
      policies.map(({ id, severity, title }) => [id, levels[severity], title]),
    );
    const retention = told.find((policy) => policy.getName() === "cw-log-retention");
    assert.deepEqual(Object.keys(retention?.getConfigschema()?.getProperties()?.toJavaScript() ?? {}), [
      "minimumLogRetentionDays",
    ]);
  });

  it("refuses a resource before it is made, and judges it by its own word only", async () => {
    await pack.start();
    const found = await pack.analyze({ type: queueType, urn: urn(queueType, "logs"), props: { name: "logs" } });
    assert.deepEqual(found, [
      `mandatory sqs-encrypted ${urn(queueType, "logs")}: logs: names neither a KMS key nor SQS's own encryption. ${policies.find(({ id }) => id === "sqs-encrypted")!.fix}`,
    ]);
  });

  it("says of a preview what cannot be decided yet, and neither stops it nor is silent", async () => {
    await pack.start();
    const type = "aws:s3/bucketPolicy:BucketPolicy";
    const found = await pack.analyze({
      type,
      urn: urn(type, "p"),
      props: { bucket: unknownText, policy: unknownText },
    });
    assert.ok(found.length > 0, "silence");
    for (const line of found)
      assert.match(line, /^advisory [\w-]+ urn:.*: p: cannot be decided yet: policy of p is not known/);
  });

  it("judges a stack by what its resources are made from, though names are unknown", async () => {
    await pack.start();
    const found = await pack.analyzeStack([
      { type: bucketType, urn: bucketUrn, props: { id: unknownText, arn: unknownText } },
      {
        type: versioningType,
        urn: urn(versioningType, "versioning"),
        props: { bucket: unknownText, versioningConfiguration: { status: "Suspended" } },
        madeFrom: { bucket: bucketUrn },
      },
    ]);
    assert.ok(
      found.some((line) =>
        line.startsWith(`mandatory s3-versioning ${bucketUrn}: archive: its BucketVersioning versioning is Suspended`),
      ),
      found.join("\n"),
    );
    assert.ok(
      found.some((line) => line.startsWith("mandatory s3-public-access-block ")),
      found.join("\n"),
    );
  });

  it("takes what AWS says of a bucket after the deployment for nothing that the program says", async () => {
    await pack.start();
    const bucket = { type: bucketType, urn: bucketUrn, props: { bucket: "archive-8f5d1f3" } };
    const block: SentResource = {
      type: blockType,
      urn: urn(blockType, "block"),
      props: {
        bucket: "archive-8f5d1f3",
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    };
    for (const resource of [bucket, block]) await pack.analyze(resource);
    const outputs = {
      ...bucket.props,
      id: "archive-8f5d1f3",
      arn: "arn:aws:s3:::archive-8f5d1f3",
      versioning: { enabled: false },
    };
    const found = await pack.analyzeStack([{ ...bucket, props: outputs }, block]);
    assert.ok(
      found.some((line) => line.startsWith(`mandatory s3-versioning ${bucketUrn}: archive: has no BucketVersioning`)),
      found.join("\n"),
    );
    assert.ok(!found.some((line) => line.includes("s3-public-access-block")), found.join("\n"));
  });

  it("answers for each stack anew", async () => {
    await pack.start();
    const versioned = (status: string): SentResource[] => [
      { type: bucketType, urn: bucketUrn, props: { id: "archive", bucket: "archive" } },
      {
        type: versioningType,
        urn: urn(versioningType, "v"),
        props: { bucket: "archive", versioningConfiguration: { status } },
      },
    ];
    const ofVersioning = async (status: string) =>
      (await pack.analyzeStack(versioned(status))).filter((line) => line.includes(" s3-versioning ")).length;
    assert.deepEqual(
      [await ofVersioning("Suspended"), await ofVersioning("Enabled"), await ofVersioning("Suspended")],
      [1, 0, 1],
    );
  });

  it("lets the engine enable a policy, set its level and its parameters", async () => {
    await pack.start();
    await pack.configure({
      "tags-required": { level: EnforcementLevel.MANDATORY, properties: { requiredTags: ["owner"] } },
      "sqs-encrypted": { level: EnforcementLevel.DISABLED },
    });
    const found = await pack.analyze({ type: queueType, urn: urn(queueType, "logs"), props: {} });
    assert.deepEqual(
      found.map((line) => line.split(" ").slice(0, 2).join(" ")),
      ["mandatory tags-required"],
    );
  });

  it("reads a configuration file beside it: preset, exemptions and what is wrong with those", async () => {
    const exemption = (resources: string) => ({
      policies: ["sqs-encrypted", "sqs-tls-only"],
      resources: [resources],
      reason: "a test",
      owner: "tests",
      expires: "2099-12-31",
    });
    writeFileSync(
      join(pack.folder, "siem-policies.yaml"),
      JSON.stringify({ preset: "siem-strict", exemptions: [exemption("logs"), exemption("gone")] }),
    );
    await pack.start();
    const logs: SentResource = { type: queueType, urn: urn(queueType, "logs"), props: {} };
    const strict = (await pack.analyze(logs)).map((line) => line.split(" ").slice(0, 2).join(" "));
    assert.deepEqual(strict, []);
    const found = await pack.analyzeStack([logs]);
    assert.ok(
      found.some((line) => line.startsWith("mandatory siem-exemptions ") && line.includes("exemption 2 ")),
      found.join("\n"),
    );
    assert.ok(
      !found.some((line) => line.includes("exemption 1 ") || line.startsWith("mandatory sqs-tls-only ")),
      found.join("\n"),
    );
  });

  it("remediates what can be safely, where it is asked to, and leaves unknown values alone", async () => {
    writeFileSync(join(pack.folder, "siem-policies.yaml"), "remediate: true\n");
    await pack.start();
    const remediated = (type: string, props: object) =>
      pack.remediate({ type, urn: urn(type, "it"), props: props as Record<string, unknown> });
    assert.deepEqual(await remediated(queueType, { name: "logs" }), {
      "sqs-encrypted": { name: "logs", sqsManagedSseEnabled: true },
    });
    assert.deepEqual(await remediated(blockType, { bucket: unknownText, blockPublicAcls: true }), {
      "s3-public-access-block": {
        bucket: unknownText,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    });
    assert.deepEqual(await remediated(blockType, { bucket: "a", blockPublicAcls: unknownText }), {});
    assert.deepEqual(await remediated("aws:kms/key:Key", { description: "a" }), {
      "kms-rotation": { description: "a", enableKeyRotation: true },
    });
    assert.deepEqual(await remediated("aws:kms/key:Key", { enableKeyRotation: true }), {});
  });
});
