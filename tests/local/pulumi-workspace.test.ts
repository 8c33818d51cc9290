import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { restoreCheckpoint } from "../../local/pulumi-workspace";

describe("the checkpoint of a deployment", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-checkpoint-"));
    file = join(folder, "local.json");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("that was cut by a killed engine is replaced by the one before", () => {
    writeFileSync(file, '{"version":3,"checkp');
    writeFileSync(`${file}.bak`, '{"version":3}');
    restoreCheckpoint(file);
    assert.equal(readFileSync(file, "utf8"), '{"version":3}');
  });

  it("that was cut and has none before it is removed: nothing was recorded yet", () => {
    writeFileSync(file, "");
    restoreCheckpoint(file);
    assert.equal(existsSync(file), false);
  });

  it("loses attributes that were cut, which its store can do without", () => {
    writeFileSync(file, "{}");
    writeFileSync(`${file}.attrs`, "");
    writeFileSync(`${file}.bak.attrs`, '{"user.');
    restoreCheckpoint(file);
    assert.deepEqual(readdirSync(folder), ["local.json"]);
  });

  it("that is whole stays as it is, and a missing one stays missing", () => {
    restoreCheckpoint(file);
    assert.equal(existsSync(file), false);
    writeFileSync(file, '{"version":3,"new":true}');
    writeFileSync(`${file}.bak`, '{"version":3}');
    restoreCheckpoint(file);
    assert.equal(readFileSync(file, "utf8"), '{"version":3,"new":true}');
  });
});
