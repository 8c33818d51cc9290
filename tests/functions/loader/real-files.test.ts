import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { zip } from "./containers";
import { normalise } from "./support";

const records = '{"Records":[{"n":1},{"n":2},{"n":3}]}';
const jsonKey = "json/111122223333/eu-west-1/a.json.gz";
const lineKey = "lines/a.log.gz";

/** What real files taught: each is read to its last whole record, under any name. */
const rows: readonly (readonly [
  what: string,
  key: string,
  content: Uint8Array | string,
  records: readonly unknown[],
])[] = [
  ["an array in place of Records", jsonKey, '[{"n":1},{"n":2},{"n":3}]', [1, 2, 3]],
  ["one record in place of Records", jsonKey, '{"n":1}', [1]],
  ["JSON lines with CRLF", jsonKey, '{"n":1}\r\n{"n":2}\r\n', [1, 2]],
  ["lines with CRLF", lineKey, "LOG a\r\nLOG b\r\n", ["a", "b"]],
  ["lines without a last line end", lineKey, "LOG a\nLOG b", ["a", "b"]],
  ["JSON with a byte order mark", jsonKey, `\uFEFF${records}`, [1, 2, 3]],
  ["lines with a byte order mark", lineKey, "\uFEFFLOG a\n", ["a"]],
  ["files with byte order marks, one behind the other", lineKey, "\uFEFFLOG a\n\uFEFFLOG b\n", ["a", "b"]],
  ["JSON in UTF-16, little end first", jsonKey, Buffer.from(`\uFEFF${records}`, "utf16le"), [1, 2, 3]],
  ["lines in UTF-16, big end first", lineKey, Buffer.from("\uFEFFLOG a\r\n", "utf16le").swap16(), ["a"]],
  ["JSON with NULs behind it", jsonKey, `${records}${"\0".repeat(700)}`, [1, 2, 3]],
  ["lines with NULs behind them", lineKey, `LOG a\nLOG b\n${"\0".repeat(700)}`, ["a", "b"]],
  ["text named .gz", lineKey, "LOG a\n", ["a"]],
  ["gzip not named .gz", "lines/a.log", gzipSync("LOG a\n"), ["a"]],
  ["gzip named .gz that was gzip before", lineKey, gzipSync(gzipSync("LOG a\n")), ["a"]],
  ["a zip in gzip", lineKey, gzipSync(zip([{ name: "a.log", content: "LOG a\nLOG b" }])), ["a", "b"]],
  [
    "a zip named .gz",
    lineKey,
    zip([
      { name: "a.log", content: "LOG a" },
      { name: "b.log", content: "LOG b" },
    ]),
    ["a", "b"],
  ],
  ["15 bytes of text", lineKey, "LOG 123456789\n", ["123456789"]],
  ["no bytes", lineKey, "", []],
  ["gzip of no bytes", lineKey, gzipSync(""), []],
];

function testedValue(document: Readonly<Record<string, unknown>>): unknown {
  const { n, line } = (document.test ?? {}) as { n?: number; line?: string };
  return n ?? line;
}

describe("real files", () => {
  for (const [what, key, content, expected] of rows) {
    it(`with ${what} give all their records`, async () => {
      for (const chunkBytes of [3, 1_000]) {
        const { documents, error } = await normalise(content, { key, chunkBytes });
        assert.equal(error, undefined);
        assert.deepEqual(
          documents.map(({ document, pipelineError }) => [testedValue(document), pipelineError]),
          expected.map((value) => [value, false]),
        );
      }
    });
  }

  for (const [what, cut] of [
    ["JSON cut in the middle", Buffer.from(records.slice(0, -8))],
    ["gzip of JSON that was cut in the middle before", gzipSync(records.slice(0, -8))],
  ] as const) {
    it(`with ${what} give the records before the cut, and one that tells of it`, async () => {
      const { documents, error } = await normalise(cut, { key: jsonKey });
      assert.equal(error, undefined);
      assert.deepEqual(
        documents.map(({ document }) => [testedValue(document), document.event?.kind]),
        [
          [1, "event"],
          [2, "event"],
          [undefined, "pipeline_error"],
        ],
      );
      assert.match(String(documents[2]?.document.error?.message), /the object ends inside this record/);
    });
  }
});
