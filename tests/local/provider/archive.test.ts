import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { strFromU8, unzipSync } from "fflate";
import { zipOf } from "../../../local/provider/archive";

const asset = (members: object) => ({ [rpc.specialSigKey]: rpc.specialAssetSig, ...members });
const archive = (members: object) => ({ [rpc.specialSigKey]: rpc.specialArchiveSig, ...members });

function contents(zip: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

describe("the code of a function", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-archive-"));
    mkdirSync(join(folder, "code", "lib"), { recursive: true });
    writeFileSync(join(folder, "code", "index.js"), "main");
    writeFileSync(join(folder, "code", "lib", "a.js"), "a");
    writeFileSync(join(folder, "ready.zip"), "any bytes");
    writeFileSync(join(folder, "code.tar"), "any bytes");
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is taken byte for byte from a .zip file", () => {
    assert.equal(zipOf(archive({ path: join(folder, "ready.zip") })).toString(), "any bytes");
  });

  it("is packed from a folder", () => {
    assert.deepEqual(contents(zipOf(archive({ path: join(folder, "code") }))), { "index.js": "main", "lib/a.js": "a" });
  });

  it("is packed from assets and archives in archives", () => {
    const assets = {
      "b.txt": asset({ text: "text" }),
      "a.js": asset({ path: join(folder, "code", "index.js") }),
      sub: archive({ path: join(folder, "code") }),
    };
    const expected = { "a.js": "main", "b.txt": "text", "sub/index.js": "main", "sub/lib/a.js": "a" };
    assert.deepEqual(contents(zipOf(archive({ assets }))), expected);
  });

  it("has the same bytes whatever the order of the assets", () => {
    const [a, b] = [asset({ text: "1" }), asset({ text: "2" })];
    assert.deepEqual(zipOf(archive({ assets: { a, b } })), zipOf(archive({ assets: { b, a } })));
  });

  it("is refused when it is a file that Lambda does not take, or remote", () => {
    assert.throws(() => zipOf(archive({ path: join(folder, "code.tar") })), /code\.tar" is no \.zip file/);
    const remote = archive({ assets: { x: asset({ uri: "https://example.com/x" }) } });
    assert.throws(() => zipOf(remote), /"x" in the code is a remote asset/);
  });
});
