import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../../components/lambda/bundle";
import { knownSources, loadSourceModules } from "../../../components/lambda/source-modules";
import { sources as builtInSources } from "../../../functions/loader/registry.generated";
import { mergeSources } from "../../../functions/loader/source-modules";
import { ConfigurationError } from "../../../functions/shared/errors";

const example = resolve(__dirname, "../../../docs/examples/acme-door/index.ts");

describe("log sources of a stack's own", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-sources-"));
  after(() => rmSync(folder, { recursive: true }));

  function moduleOf(name: string, code: string): string {
    const path = join(folder, name);
    writeFileSync(path, code);
    return path;
  }

  it("are loaded from modules anywhere", () => {
    const [source] = loadSourceModules([example]);
    assert.equal(source?.id, "acme-door");
    assert.ok(knownSources([example]).ids.includes("acme-door"));
    assert.ok(knownSources([example]).ids.includes("aws-cloudtrail"));
  });

  it("replace or extend the built-in one whose id they have", () => {
    const path = moduleOf(
      "extended.ts",
      `import { extendSource } from "pulumi-aws-siem/source";
       import cloudTrail from "pulumi-aws-siem/sources/aws-cloudtrail";
       export default extendSource(cloudTrail, {
         keys: [{ pattern: /(?:^|\\/)our-trail\\/[^/]+$/ }],
         fields: { "aws.cloudtrail.team": "keyword" },
         adjust: (document) => { document.labels = { team: "blue" }; },
       });`,
    );
    const own = loadSourceModules([path]);
    const merged = mergeSources(builtInSources, own);
    assert.equal(merged.length, builtInSources.length);
    const [extended] = merged;
    assert.equal(extended?.id, "aws-cloudtrail");
    assert.ok(extended?.keys.some(({ pattern }) => pattern.test("a/our-trail/b")));
    assert.equal(extended?.fields["aws.cloudtrail.team"], "keyword");
    const value = {
      eventVersion: "1.11",
      eventName: "GetUser",
      eventSource: "iam.amazonaws.com",
      eventTime: "2026-01-02T03:04:05Z",
    };
    const mapped = extended?.open({ bucket: "b", key: "k" })({ ordinal: 0, offset: 0, value });
    assert.ok(mapped?.kind === "event");
    assert.deepEqual(mapped.document.labels, { team: "blue" });
    assert.equal(mapped.document.event?.action, "GetUser");
  });

  it("are in the function's bundle, with the rules and filters", () => {
    const plain = bundleFunction("loader");
    const own = bundleFunction("loader", {
      sourceModules: [example],
      values: { rules: [{ prefix: "gateway/", source: "acme-door" }] },
    });
    assert.notEqual(own.zipPath, plain.zipPath);
    assert.notEqual(own.sha256, plain.sha256);
    const code = Buffer.from(unzipSync(readFileSync(own.zipPath))["index.js"] ?? []).toString();
    assert.ok(code.includes("ACME door controllers") && code.includes("gateway/"));
    assert.ok(!code.includes(resolve(__dirname, "../../..")), "the bundle holds a path of this machine");
  });

  for (const [what, code, message] of [
    ["exports no source", "export const a = 1;", /exports no log source: it needs `export default defineSource/],
    ["cannot be built", "export default {", /cannot be loaded: Build failed/],
    ["cannot be run", 'throw new Error("no such host"); export default 1;', /cannot be loaded: no such host/],
    [
      "breaks the contract",
      `import { defineSource } from "pulumi-aws-siem/source";
       export default defineSource({ id: "a-b", title: "", documentation: "", module: "a", dataset: "a.b", indexPeriod: "day",
         delivery: "", format: "json", keys: [{ pattern: /x/ }], recognises: () => false, open: () => () => ({ kind: "header" }), fields: {} });`,
      /must start with/,
    ],
  ] as const) {
    it(`are refused where a module ${what}`, () => {
      const path = moduleOf(`${what.replaceAll(" ", "-")}.ts`, code);
      assert.throws(
        () => loadSourceModules([path]),
        (error) => {
          assert.ok(error instanceof ConfigurationError);
          assert.match(error.message, message);
          assert.ok(error.message.includes(path));
          return true;
        },
      );
    });
  }

  it("are refused where two write to the same indices", () => {
    const [source] = loadSourceModules([example]);
    assert.ok(source !== undefined);
    assert.throws(() => mergeSources(builtInSources, [source, source]), /two sources of the stack's own have the id/);
    const twin = { ...source, dataset: "aws.cloudtrail" };
    assert.throws(() => mergeSources(builtInSources, [twin]), /have the same dataset, aws\.cloudtrail/);
  });
});
