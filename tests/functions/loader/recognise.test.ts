import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { normaliseObject } from "../../../functions/loader/normalise";
import { defineSource } from "../../../functions/loader/source";
import { ConfigurationError, RecordError } from "../../../functions/shared/errors";
import { asRecord } from "../../../functions/shared/values";
import { body, jsonSource, lineSource, normalise, now, testSources } from "./support";

describe("recognising an object", () => {
  it("by its key before its content, and takes account and region from there", async () => {
    const { documents, summary } = await normalise('{"n":1}', { key: "logs/json/111122223333/eu-west-1/a" });
    assert.equal(summary.source, "test-json");
    assert.equal(documents[0]?.document.cloud?.account?.id, "111122223333");
    assert.equal(documents[0]?.document.cloud?.region, "eu-west-1");
  });

  it("by its content where the key says nothing", async () => {
    assert.equal((await normalise('{"n":1}')).summary.source, "test-json");
    assert.equal((await normalise("LOG a\n")).summary.source, "test-lines");
    assert.equal((await normalise(gzipSync("LOG a\n"), { key: "no-gz-in-its-name" })).summary.source, "test-lines");
  });

  it("by the first record that a source claims, past some that none does", async () => {
    assert.equal((await normalise("?\n?\nLOG a\n")).summary.source, "test-lines");
    assert.equal((await normalise('{"a":1}\n{"n":1}\n')).summary.source, "test-json");
  });

  it("by a first record of a megabyte", async () => {
    const { documents, summary } = await normalise(JSON.stringify({ n: 1, text: "x".repeat(1_500_000) }), {
      chunkBytes: 65_536,
    });
    assert.equal(summary.source, "test-json");
    assert.equal(documents.length, 1);
  });

  it("record by record behind a first one that is larger than all that is looked at", async () => {
    const content = JSON.stringify({ Records: [{ n: 1, text: "x".repeat(5_000_000) }, { n: 2 }] });
    const { documents, summary } = await normalise(content, { chunkBytes: 65_536 });
    assert.equal(summary.received, 2);
    assert.deepEqual(
      documents.map(({ source, pipelineError }) => [source, pipelineError]),
      [
        ["test-json", false],
        ["test-json", false],
      ],
    );
  });

  it("by configuration, whatever key and content say", async () => {
    const options = { source: "test-lines", key: "json/111122223333/eu-west-1/a" };
    const { documents, summary } = await normalise("LOG a\n", options);
    assert.equal(summary.source, "test-lines");
    assert.equal(documents[0]?.pipelineError, false);
  });

  for (const [what, line] of [
    ["texts", "[Fri Jan 02 03:04:05 2026] [error]"],
    ["a number", "[2026-01-02 03:04:05,678] INFO a"],
    ["an object", '[2026-01-02 03:04:05,678] INFO {"a": 1} b'],
  ] as const) {
    it(`in lines that start like JSON arrays with ${what}`, async () => {
      const bracketed = defineSource({
        ...lineSource,
        id: "test-brackets",
        recognises: (value) => typeof value === "string" && /^\[(?:Fri|2026-)/.test(value),
        open: () => () => ({ kind: "event", document: {} }),
      });
      const content = `${line}\n${line}\n`;
      for (const key of ["lines/a", "a/b"]) {
        const { summary } = await normalise(content, {
          key,
          sources: [jsonSource, key === "a/b" ? { ...bracketed, keys: [] } : bracketed],
        });
        assert.deepEqual([summary.source, summary.documents, summary.pipelineErrors], ["test-brackets", 2, 0], key);
      }
    });
  }

  it("in XML, among text that only starts so", async () => {
    const xml = defineSource({
      ...lineSource,
      id: "test-xml",
      format: "xml",
      xmlElement: "Event",
      keys: [{ pattern: /(?:^|\/)xml\/[^/]+$/ }],
      recognises: (value) => typeof value === "string" && value.startsWith("<Event>"),
      open: () => (record) => ({ kind: "event", document: { message: String(record.value) } }),
    });
    const options = { sources: [...testSources, xml] };
    const events = "<Event>\n1</Event><Event>2</Event>";
    for (const content of [
      events,
      `<?xml version="1.0"?>\n<Events>\n${events}</Events>`,
      `<!--${"x".repeat(5_000)}-->${events}`,
    ]) {
      const { documents, summary } = await normalise(content, options);
      assert.equal(summary.source, "test-xml");
      assert.deepEqual(
        documents.map(({ document }) => document.message),
        ["<Event>\n1</Event>", "<Event>2</Event>"],
      );
    }
    assert.equal((await normalise("<13>\nLOG a\n", options)).summary.source, "test-lines");
    assert.equal((await normalise("<b>\nLOG a\n", options)).summary.source, "test-lines");
    assert.equal((await normalise("<html></html>", options)).summary.outcome, "unrecognised");
    const cut = await normalise(`${events}<Event>`, { ...options, key: "xml/a" });
    assert.deepEqual([cut.summary.documents, cut.summary.pipelineErrors], [3, 1]);
  });

  it("line by line, where the object's source refuses a line that another knows", async () => {
    const picky = defineSource({
      ...lineSource,
      id: "test-picky",
      keys: [{ pattern: /(?:^|\/)picky\/[^/]+$/ }],
      recognises: (value) => typeof value === "string" && value.startsWith("PICKY "),
      open: () => (record) => {
        if (!String(record.value).startsWith("PICKY a")) throw new RecordError("too picky for this line");
        return { kind: "event", document: { message: String(record.value) } };
      },
    });
    const content = "PICKY a\nLOG b\nPICKY c\nwhat\n";
    const { documents } = await normalise(content, { sources: [...testSources, picky] });
    assert.deepEqual(
      documents.map(({ source, ordinal, pipelineError }) => [source, ordinal, pipelineError]),
      [
        ["test-picky", 0, false],
        ["test-lines", 1, false],
        ["test-picky", 2, true],
        ["test-picky", 3, true],
      ],
    );
    const general = defineSource({
      ...lineSource,
      id: "test-general",
      generic: true,
      keys: [],
      recognises: (value) => typeof value === "string",
      open: () => (record) => ({ kind: "event", document: { message: String(record.value) } }),
    });
    const mixed = await normalise("what\nPICKY c\n", { sources: [...testSources, picky, general] });
    assert.deepEqual(
      mixed.documents.map(({ source, pipelineError }) => [source, pipelineError]),
      [
        ["test-general", false],
        ["test-general", false],
      ],
      "a general format keeps what the specific source refuses",
    );
    const byKey = await normalise(content, { sources: [...testSources, picky], key: "picky/a" });
    assert.equal(byKey.summary.pipelineErrors, 3, "who knows the source by its key does not guess");
  });

  it("record by record, where the source of the log group refuses one that another knows", async () => {
    const ofGroup = defineSource({
      ...jsonSource,
      id: "test-group",
      keys: [{ pattern: /(?:^|\/)group\/[^/]+$/ }],
      envelopes: [{ logGroup: /^\/aws\/group$/ }],
      recognises: (value) => typeof asRecord(value)?.group === "number",
      open:
        () =>
        ({ value }) => {
          if (asRecord(value)?.group !== 1 && asRecord(value)?.m !== 1) throw new RecordError("not of the group");
          return { kind: "event", document: {} };
        },
    });
    const messages = ['{"group":1}', "LOG a", '{"n":1}', '{"m":1}', '{"group":2,"n":2}', "what", '{"n":3,"bad":true}'];
    const logEvents = messages.map((message, index) => ({
      id: String(index),
      timestamp: 1_767_323_045_678,
      message,
    }));
    const content = JSON.stringify({ messageType: "DATA_MESSAGE", logGroup: "/aws/group", logEvents });
    const options = { sources: [...testSources, ofGroup] };
    const { documents, summary } = await normalise(content, options);
    assert.deepEqual(
      documents.map(({ source, ordinal, pipelineError }) => [source, ordinal, pipelineError]),
      [
        ["test-group", 0, false],
        ["test-lines", 1, false],
        ["test-json", 2, false],
        ["test-group", 3, false],
        ["test-group", 4, true],
        ["test-group", 5, true],
        ["test-json", 6, true],
      ],
    );
    assert.equal(summary.received, messages.length);
    const byKey = await normalise(content, { ...options, key: "group/a" });
    assert.deepEqual([byKey.summary.received, byKey.summary.pipelineErrors], [7, 5]);
  });

  it("that starts in the middle of a long record", async () => {
    const content = `${"of no source\n".repeat(150)}LOG a\n`;
    const { summary } = await normalise(content);
    assert.deepEqual([summary.source, summary.received], ["test-lines", 151]);
  });

  describe("in a general format that holds lines of a specific one", () => {
    const general = defineSource({
      ...lineSource,
      id: "test-general",
      generic: true,
      keys: [{ pattern: /(?:^|\/)general\/[^/]+$/ }],
      recognises: (value) => typeof value === "string" && /^(?:LOG|ANY) /.test(value),
      open: () => (record) => ({ kind: "event", document: { message: String(record.value) } }),
    });
    const mixed = "LOG a\nANY b\nLOG c\n";
    for (const [by, options] of [
      ["content", {}],
      ["key", { key: "general/a" }],
      ["configuration", { source: "test-general" }],
    ] as const) {
      it(`gives each line to its source, if told by ${by}`, async () => {
        const { documents } = await normalise(mixed, { ...options, sources: [...testSources, general] });
        assert.deepEqual(
          documents.map(({ source, pipelineError }) => [source, pipelineError]),
          [
            ["test-lines", false],
            ["test-general", false],
            ["test-lines", false],
          ],
        );
      });
    }
  });

  it("not by an unknown configuration, and says which one may be meant", () => {
    assert.throws(
      () =>
        normaliseObject({ bucket: "b", key: "k" }, body(""), {
          sources: testSources,
          now: () => now,
          source: "test-jsn",
        }),
      (error) =>
        error instanceof ConfigurationError &&
        /"test-jsn": did you mean test-json\?; `siem sources`/.test(error.message),
    );
  });
});
