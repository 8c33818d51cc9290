import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { generate } from "../../tools/generate";
import { sourceRegistry } from "../../tools/generators/source-registry";

describe("generated files", function () {
  // The schema of components is inferred by the TypeScript compiler, from all that they import.
  this.timeout(120_000);
  it("of this project are up to date", async () => {
    assert.deepEqual(await generate(resolve(__dirname, "../.."), { check: true }), []);
  });
});

describe("registry of log sources", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "generate-"));
    for (const id of ["b-two-words", "a-one"]) {
      mkdirSync(join(root, "sources", id), { recursive: true });
      writeFileSync(join(root, "sources", id, "index.ts"), "");
    }
    mkdirSync(join(root, "sources", "c-no-index"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("lists the folders that have an index, sorted", () => {
    const registry = sourceRegistry(root);
    assert.match(
      registry,
      /import aOne from "..\/..\/sources\/a-one";\nimport bTwoWords from "..\/..\/sources\/b-two-words";/,
    );
    assert.match(registry, /sources: readonly LogSource\[\] = \[aOne, bTwoWords\];/);
    assert.ok(!registry.includes("c-no-index"));
  });
});

describe("npm run generate", () => {
  it("writes what is stale, and with --check only names it", async () => {
    const root = mkdtempSync(join(tmpdir(), "generate-"));
    try {
      const files = ["same", "stale", "missing"].map((path) => ({ path, content: () => `${path} wanted` }));
      writeFileSync(join(root, "same"), "same wanted");
      writeFileSync(join(root, "stale"), "stale as it was");
      assert.deepEqual(await generate(root, { check: true, files }), ["stale", "missing"]);
      assert.equal(readFileSync(join(root, "stale"), "utf8"), "stale as it was");
      assert.deepEqual(await generate(root, { files }), ["stale", "missing"]);
      assert.equal(readFileSync(join(root, "missing"), "utf8"), "missing wanted");
      assert.deepEqual(await generate(root, { check: true, files }), []);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
