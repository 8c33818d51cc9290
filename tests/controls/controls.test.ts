import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { graph } from "../../cli/graph";
import { StageGraph } from "./control";
import { actionsOnEverything, actionsWithoutResource } from "./identity";
import { controlGroups } from "./index";

const stages = ["dev", "prod"];
const graphs = new Map<string, StageGraph>();

describe("the controls", function () {
  this.timeout(120_000);
  before(async () => {
    for (const stage of stages) graphs.set(stage, new StageGraph(await graph(stage)));
  });

  const graphOf = (stage: string): StageGraph => graphs.get(stage) ?? assert.fail(`no graph of ${stage}`);

  it("are 97, each once", () => {
    const numbers = Object.values(controlGroups).flatMap((controls) => controls.map(({ number }) => number));
    assert.deepEqual(
      numbers.toSorted((a, b) => a - b),
      Array.from({ length: 97 }, (_, index) => index + 1),
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
