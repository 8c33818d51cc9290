import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { unzipSync } from "fflate";
import { bundleEntryPoint, bundleFunction } from "../../../components/lambda/bundle";

const root = resolve(__dirname, "../../..");

describe("A function's bundle", () => {
  let folder: string;
  let entryPoint: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-bundle-"));
    entryPoint = join(folder, "handler.ts");
    writeFileSync(entryPoint, 'import { hostname } from "node:os";\nexport const handler = async () => hostname();\n');
    writeFileSync(join(folder, "z.txt"), "last");
    writeFileSync(join(folder, "a.txt"), "first");
  });
  after(() => rmSync(folder, { recursive: true }));

  const bundle = (name: string) =>
    bundleEntryPoint(name, entryPoint, { "z.txt": join(folder, "z.txt"), "a.txt": join(folder, "a.txt") });

  it("is the same to the byte whenever, wherever and in whatever time zone it is made", () => {
    const copy = mkdtempSync(join(tmpdir(), "siem-bundle-elsewhere-"));
    for (const file of ["handler.ts", "a.txt", "z.txt"]) {
      copyFileSync(join(folder, file), join(copy, file));
      utimesSync(join(copy, file), new Date(0), new Date(0));
    }
    const script = `
      const { bundleEntryPoint } = require("./components/lambda/bundle");
      const { zipPath } = bundleEntryPoint("bundle-test-elsewhere", ${JSON.stringify(join(copy, "handler.ts"))}, {
        "a.txt": ${JSON.stringify(join(copy, "a.txt"))},
        "z.txt": ${JSON.stringify(join(copy, "z.txt"))},
      });
      process.stdout.write(zipPath);`;
    const { zipPath, sha256 } = bundle("bundle-test");
    for (const TZ of ["Pacific/Auckland", "America/Anchorage"]) {
      const { stdout, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", "--eval", script], {
        cwd: root,
        env: { ...process.env, TZ },
        encoding: "utf8",
      });
      assert.notEqual(stdout, "", stderr);
      assert.deepEqual(readFileSync(stdout), readFileSync(zipPath));
    }
    assert.equal(sha256, createHash("sha256").update(readFileSync(zipPath)).digest("hex"));
    rmSync(copy, { recursive: true });
  });

  it("changes with what is in it", () => {
    const { sha256 } = bundle("bundle-test");
    writeFileSync(join(folder, "z.txt"), "lost");
    assert.notEqual(bundle("bundle-test").sha256, sha256);
    writeFileSync(join(folder, "z.txt"), "last");
    assert.equal(bundle("bundle-test").sha256, sha256);
    const code = readFileSync(entryPoint, "utf8");
    writeFileSync(entryPoint, code.replace("hostname();", "hostname().trim();"));
    assert.notEqual(bundle("bundle-test").sha256, sha256);
    writeFileSync(entryPoint, code);
    assert.equal(bundle("bundle-test").sha256, sha256);
  });

  it("is built anew when a file that it is made of changes, and only then", () => {
    const part = join(folder, "part.ts");
    const whole = join(folder, "whole.ts");
    writeFileSync(part, "export const answer = 1;\n");
    writeFileSync(whole, 'import { answer } from "./part";\nexport const handler = async () => answer;\n');
    const once = () => bundleEntryPoint("bundle-test-parts", whole).sha256;
    const first = once();
    assert.equal(once(), first);
    writeFileSync(part, "export const answer = 22;\n");
    assert.notEqual(once(), first);
    rmSync(part);
    assert.throws(once, /part/);
  });

  it("holds a CommonJS index.js that exports the handler, and the files beside it", async () => {
    const files = unzipSync(readFileSync(bundle("bundle-test").zipPath));
    assert.deepEqual(Object.keys(files), ["a.txt", "index.js", "z.txt"]);
    assert.equal(Buffer.from(files["a.txt"]!).toString(), "first");
    const unpacked = join(folder, "index.js");
    writeFileSync(unpacked, files["index.js"]!);
    const { handler } = require(unpacked) as { handler: () => Promise<string> };
    assert.equal(await handler(), hostname());
  });

  it("of the loader ships the country database beside the code", function () {
    this.timeout(60_000);
    const files = unzipSync(readFileSync(bundleFunction("loader").zipPath));
    assert.deepEqual(Object.keys(files), ["country.mmdb", "index.js"]);
    assert.ok(files["country.mmdb"]!.length > 1_000_000);
    assert.match(Buffer.from(files["index.js"]!).toString(), /handler/);
  });

  it("cannot be made of code that is not there", () => {
    assert.throws(() => bundleEntryPoint("bundle-test", join(folder, "missing.ts")), /Could not resolve/);
  });
});
