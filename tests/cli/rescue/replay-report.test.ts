import assert from "node:assert/strict";
import { ReplayReport } from "../../../cli/rescue/replay-report";
import { running } from "../running";

describe("the report of a replay", () => {
  it("prints a few lines about single objects, and all that is said of the whole", async () => {
    const { err } = await running(() => {
      const report = new ReplayReport(true);
      for (let number = 0; number < 25; number += 1) report.object(`s3://archive/${number}`, "missing");
      report.say(`Before it failed: ${report.summary}`);
      report.end();
      return Promise.resolve(report.exitCode);
    });
    assert.equal(err.match(/^s3:\/\//gm)?.length, 20);
    assert.match(err, /^Before it failed: 0 objects would be handed to the loader, 25 not/m);
    assert.match(err, /^\.\.\. and 5 more such lines$/m);
  });
});
