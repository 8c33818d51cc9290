import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const projectRoot = resolve(__dirname, "../..");
const howTo = join(projectRoot, "docs/adding-a-source.md");
const text = readFileSync(howTo, "utf8");

describe("docs/adding-a-source.md", () => {
  it("names only scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as { scripts: object };
    const named = [...text.matchAll(/npm run ([a-z:-]+)/g)].map(([, script]) => script);
    assert.ok(named.length > 0);
    for (const script of named) assert.ok(Object.hasOwn(scripts, script ?? ""), `npm run ${script}`);
  });

  it("links only to files that exist", () => {
    const links = [...text.matchAll(/\]\((\.\.?\/[^)]+)\)/g)].map(([, link]) => link ?? "");
    assert.ok(links.length > 0);
    for (const link of links) assert.ok(existsSync(join(dirname(howTo), link)), link);
  });
});
