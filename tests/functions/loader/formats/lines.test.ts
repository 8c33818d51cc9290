import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { LineSplitter } from "../../../../functions/loader/formats/lines";
import { defaultLimits } from "../../../../functions/shared/limits";
import { split } from "../support";

const rows: readonly (readonly [string, string, readonly (readonly [number, string])[]])[] = [
  [
    "LF",
    "a\nbb\n",
    [
      [0, "a"],
      [2, "bb"],
    ],
  ],
  [
    "CRLF",
    "a\r\nbb\r\n",
    [
      [0, "a"],
      [3, "bb"],
    ],
  ],
  [
    "no line end at the end",
    "a\nbb",
    [
      [0, "a"],
      [2, "bb"],
    ],
  ],
  [
    "empty lines",
    "\n\na\n\r\n\nb\n\n",
    [
      [2, "a"],
      [7, "b"],
    ],
  ],
  [
    "equal lines",
    "a\na\na\n",
    [
      [0, "a"],
      [2, "a"],
      [4, "a"],
    ],
  ],
  [
    "characters of several bytes",
    "é\n日本\nx",
    [
      [0, "é"],
      [3, "日本"],
      [10, "x"],
    ],
  ],
  [
    "NULs behind the end",
    "a\nb\0\0\n\0\0",
    [
      [0, "a"],
      [2, "b"],
    ],
  ],
  [
    "NULs before it",
    "\0\0a\n\0b",
    [
      [2, "a"],
      [5, "b"],
    ],
  ],
  [
    "a byte order mark of a file put behind another",
    "a\n\uFEFFb",
    [
      [0, "a"],
      [2, "b"],
    ],
  ],
  ["other line separators of Unicode", "a\u2028b\u0085c\n", [[0, "a\u2028b\u0085c"]]],
  ["nothing", "", []],
];

describe("the line splitter", () => {
  for (const [name, content, expected] of rows) {
    it(`finds lines with ${name}, however the bytes arrive`, () => {
      for (const chunkBytes of [1, 2, 3, 5, 1_000]) {
        const lines = split(new LineSplitter(), content, chunkBytes).map(({ offset, value }) => [offset, value]);
        assert.deepEqual(lines, expected, `chunks of ${chunkBytes}`);
      }
    });
  }

  it("keeps the bytes of a line that is not UTF-8, and the places of the lines behind it", () => {
    const content = Buffer.from("caf\xe9\nok\n\xff\xfe", "latin1");
    for (const chunkBytes of [1, 4, 1_000]) {
      assert.deepEqual(split(new LineSplitter(), content, chunkBytes), [
        { offset: 0, size: 4, value: "caf\uFFFD", invalidBytes: Buffer.from("636166e9", "hex") },
        { offset: 5, size: 2, value: "ok" },
        { offset: 8, size: 2, value: "\uFFFD\uFFFD", invalidBytes: Buffer.from("fffe", "hex") },
      ]);
    }
  });

  for (const chunkBytes of [65_536, Number.MAX_SAFE_INTEGER]) {
    it(`cuts a line beyond the limit and goes on behind it, in chunks of ${chunkBytes}`, () => {
      const long = "x".repeat(3 * defaultLimits.lineBytes);
      const lines = split(new LineSplitter(), `first\n${long}\nlast`, chunkBytes);
      assert.deepEqual(
        lines.map(({ offset }) => offset),
        [0, 6, 6 + long.length + 1],
      );
      assert.equal(lines[1]?.value, long.slice(0, defaultLimits.lineBytes));
      assert.equal(lines[1]?.size, long.length);
      assert.equal(lines[1]?.truncatedHash, createHash("sha256").update(long).digest("hex"));
      assert.equal(lines[2]?.value, "last");
    });
  }

  it("finds the line behind more NULs than a line may have, however the bytes arrive", () => {
    for (const chunkBytes of [1, 7, 1_000]) {
      assert.deepEqual(split(new LineSplitter(8), `${"\0".repeat(30)}a\nb\n`, chunkBytes), [
        { offset: 30, size: 1, value: "a" },
        { offset: 32, size: 1, value: "b" },
      ]);
    }
  });

  it("ends a line beyond the limit with the object", () => {
    const lines = split(new LineSplitter(), "x".repeat(defaultLimits.lineBytes + 1), 65_536);
    assert.deepEqual(
      lines.map(({ size }) => size),
      [defaultLimits.lineBytes + 1],
    );
    assert.notEqual(lines[0]?.truncatedHash, undefined);
  });

  it("does not cut a line of just the limit", () => {
    const [line] = split(new LineSplitter(), `${"x".repeat(defaultLimits.lineBytes)}\n`, 65_536);
    assert.equal(line?.truncatedHash, undefined);
    assert.equal(line?.value, "x".repeat(defaultLimits.lineBytes));
  });
  for (const [what, blank] of [
    ["white space", " \t"],
    ["NULs", "\0\0"],
  ] as const) {
    it(`takes ${what} for no line, however much it is`, () => {
      const content = `a\n${blank.repeat(20)}\nb\n${blank.repeat(20)}`;
      for (const chunkBytes of [1, 7, 1_000]) {
        const lines = split(new LineSplitter(10), content, chunkBytes).map(({ value }) => value);
        assert.deepEqual(lines, ["a", "b"], `chunks of ${chunkBytes}`);
      }
    });
  }
});
