import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { graph, runWithMocks } from "../../cli/graph";
import { stageConfig } from "../../cli/stage-config";
import deploy from "../../index";
import { variations } from "../components/stages/settings";
import { ireland } from "../components/support";
import { StageGraph } from "./control";
import { actionsOnEverything, actionsWithoutResource } from "./identity";
import { controlGroups } from "./index";

const stages = ["dev", "prod", "organization", "options"];
/** What a stack of prod's settings is also looked at with. */
const prodWith: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  organization: { organization: JSON.parse(variations.organization.organization ?? "") },
  options: {
    accessPoints: [
      { name: "shop", roleArns: ["arn:aws:iam::111122223333:role/shop"], prefixes: ["AWSLogs/"] },
      { name: "masked", roleArns: ["arn:aws:iam::111122223333:role/analyst"], prefixes: ["AWSLogs/"], redaction: {} },
    ],
    replica: {
      bucketArn: "arn:aws:s3:::copy",
      region: "eu-central-1",
      keyArn: "arn:aws:kms:eu-central-1:444455556666:key/11111111-2222-4333-8444-555555555555",
      accountId: "444455556666",
    },
    modelStorage: true,
    modelWriterRoleArns: ["arn:aws:iam::111122223333:role/models"],
    searchSnapshots: true,
  },
  serverless: { searchEngine: "serverless" },
};
const graphs = new Map<string, StageGraph>();

describe("the controls", function () {
  this.timeout(120_000);
  before(async () => {
    for (const stage of ["dev", "prod"]) graphs.set(stage, new StageGraph(await graph(stage)));
    for (const [stage, settings] of Object.entries(prodWith)) {
      const set = Object.entries(settings).map(([key, value]) => [
        `siem:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]);
      const prod = Object.entries(stageConfig("prod"));
      // A collection has no nodes to set.
      const kept = stage === "serverless" ? prod.filter(([key]) => !/^siem:search[A-Z]/.test(key)) : prod;
      const config = Object.fromEntries([...kept, ...set]) as Record<string, string>;
      graphs.set(stage, new StageGraph(await runWithMocks(deploy, { stack: "prod", config, target: ireland })));
    }
  });

  const graphOf = (stage: string): StageGraph => graphs.get(stage) ?? assert.fail(`no graph of ${stage}`);

  it("are 100, each once", () => {
    const numbers = Object.values(controlGroups).flatMap((controls) => controls.map(({ number }) => number));
    assert.deepEqual(
      numbers.toSorted((a, b) => a - b),
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
  });

  for (const [group, controls] of Object.entries(controlGroups)) {
    describe(group, () => {
      for (const control of controls) {
        const title = `${control.number}: ${control.resource} ${control.setting}`;
        if (!("check" in control)) continue;
        const { check, broken, where, stages: meant = stages } = control;
        it(title, () => {
          for (const stage of meant) {
            assert.deepEqual(check(graphOf(stage)), [], stage);
            assert.notDeepEqual(check(broken(graphOf(stage))), [], `${stage}: a stage that breaks it is not noticed`);
          }
          for (const path of where.match(/\b[\w-]+\/[\w/-]+\.ts\b/g) ?? assert.fail(`${where} names no file`)) {
            assert.ok(existsSync(resolve(__dirname, "../..", path)), `there is no ${path}`);
          }
        });
      }
    });
  }

  it("leave the resource * to actions for which AWS has no other, each with its reason", () => {
    const used = new Set(stages.flatMap((stage) => actionsOnEverything(graphOf(stage))));
    assert.deepEqual([...used].sort(), Object.keys(actionsWithoutResource).sort());
  });
});
