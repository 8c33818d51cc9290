import assert from "node:assert/strict";
import { JsonSplitter } from "../../../../functions/loader/formats/json";
import { maximumOriginalBytes } from "../../../../functions/loader/formats/splitter";
import { defaultLimits } from "../../../../functions/shared/limits";
import { split } from "../support";

const recordArrays = ["Records", "findings"];

/** Values as they are; faults as `!` and their text. */
function splitJson(content: Uint8Array | string, chunkBytes?: number): unknown[] {
  return split(new JsonSplitter({ recordArrays }), content, chunkBytes).map(({ value, fault }) =>
    fault === undefined ? value : `! ${String(value)}`,
  );
}

const rows: readonly (readonly [string, string, readonly unknown[]])[] = [
  ["one object a line", '{"n":1}\n{"n":2}\n', [{ n: 1 }, { n: 2 }]],
  ["the last line without a line end", '{"n":1}\n{"n":2}', [{ n: 1 }, { n: 2 }]],
  ["CRLF and empty lines", '{"n":1}\r\n\r\n{"n":2}\r\n', [{ n: 1 }, { n: 2 }]],
  ["objects behind each other", '{"n":1}{"n":2} {"n":3}', [{ n: 1 }, { n: 2 }, { n: 3 }]],
  [
    "pretty-printed objects",
    '{\n  "n": 1,\n  "m": {\n    "l": [\n{"n": 0}]\n  }\n}\n{\n  "n": 2\n}\n',
    [{ n: 1, m: { l: [{ n: 0 }] } }, { n: 2 }],
  ],
  ["a top-level array", '[{"n":1},{"n":2}]', [{ n: 1 }, { n: 2 }]],
  ["arrays behind each other", '[{"n":1}]\n[{"n":2}]', [{ n: 1 }, { n: 2 }]],
  [
    "an array of records as a member",
    '{"version":"Records","Records":[{"n":1},{"n":2}],"more":[3]}',
    [{ n: 1 }, { n: 2 }],
  ],
  ["two such members", '{"Records":[{"n":1}],"a":{"b":[0]},"findings" : [ {"n":2} ]}', [{ n: 1 }, { n: 2 }]],
  ["such a member whose name comes again", '{"Records":[{"n":1}],"Records":2}\n{"n":3}\n', [{ n: 1 }, { n: 3 }]],
  [
    "such objects behind each other",
    '{"Records":[{"n":1}]}{"Records":[{"n":2}]}\n{"n":3}',
    [{ n: 1 }, { n: 2 }, { n: 3 }],
  ],
  ["a nested member of that name", '{"a":{"Records":[1]}}', [{ a: { Records: [1] } }]],
  ["a member of that name that is no array", '{"Records":{"n":1},"x":[1]}', [{ Records: { n: 1 }, x: [1] }]],
  ["an empty array of records", '{"findings": []}', []],
  ["brackets, escapes and quotes in texts", '{"a":"]}{[\\"\\\\"}{"b":"\\\\"}', [{ a: ']}{["\\' }, { b: "\\" }]],
  ["NULs behind the end", '{"n":1}\n\0\0\0', [{ n: 1 }]],
  ["a byte order mark between files put together", '{"n":1}\n\uFEFF{"n":2}', [{ n: 1 }, { n: 2 }]],
  ["a bad line whose first bytes are some of such a mark", '{"n":1}\n（x）\n{"n":3}', [{ n: 1 }, "! （x）", { n: 3 }]],
  ["elements that are no objects", '[1,"a, b",null,[2]]', [1, "a, b", null, [2]]],
  ["a bad line costs that line", '{"n":1}\nnot json\n{"n":3}\n', [{ n: 1 }, "! not json", { n: 3 }]],
  ["a line that is cut costs that line", '{"n":1}\n{"n":2,"a":\n{"n":3}\n', [{ n: 1 }, '! {"n":2,"a":', { n: 3 }]],
  ["a line cut inside a text costs that line", '{"n":1}\n{"n":"2\n{"n":3}\n', [{ n: 1 }, '! {"n":"2', { n: 3 }]],
  ["the last line cut inside a text", '{"n":1}\n{"n":"2', [{ n: 1 }, '! {"n":"2']],
  ["a cut line before the last one", '{"n":1,"a":[\n{"n":2}', ['! {"n":1,"a":[', { n: 2 }]],
  ["a bad element costs that element", '{"Records":[{"n":1},{"n":tru},{"n":3}]}', [{ n: 1 }, '! {"n":tru}', { n: 3 }]],
  [
    "a quotation mark too many costs its element",
    '{"Records":[{"n":1},{"n":2,"a":"x"y","b":[{"c":"d"}]},{"n":3}]}',
    [{ n: 1 }, '! {"n":2,"a":"x"y","b":[{"c":"d"}]},', { n: 3 }],
  ],
  [
    "a quotation mark too few costs its element",
    '[\n  {"n":1,"a":"x},\n  {"n":2,"a":"y"},\n  {"n":3}\n]',
    ['! {"n":1,"a":"x},', { n: 2, a: "y" }, { n: 3 }],
  ],
  ["a file cut inside a record", '{"Records":[{"n":1},{"n":2},{"n":3,"a":"b', [{ n: 1 }, { n: 2 }, '! {"n":3,"a":"b']],
  ["a file cut between records", '{"Records":[{"n":1},{"n":2},', [{ n: 1 }, { n: 2 }, "! "]],
  ["a file cut before its first record", '{"Records":[', ["! "]],
  ["a pretty-printed file cut inside", '{\n  "n": 1,\n  "a": {\n    "b":', ['! {\n  "n": 1,\n  "a": {\n    "b":']],
  ["text behind an object", '{"n":1} tail\n{"n":2}', [{ n: 1 }, "! tail", { n: 2 }]],
  ["brackets that do not match", '{"n":[1}}\n{"n":2}', ['! {"n":[1}}', { n: 2 }]],
  ["a stray bracket", ']\n{"n":1}', ["! ]", { n: 1 }]],
  ["nothing", "", []],
  ["white space", " \n\t\n", []],
];

describe("the JSON splitter", () => {
  for (const [name, content, expected] of rows) {
    it(`finds the records of ${name}, however the bytes arrive`, () => {
      assert.deepEqual(splitJson(content), expected);
      for (const chunkBytes of [1, 2, 3, 5, 8, 13]) assert.deepEqual(splitJson(content, chunkBytes), expected);
    });
  }

  it("gives the byte at which each record starts", () => {
    const content = '{"Records":[ {"t":"é"}, {"t":2}]}';
    const offsets = split(new JsonSplitter({ recordArrays }), content, 4).map(({ offset, size }) => [offset, size]);
    assert.deepEqual(offsets, [
      [13, 10],
      [25, 7],
    ]);
  });

  it("keeps __proto__ and constructor as data", () => {
    const [record] = split(new JsonSplitter(), '{"__proto__":{"polluted":true},"constructor":{"prototype":1}}');
    assert.deepEqual(Object.keys(record?.value as object), ["__proto__", "constructor"]);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it("keeps the bytes of a record that is not UTF-8", () => {
    const content = Buffer.from('{"t":"M\xfcller"}\n{"t":"\xc3\xa9\xef\xbf\xbd"}', "latin1");
    for (const chunkBytes of [1, 5, 1_000]) {
      const [broken, sound] = split(new JsonSplitter(), content, chunkBytes);
      assert.deepEqual(broken?.value, { t: "M\uFFFDller" });
      assert.deepEqual(broken?.invalidBytes, content.subarray(0, 14));
      assert.deepEqual(sound, { offset: 15, size: 13, value: { t: "é\uFFFD" } });
    }
  });

  it("reads a record array of many chunks record by record", () => {
    const splitter = new JsonSplitter({ recordArrays });
    splitter.push(Buffer.from('{"Records":['));
    for (let n = 0; n < 100; n += 1) {
      assert.deepEqual(
        splitter.push(Buffer.from(`{"n":${n}},`)).map(({ value }) => value),
        [{ n }],
      );
    }
    assert.deepEqual(
      splitter.push(Buffer.from('{"n":100}]}')).map(({ value }) => value),
      [{ n: 100 }],
    );
    assert.deepEqual(splitter.end(), []);
  });

  it("survives 100,000 levels", () => {
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    assert.equal(split(new JsonSplitter(), `${deep}\n{"n":1}\n`, 65_536).length, 2);
  });

  for (const [where, before, after] of [
    ["in an array", '{"Records":[{"n":1},', ',{"n":3}]}'],
    ["on a line of its own", '{"n":1}\n', '\n{"n":3}\n'],
  ] as const) {
    it(`keeps the beginning of a record that is too large, ${where}, and reads on`, () => {
      for (const chunkBytes of [1_000_000, Number.MAX_SAFE_INTEGER]) {
        const huge = `{"t":"${"x".repeat(defaultLimits.recordBytes + 3_000_000)}"}`;
        const records = split(new JsonSplitter({ recordArrays }), before + huge + after, chunkBytes);
        // Compared by size: an assertion would print 16 MiB.
        assert.deepEqual(
          records.map(({ value, size }) => (size < 100 ? value : size)),
          [{ n: 1 }, huge.length, { n: 3 }],
        );
        const fault = records.find((record) => record.fault !== undefined);
        assert.match(fault?.fault ?? "", /larger than 16777216 bytes/);
        assert.ok(fault?.value === huge.slice(0, maximumOriginalBytes));
      }
    });
  }
});
