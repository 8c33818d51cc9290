import assert from "node:assert/strict";
import { maximumOriginalBytes } from "../../../../functions/loader/formats/splitter";
import { XmlSplitter } from "../../../../functions/loader/formats/xml";
import { defaultLimits } from "../../../../functions/shared/limits";
import { split } from "../support";

/** Values as they are; faults as `!` and their text. */
function splitXml(content: Uint8Array | string, chunkBytes?: number): unknown[] {
  return split(new XmlSplitter("Event"), content, chunkBytes).map(({ value, fault }) =>
    fault === undefined ? value : `! ${String(value)}`,
  );
}

const one = '<Event xmlns="urn:e"><System>1</System></Event>';
const two = "<Event a='1'>é</Event>";

const rows: readonly (readonly [string, string, readonly unknown[]])[] = [
  ["one element a line", `${one}\n${two}\n`, [one, two]],
  ["the last line without a line end", `${one}\r\n${two}`, [one, two]],
  ["elements behind each other", one + two + one, [one, two, one]],
  ["a wrapper and a declaration", `<?xml version="1.0"?>\n<Events>\n${one}${two}</Events>\n`, [one, two]],
  ["a wrapper whose attribute has a >", `<Events a=">" b='>'>${one}</Events>`, [one]],
  [
    "pretty-printed elements",
    "<Event>\n  <System/>\n</Event>\n<Event>\n</Event>",
    ["<Event>\n  <System/>\n</Event>", "<Event>\n</Event>"],
  ],
  [
    "prefixes",
    `<w:Events><w:Event><w:EventID>1</w:EventID></w:Event></w:Events>`,
    ["<w:Event><w:EventID>1</w:EventID></w:Event>"],
  ],
  ["longer and shorter names", `<EventData>${one}</EventData><Even/><Events/>`, [one]],
  ["a > in a quoted attribute", `<Event a="/>" b='>"'>x</Event>`, [`<Event a="/>" b='>"'>x</Event>`]],
  ["self-closing elements", `<Event/><Event a="/>" />`, ["<Event/>", '<Event a="/>" />']],
  [
    "a comment that holds an end tag",
    "<Event><!-- </Event> --></Event><!-- <Event> -->",
    ["<Event><!-- </Event> --></Event>"],
  ],
  ["CDATA that holds an end tag", "<Event><![CDATA[</Event>]]]></Event>", ["<Event><![CDATA[</Event>]]]></Event>"]],
  ["a document type", '<!DOCTYPE Events SYSTEM "x.dtd"><Events><Event>1</Event></Events>', ["<Event>1</Event>"]],
  ["a bare < in text", "<Event>1 < 2</Event>", ["<Event>1 < 2</Event>"]],
  [
    "text between elements costs its line",
    `${one}\nnot xml\n<13>nor this\n${two} tail`,
    [one, "! not xml", "! <13>nor this", two, "! tail"],
  ],
  ["a cut element costs that element", `<Event><System>1</Sys\n${one}`, ["! <Event><System>1</Sys", one]],
  ["an element cut inside an attribute", `<Event a="1\n${one}`, ['! <Event a="1', one]],
  ["an object cut inside a record", `${one}<Event><System>`, [one, "! <Event><System>"]],
  ["an object cut inside a tag", `${one}<Event`, [one, "! <Event"]],
  ["an object cut inside its wrapper's end", `<Events>${one}</Eve`, [one, "! </Eve"]],
  ["an object cut inside a comment", `${one}<!-- ${two}`, [one, `! <!-- ${two}`]],
  ["NULs and byte order marks", `\uFEFF${one}\0\0\n\uFEFF${two}\0`, [one, two]],
  ["text whose first bytes are some of such a mark", `${one}\n（x）\n${two}`, [one, "! （x）", two]],
  ["nothing", "", []],
  ["white space", " \r\n\t\n", []],
];

describe("the XML splitter", () => {
  for (const [name, content, expected] of rows) {
    it(`finds the records of ${name}, however the bytes arrive`, () => {
      assert.deepEqual(splitXml(content), expected);
      for (const chunkBytes of [1, 2, 3, 5, 8, 13]) assert.deepEqual(splitXml(content, chunkBytes), expected);
    });
  }

  it("gives the byte at which each record starts", () => {
    const records = split(new XmlSplitter("Event"), `<Events>\n  ${two}\n  x\n${two}`, 4);
    assert.deepEqual(
      records.map(({ offset, size }) => [offset, size]),
      [
        [11, 23],
        [37, 1],
        [39, 23],
      ],
    );
  });

  it("keeps the bytes of a record that is not UTF-8", () => {
    const content = Buffer.from("<Event>M\xfcller</Event>", "latin1");
    const [record] = split(new XmlSplitter("Event"), content, 3);
    assert.equal(record?.value, "<Event>M\uFFFDller</Event>");
    assert.deepEqual(record?.invalidBytes, content);
  });

  for (const [what, before, after] of [
    ["text", "<Event>", "</Event>"],
    ["a comment", "<Event><!--", "--></Event>"],
  ] as const) {
    it(`keeps the beginning of a record that is too large by ${what}, and reads on`, () => {
      for (const chunkBytes of [1_000_000, Number.MAX_SAFE_INTEGER]) {
        const huge = before + "x".repeat(defaultLimits.recordBytes + 3_000_000) + after;
        const records = split(new XmlSplitter("Event"), one + huge + two, chunkBytes);
        assert.deepEqual(
          records.map(({ value, size }) => (size < 100 ? value : size)),
          [one, huge.length, two],
        );
        const fault = records.find((record) => record.fault !== undefined);
        assert.match(fault?.fault ?? "", /larger than 16777216 bytes/);
        assert.ok(fault?.value === huge.slice(0, maximumOriginalBytes));
      }
    });
  }

  it("finds the end of an empty element that is too large, however the bytes arrive", () => {
    const huge = `<Event a="${"x".repeat(400)}"/>`;
    for (const chunkBytes of [1, 7, 1_000]) {
      const records = split(new XmlSplitter("Event", 300), huge + one, chunkBytes);
      assert.deepEqual(
        records.map(({ size, limit }) => [size, limit]),
        [
          [huge.length, "recordBytes"],
          [one.length, undefined],
        ],
      );
    }
  });
});
