import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type GraphResource, graph, runWithMocks } from "../../../cli/graph";
import { stageConfig, stages } from "../../../cli/stage-config";
import { ConfigurationError } from "../../../functions/shared/errors";
import deploy from "../../../index";
import { definitions } from "../../../settings";
import { rolesOfAnySource } from "../../controls/trusted-services";
import { tooLarge } from "../../support/policy-sizes";
import { ireland, Registered } from "../support";
import { difference, listPath, resourceList, reviewedList } from "./lists";
import { combinations, type Variation, variations } from "./settings";

/** `REVIEW=1 npx mocha tests/components/stages/stages.test.ts` writes the lists; read their difference before it is committed. */
const isReviewed = process.env.REVIEW !== "1";

function assertReviewed(name: string, actual: string): void {
  if (!isReviewed) writeFileSync(listPath(name), actual);
  assert.equal(
    actual,
    reviewedList(name),
    `tests/components/stages/${name}.txt: if that is meant, write it with REVIEW=1`,
  );
}

const examples = join(__dirname, "../../../examples");
const exampleNames = readdirSync(examples, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

const withSettings = (settings: Variation): Promise<GraphResource[]> => {
  const set = Object.entries(settings).map(([key, value]) => [`siem:${key}`, value]);
  const config = { ...stageConfig("dev"), ...(Object.fromEntries(set) as Record<string, string>) };
  return runWithMocks(deploy, { stack: "dev", config, target: ireland });
};

describe("the preview of a stage", function () {
  this.timeout(120_000);

  for (const stage of stages()) {
    it(`has just these resources: ${stage}`, async () => {
      assertReviewed(stage, resourceList(await graph(stage)));
    });
  }

  for (const name of exampleNames) {
    it(`has just these resources: the example ${name}`, async () => {
      assertReviewed(`example-${name}`, resourceList(await graph("prod", join(examples, name))));
    });
  }

  const inputs: Readonly<
    Record<string, readonly (readonly [type: string, name: string, input: string, value: unknown])[]>
  > = {
    dev: [
      ["s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "siem-dev", "rules.0.expiration.days", 90],
      ["sqs/queue:Queue", "siem-dev-objects", "visibilityTimeoutSeconds", 6 * 300 + 2],
      ["lambda/function:Function", "siem-dev-loader", "reservedConcurrentExecutions", 2],
      ["opensearch/domain:Domain", "siem-dev", "ebsOptions.volumeSize", 10],
    ],
    prod: [
      ["s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "siem-prod", "rules.0.expiration.days", 2557],
      ["lambda/function:Function", "siem-prod-loader", "reservedConcurrentExecutions", 20],
      ["lambda/function:Function", "siem-prod-loader", "environment.variables.RETENTION_DAYS", "90"],
      ["opensearch/domain:Domain", "siem-prod", "ebsOptions.volumeSize", 500],
      ["opensearch/domain:Domain", "siem-prod", "clusterConfig.multiAzWithStandbyEnabled", true],
      ["cloudwatch/metricAlarm:MetricAlarm", "siem-prod-free-storage", "threshold", (500 * 1024) / 4],
    ],
    local: [
      ["opensearch/domain:Domain", "siem-local", "vpcOptions", undefined],
      ["lambda/function:Function", "siem-local-loader", "timeout", 60],
    ],
  };
  for (const [stage, rows] of Object.entries(inputs)) {
    it(`has the inputs that matter: ${stage}`, async () => {
      const registered = new Registered(await graph(stage));
      for (const [type, name, input, value] of rows) {
        const found = input
          .split(".")
          .reduce<unknown>(
            (part, key) => (part as Record<string, unknown> | undefined)?.[key],
            registered.one(type, name).inputs,
          );
        assert.deepEqual(found, value, `${name} ${input}`);
      }
    });
  }
});

function impossible(error: unknown): undefined {
  if (!(error instanceof ConfigurationError)) throw error;
}

describe("each setting", function () {
  this.timeout(300_000);
  let dev: GraphResource[];
  let lists: string[];
  before(async () => {
    dev = await withSettings({});
    lists = [];
  });

  it("has another value in a test", () => {
    assert.deepEqual(Object.keys(variations).sort(), Object.keys(definitions).sort());
    for (const [setting, variation] of Object.entries(variations)) assert.ok(setting in variation, setting);
  });

  for (const [setting, variation] of Object.entries(variations)) {
    it(`changes the stage: ${setting}`, async () => {
      const { [setting as keyof typeof definitions]: _, ...others } = variation;
      // What it changes by itself, where the others that it needs are possible without it.
      const before = Object.keys(others).length === 0 ? dev : await withSettings(others).catch(impossible);
      const varied = await withSettings(variation);
      const changes = difference(before ?? dev, varied);
      assert.deepEqual([...tooLarge(varied), ...rolesOfAnySource(varied)], []);
      assert.ok(changes.length > 0, `${JSON.stringify(variation)} changes nothing`);
      const values = Object.entries(variation).map(([key, value]) => `${key}=${value}`);
      lists.push(`${values.join(" ")}\n${changes.map((change) => `  ${change}\n`).join("")}`);
    });
  }

  // Their options, among others, are in no list of variations.
  for (const [what, combination] of Object.entries(combinations)) {
    it(`changes the stage with others: ${what}`, async () => {
      const combined = await withSettings(combination);
      const changes = difference(dev, combined);
      assert.deepEqual([...tooLarge(combined), ...rolesOfAnySource(combined)], []);
      assert.ok(changes.length > 0, "it changes nothing");
      lists.push(`${what}\n${changes.map((change) => `  ${change}\n`).join("")}`);
    });
  }

  it("changes just these resources", () => {
    assertReviewed("settings", lists.join("\n"));
  });
});
