import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rawLine, readEditedFile } from "../../../cli/rescue/edited-file";
import { rejectedKey } from "../../../functions/loader/rejected";
import { ConfigurationError } from "../../../functions/shared/errors";
import { rejectedLineOf } from "./fakes";

describe("a file of edited records", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-edited-"));
  const path = join(folder, "f.ndjson");
  after(() => rmSync(folder, { recursive: true, force: true }));

  function read(...lines: readonly string[]) {
    writeFileSync(path, lines.join("\n"));
    return readEditedFile(path);
  }

  it("is read as `show --raw` prints it, with the numbers of its lines", () => {
    const line = rawLine({ file: "rejected/test-json/o-0.ndjson", line: rejectedLineOf(4) });
    const [record, other] = read("", line, "  ", rejectedLineOf(5, { document: { mended: true } }), "");
    assert.deepEqual(
      [record?.file, record?.ordinal, record?.id, record?.lineNumber],
      ["rejected/test-json/o-0.ndjson", 4, "id-4", 2],
    );
    assert.deepEqual([other?.document, other?.lineNumber], [{ mended: true }, 4]);
  });

  it("finds out where a record is kept when the line does not say it", () => {
    const large = { text: "x".repeat(40_000) };
    const records = read(rejectedLineOf(260), rejectedLineOf(261, { document: large }));
    const object = { bucket: "archive", key: "a.json", versionId: "v1" };
    assert.deepEqual(
      records.map(({ file }) => file),
      [
        rejectedKey(object, { source: "test-json", ordinal: 260, document: "{}" }),
        rejectedKey(object, { source: "test-json", ordinal: 261, document: JSON.stringify(large) }),
      ],
    );
  });

  it("takes the line ends of another system", () => {
    assert.equal(read(`${rejectedLineOf(1)}\r`, `${rejectedLineOf(2)}\r`).length, 2);
  });

  for (const [name, line, fault] of [
    ["is no JSON", "{,}", /f\.ndjson, line 2: it is no JSON/],
    ["has no document", rejectedLineOf(1, { document: 1 }), /line 2: document must be an object/],
    ["is for another index", rejectedLineOf(1, { index: ".kibana" }), /line 2: index must be/],
    ["is kept elsewhere", rejectedLineOf(1, { file: "AWSLogs/a" }), /line 2: file must start with rejected\//],
    ["has no source to find its place by", rejectedLineOf(1, { source: null }), /line 2: file or source must say/],
  ] as const) {
    it(`is refused as a whole where a line ${name}`, () => {
      assert.throws(
        () => read(rejectedLineOf(0), line),
        (error) => {
          assert.ok(error instanceof ConfigurationError);
          assert.match(error.message, fault);
          return true;
        },
      );
    });
  }

  it("must be there and hold something", () => {
    assert.throws(() => read("\n"), /f\.ndjson holds no record/);
    assert.throws(() => readEditedFile(join(folder, "none")), /there is no file .*none/);
    assert.throws(() => readEditedFile(folder), /is a folder/);
  });
});
