import assert from "node:assert/strict";
import fc from "fast-check";
import { MultilineSplitter } from "../../../../functions/loader/formats/multiline";
import type { SplitRecord } from "../../../../functions/loader/formats/splitter";

function split(text: string, size = text.length): SplitRecord[] {
  const splitter = new MultilineSplitter(/^\d\d /);
  const bytes = Buffer.from(text);
  const records: SplitRecord[] = [];
  for (let at = 0; at < bytes.length; at += size) records.push(...splitter.push(bytes.subarray(at, at + size)));
  return [...records, ...splitter.end()];
}

const values = (text: string, size?: number): unknown[] => split(text, size).map(({ value }) => value);

describe("records of several lines", () => {
  it("go on with the lines that begin none", () => {
    assert.deepEqual(values("01 SELECT\n  1\n\n02 SELECT 2\n03 SELECT 3"), [
      "01 SELECT\n  1",
      "02 SELECT 2",
      "03 SELECT 3",
    ]);
  });

  it("keep what stands before the first one as a record", () => {
    assert.deepEqual(values("rest of a statement\nmore\n01 SELECT 1\n"), ["rest of a statement\nmore", "01 SELECT 1"]);
  });

  it("are where they start and as long as they are", () => {
    assert.deepEqual(
      split("01 é\r\n  1\r\n02 x\n").map(({ offset, size }) => [offset, size]),
      [
        [0, 11],
        [12, 4],
      ],
    );
  });

  it("keep one mebibyte of a longer record, with the hash of all of it", () => {
    const line = `${"x".repeat(1_000)}\n`;
    const [record, last] = split(`01 a\n${line.repeat(2_000)}02 b\n`);
    assert.ok(String(record?.value).length <= 1024 * 1024);
    assert.match(record?.truncatedHash ?? "", /^[0-9a-f]{64}$/);
    assert.equal(last?.value, "02 b");
  });

  it("have a hash that depends on what is cut off a line, be it the first or a later one", () => {
    const hashOf = (text: string): string | undefined => split(text)[0]?.truncatedHash;
    const long = "x".repeat(1_100_000);
    for (const text of [`01 ${long}a\nmore`, `01 a\n${long}a`, `01 a\n${long}\n${long}a\nmore`]) {
      assert.match(hashOf(text) ?? "", /^[0-9a-f]{64}$/);
      assert.notEqual(hashOf(text), hashOf(text.replace(/a(?=\nmore$|$)/, "b")));
      assert.equal(hashOf(text), split(text, 65_536)[0]?.truncatedHash);
    }
  });

  it("keep no more bytes that are no UTF-8 than are shown", () => {
    const splitter = new MultilineSplitter(/^\d\d /);
    const line = Buffer.concat([Buffer.alloc(1_000, 0xff), Buffer.from("\n")]);
    splitter.push(Buffer.concat([Buffer.from("01 a\n"), ...Array<Buffer>(3_000).fill(line)]));
    const [record] = splitter.end();
    assert.equal(record?.invalidBytes?.length, 32 * 1024);
  });

  it("do not depend on the chunks, and lose no line", () => {
    const line = fc.constantFrom("01 a", "02 é", "  more", "x", "03 ");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.integer({ min: 1, max: 7 }), (lines, size) => {
        const text = lines.join("\n");
        assert.deepEqual(values(text, size), values(text));
        assert.deepEqual(values(text).join("\n").split("\n"), lines.length === 0 ? [""] : lines);
      }),
    );
  });
});
