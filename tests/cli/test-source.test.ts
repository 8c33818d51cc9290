import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { testSources } from "../../cli/test-source";

const example = resolve(__dirname, "../../docs/examples/acme-door");

describe("siem test-source", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-test-source-"));
  after(() => rmSync(folder, { recursive: true }));

  async function run(paths: string[], options = {}): Promise<{ code: number; output: string }> {
    const lines: string[] = [];
    const original = console.log;
    console.log = (line: unknown) => lines.push(String(line));
    try {
      return { code: await testSources(paths, options), output: lines.join("\n") };
    } finally {
      console.log = original;
    }
  }

  it("passes the example of the documentation, by its folder or its module", async () => {
    for (const path of [example, join(example, "index.ts")]) {
      const { code, output } = await run([path]);
      assert.equal(code, 0, output);
      assert.match(output, /acme-door\/granted-and-refused: .*as expected.* \(3 of 3 records\)/);
    }
  });

  it("says where a sample differs, writes it when asked, and finds fields that are declared nowhere", async () => {
    const copy = join(folder, "door");
    cpSync(example, copy, { recursive: true });
    const module = join(copy, "index.ts");
    writeFileSync(module, readFileSync(module, "utf8").replace("id: door,", "id: door, floor: 3,"));
    const { code, output } = await run([copy]);
    assert.equal(code, 1);
    assert.match(output, /documents\.0\.acme\.door\.floor: expected undefined, but it is 3/);
    assert.match(output, /document 1: acme\.door\.floor is no ECS field and not declared/);
    await run([copy], { write: true });
    const again = await run([copy]);
    assert.ok(!again.output.includes("expected undefined"));
    assert.equal(again.code, 1, "the field is still not declared");
  });

  it("says what is missing", async () => {
    await assert.rejects(run([join(folder, "nowhere")]), /there is no .*nowhere/);
    writeFileSync(join(folder, "alone.ts"), readFileSync(join(example, "index.ts")));
    await assert.rejects(run([join(folder, "alone.ts")]), /a sample is <case>\.input\.<ext>/);
  });
});
