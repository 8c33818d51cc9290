import assert from "node:assert/strict";
import fc from "fast-check";
import { JsonSplitter } from "../../../../functions/loader/formats/json";
import { LineSplitter } from "../../../../functions/loader/formats/lines";
import { MultilineSplitter } from "../../../../functions/loader/formats/multiline";
import type { SplitRecord, Splitter } from "../../../../functions/loader/formats/splitter";
import { XmlSplitter } from "../../../../functions/loader/formats/xml";
import { parseExactJson } from "../../../../functions/shared/text/exact-json";
import { runs } from "../../../support/fuzz";
import { split } from "../support";

const recordArrays = ["Records"];
const chunkSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
const jsonObject = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })).filter((value) => !("Records" in value));
const layouts = ["lines", "behind each other", "array", "record array", "pretty"] as const;

function written(objects: readonly object[], layout: (typeof layouts)[number]): string {
  switch (layout) {
    case "lines":
      return objects.map((object) => `${JSON.stringify(object)}\n`).join("");
    case "behind each other":
      return objects.map((object) => JSON.stringify(object)).join("");
    case "array":
      return JSON.stringify(objects);
    case "record array":
      return JSON.stringify({ version: 1, Records: objects, end: ["]"] });
    case "pretty":
      return objects.map((object) => JSON.stringify(object, undefined, 2)).join("\n");
  }
}

function splitInChunks(splitter: Splitter, content: Buffer, sizes: readonly number[]) {
  const records = [];
  for (let at = 0, turn = 0; at < content.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    records.push(...splitter.push(content.subarray(at, at + size)));
    at += size;
  }
  return [...records, ...splitter.end()];
}

/** With a quotation mark more, or less, somewhere behind the name of its first member. */
function withOddQuote(text: string, at: number, isLacking: boolean): string {
  const start = text.indexOf(":");
  const places = isLacking ? [...text.matchAll(/"/g)].map(({ index }) => index).filter((index) => index > start) : [];
  const place = isLacking ? (places[at % places.length] ?? 0) : start + 1 + (at % (text.length - start - 1));
  return `${text.slice(0, place)}${isLacking ? "" : '"'}${text.slice(place + (isLacking ? 1 : 0))}`;
}

describe("the splitters", () => {
  it("find each JSON object, whole and in order, in any layout and any chunks", () => {
    fc.assert(
      fc.property(
        fc.array(jsonObject, { maxLength: 8 }),
        fc.constantFrom(...layouts),
        chunkSizes,
        (objects, layout, sizes) => {
          const content = Buffer.from(written(objects, layout));
          const records = splitInChunks(new JsonSplitter({ recordArrays }), content, sizes);
          assert.deepEqual(
            records.map(({ value }) => JSON.stringify(value)),
            // Through JSON once: it writes -0 as 0.
            objects.map((object) => JSON.stringify(parseExactJson(JSON.stringify(object)))),
          );
          for (const { offset, size, value } of records) {
            assert.deepEqual(parseExactJson(content.toString("utf8", offset, offset + size)), value);
          }
        },
      ),
    );
  });

  it("find each line, whole and in order, in any chunks", () => {
    const line = fc.string({ unit: "binary", minLength: 1 }).map((text) => text.replace(/[\n\r\0\uFEFF]|^\s/g, "_"));
    fc.assert(
      fc.property(
        fc.array(line),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        chunkSizes,
        (lines, end, last, sizes) => {
          const content = lines.join(end) + (last && lines.length > 0 ? end : "");
          const records = splitInChunks(new LineSplitter(), Buffer.from(content), sizes);
          assert.deepEqual(
            records.map(({ value }) => value),
            lines.map((text) => Buffer.from(text).toString()),
          );
        },
      ),
    );
  });

  it("find each XML element, whole and in order, with the lines between them, in any wrapper and any chunks", () => {
    const content = fc.string({ maxLength: 12 }).map((text) => text.replace(/[<&]/g, "_"));
    const inner = fc.oneof(
      content,
      content.map((text) => `<Data Name="a>b">${text}</Data>`),
      content.map((text) => `<!--${text.replaceAll("-", "_")}</Event>-->`),
      content.map((text) => `<![CDATA[${text.replaceAll("]", "_")}</Event>]]>`),
    );
    const element = fc
      .tuple(fc.constantFrom("Event", "w:Event"), fc.array(inner, { maxLength: 3 }))
      .map(([name, parts]) => ({ text: `<${name} xmlns='urn:e'>${parts.join("")}</${name}>`, isElement: true }));
    const stray = fc.constantFrom("stray", "<13>line", "a < b > c").map((text) => ({ text, isElement: false }));
    const separators = fc.constantFrom("\n", "\r\n", "\n  ");
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 3, arbitrary: element }, stray), { maxLength: 8 }),
        fc.constantFrom(["", ""], ["<Events>", "</Events>"], ['<?xml version="1.0"?><w:Events a=">">', "</w:Events>"]),
        separators,
        chunkSizes,
        (parts, [before, after], separator, sizes) => {
          const bytes = Buffer.from([before, ...parts.map(({ text }) => text), after].join(separator));
          const records = splitInChunks(new XmlSplitter("Event"), bytes, sizes);
          assert.deepEqual(
            records.map(({ value, fault }) => ({ text: value, isElement: fault === undefined })),
            parts,
          );
          for (const { offset, size, value } of records) {
            assert.equal(bytes.toString("utf8", offset, offset + size).trimEnd(), value);
          }
        },
      ),
    );
  });

  it("never throw, and find the same in the same bytes, however they arrive", () => {
    const token = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      '"',
      "\\",
      ",",
      ":",
      "\n",
      " ",
      '"Records"',
      "1",
      "tru",
      "é",
      "\0",
      "\uFEFF",
      "（",
      "{}",
      '{"a":1}',
      "<Event",
      "</Event>",
      "<e:Event>",
      ">",
      "/>",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "<?",
      "<",
      "'",
    );
    const garbage = fc.oneof(
      fc.array(token, { maxLength: 40 }).map((tokens) => Buffer.from(tokens.join(""))),
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(garbage, chunkSizes, (content, sizes) => {
        for (const make of [
          () => new JsonSplitter({ recordArrays }),
          () => new LineSplitter(),
          () => new XmlSplitter("Event"),
        ]) {
          assert.deepEqual(splitInChunks(make(), content, sizes), split(make(), content));
        }
      }),
      runs(2_000),
    );
  });

  it("find the same where records are larger than allowed", () => {
    const token = fc.constantFrom(
      ...[
        "{",
        "}",
        "[",
        "]",
        '"',
        ",",
        "\n",
        '"Records":[',
        '{"a":',
        '{"a":1}',
        '",\n"b":[',
        "\n{",
        '"}\n',
        "<Event>",
        "</Event>",
      ],
      ...["x", '{"a":"', '"a":"', '<Event a="', "<Event>"].map((start) => start + "x".repeat(400)),
      ...[" ".repeat(400), "\0".repeat(400), '"', "/", ">", "/>", "'"],
    );
    const content = fc.array(token, { maxLength: 20 }).map((tokens) => Buffer.from(tokens.join("")));
    const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 8 });
    // Of a fault, more or less of its text is kept: here a record may be smaller than what is.
    const found = (records: readonly SplitRecord[]) =>
      records.map(({ value, ...record }) => (record.fault === undefined ? { ...record, value } : record));
    fc.assert(
      fc.property(content, sizes, (bytes, chunks) => {
        for (const make of [
          () => new JsonSplitter({ recordArrays, maximumBytes: 300 }),
          () => new LineSplitter(300),
          () => new MultilineSplitter(/^\{/, 300),
          () => new XmlSplitter("Event", 300),
        ]) {
          assert.deepEqual(found(splitInChunks(make(), bytes, chunks)), found(split(make(), bytes)));
        }
      }),
      runs(2_000),
    );
  });

  it("lose no element but one that has a quotation mark too many, or one too few", () => {
    // Brackets of a text may be taken for those of the element, or of the array.
    const word = fc.string({ unit: fc.constantFrom(..."abc ,:") });
    const value = fc.oneof(
      word,
      fc.integer(),
      fc.record({ name: word, id: fc.integer() }),
      fc.array(fc.record({ arn: word })),
      // Policies and requests are JSON within JSON.
      fc.record({ Version: word, Statement: fc.array(word) }).map((policy) => JSON.stringify(policy)),
    );
    const event = fc.record({ eventVersion: fc.constant("1.11"), id: fc.nat(), user: value, request: value });
    const damage = fc.record({ which: fc.nat(), at: fc.nat(), isLacking: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 2, maxLength: 8 }),
        damage,
        fc.constantFrom(undefined, 2),
        chunkSizes,
        (events, { which, at, isLacking }, indent, sizes) => {
          const texts = events.map((each) => JSON.stringify(each, undefined, indent));
          const index = which % texts.length;
          texts[index] = withOddQuote(texts[index] ?? "", at, isLacking);
          const content = Buffer.from(`{"Records":[${texts.join(",")}]}`);
          const records = splitInChunks(new JsonSplitter({ recordArrays }), content, sizes);
          const whole = records
            .filter(({ fault }) => fault === undefined)
            .map((record) => JSON.stringify(record.value));
          for (const [other, each] of events.entries()) {
            if (other !== index) assert.ok(whole.includes(JSON.stringify(each)), `${other} is not found`);
          }
          assert.ok(records.some(({ fault }) => fault !== undefined) || whole.length === events.length);
        },
      ),
      runs(500),
    );
  });

  it("lose no visible byte of JSON lines among which some are bad", () => {
    const bad = fc.constantFrom('{"n":', '{"n":"x', "garbage", '{"n":tru}', '"text', '{"n":1}}', "[broken");
    const line = fc.oneof(
      jsonObject.map((object) => JSON.stringify(object)),
      bad,
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), chunkSizes, (lines, sizes) => {
        const content = Buffer.from(lines.join("\n"));
        const covered = Buffer.from(content);
        for (const { offset, size } of splitInChunks(new JsonSplitter(), content, sizes))
          covered.fill(0x20, offset, offset + size);
        assert.match(covered.toString(), /^[\s,[\]]*$/);
      }),
    );
  });
});
