import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ConfigurationError } from "../../functions/shared/errors";
import { newSource } from "../../tools/new-source";

const projectRoot = resolve(__dirname, "../..");

/** A copy of what a log source is built on, with no source in it. */
function emptyProject(): string {
  const root = mkdtempSync(join(tmpdir(), "new-source-"));
  for (const folder of ["components", "functions", "policies", "settings", "tests/controls", "tools"])
    cpSync(join(projectRoot, folder), join(root, folder), { recursive: true });
  for (const file of ["tsconfig.json", "package.json", "settings.ts"])
    cpSync(join(projectRoot, file), join(root, file));
  symlinkSync(join(projectRoot, "node_modules"), join(root, "node_modules"));
  mkdirSync(join(root, "sources"));
  return root;
}

function run(root: string, ...args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  return { status, output: `${stdout}${stderr}` };
}

describe("npm run new-source", () => {
  let root: string;
  before(() => {
    root = emptyProject();
  });
  after(() => rmSync(root, { recursive: true }));

  it("makes a source that compiles, is registered and whose sample passes", async function () {
    this.timeout(120_000);
    const written = await newSource(root, "okta-system");
    assert.deepEqual(written.slice(0, 4), [
      "sources/okta-system/index.ts",
      "sources/okta-system/samples/example.input.json",
      "sources/okta-system/samples/example.expected.json",
      "functions/loader/registry.generated.ts",
    ]);
    assert.match(readFileSync(join(root, "functions/loader/registry.generated.ts"), "utf8"), /= \[oktaSystem\];/);

    const config = { extends: "./tsconfig.json", include: ["sources/**/*.ts"] };
    writeFileSync(join(root, "tsconfig.sources.json"), JSON.stringify(config));
    assert.deepEqual(run(root, "node_modules/typescript/bin/tsc", "-p", "tsconfig.sources.json"), {
      status: 0,
      output: "",
    });
    assert.deepEqual(run(root, "--import", "tsx", "tools/samples.ts", "okta-system"), {
      status: 0,
      output: "okta-system/example: as expected (1 of 1 record)\n",
    });
  });

  it("shows a sample that is not what was expected, and takes it with --write", async function () {
    this.timeout(60_000);
    await newSource(root, "okta-groups");
    writeFileSync(
      join(root, "sources/okta-groups/samples/example.input.json"),
      '{"source":"okta-groups","action":"x"}',
    );
    const samples = ["--import", "tsx", "tools/samples.ts", "okta-groups"];
    assert.match(run(root, ...samples).output, /okta-groups\/example: DIFFERENT .*\n.*--write/);
    assert.equal(run(root, ...samples).status, 1);
    assert.equal(run(root, ...samples, "--write").status, 0);
    assert.equal(run(root, ...samples).status, 0);
  });

  for (const id of [
    "okta",
    "Okta-system",
    "okta_system",
    "-system",
    "okta-",
    "okta--system",
    "../okta-system",
    "1-a",
  ]) {
    it(`refuses the id ${id}, and says what one looks like`, async () => {
      await assert.rejects(newSource(root, id), (error) => {
        assert.ok(error instanceof ConfigurationError);
        assert.match(error.message, /<vendor>-<product>/);
        assert.ok(error.message.includes(`"${id}"`));
        return true;
      });
    });
  }

  it("leaves a source that exists alone", async () => {
    mkdirSync(join(root, "sources/okta-users"));
    await assert.rejects(newSource(root, "okta-users"), /sources\/okta-users exists/);
  });
});
