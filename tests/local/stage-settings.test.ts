import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStage } from "../../local/stage";

describe("the settings of a stage", () => {
  let projectFolder: string;
  beforeEach(() => {
    projectFolder = mkdtempSync(join(tmpdir(), "siem-settings-"));
  });
  afterEach(() => rmSync(projectFolder, { recursive: true, force: true }));

  const wrong: readonly [string, string, RegExp][] = [
    ["a region that AWS does not have", "config:\n  aws:region: mars\n", /aws:region is "mars"; allowed: af-south-1, /],
    ["four zones", "config:\n  siem:searchZones: 4\n", /siem:searchZones is "4"; allowed: 1, 2, 3/],
    [
      "nodes that its zones cannot share",
      "config:\n  siem:searchZones: 2\n  siem:searchInstanceCount: 1\n",
      /siem:searchInstanceCount is 1; with 2 zones \(siem:searchZones\)/,
    ],
    ["a setting that there is not", "config:\n  siem:retention: 3\n", /Unknown setting siem:retention/],
    ["what is no YAML", "config: [\n", /Pulumi\.local\.yaml is no YAML/],
  ];
  for (const [name, text, message] of wrong) {
    it(`are refused before anything is started: ${name}`, async () => {
      writeFileSync(join(projectFolder, "Pulumi.local.yaml"), text);
      const stateFolder = join(projectFolder, "state");
      const starting = startStage({ projectFolder, stateFolder, progress: assert.fail });
      await assert.rejects(starting, { name: "ConfigurationError", message });
      assert.equal(existsSync(stateFolder), false);
    });
  }
});
