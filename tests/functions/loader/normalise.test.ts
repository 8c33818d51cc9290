import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { normaliseObject } from "../../../functions/loader/normalise";
import { defineSource, type LogSource } from "../../../functions/loader/source";
import { ObjectError } from "../../../functions/shared/errors";
import { asRecord } from "../../../functions/shared/values";
import { arrival, jsonSource, normalise, now, testSources } from "./support";

describe("normalising an object", () => {
  it("gives one document for an object that no source recognises, with its first bytes and its size", async () => {
    const content = Buffer.concat([Buffer.from("what is this? "), Buffer.alloc(10_000, 0xff)]);
    const { documents, summary } = await normalise(content, { size: content.length, key: "a/b" });
    assert.deepEqual(summary, {
      source: undefined,
      outcome: "unrecognised",
      received: 1,
      documents: 1,
      pipelineErrors: 0,
      dropped: {},
      trials: {},
      limitsReached: {},
      headers: 0,
    });
    const [record] = documents;
    assert.equal(record?.index, "siem-unrecognised-2026-01");
    assert.equal(record?.document.event?.dataset, "siem.unrecognised");
    assert.match(record?.document.event?.original ?? "", /^what is this\? \uFFFD{4082}$/);
    assert.equal(record?.document.file?.size, content.length);
    assert.equal(record?.document.log?.file?.path, "s3://archive/a/b");
  });

  it("keeps no password of a statement in the text of what it cannot read", async () => {
    const statement = "ALTER USER app IDENTIFIED BY 'hunter2'";
    const cannotMap = await normalise(`${statement}\n`, { key: "lines/a" });
    const notText = await normalise(Buffer.from(`LOG \xff ${statement}\n`, "latin1"), { key: "lines/b" });
    const unknown = await normalise(`what is this? ${statement}`, { key: "a/b" });
    const originals = [cannotMap, notText, unknown].map(
      ({ documents }) => documents[0]?.document.event?.original ?? "",
    );
    const texts = originals.map((text) => text.replace(/^base64:(.*)$/, (_, bytes: string) => atob(bytes)));
    assert.deepEqual(texts, [
      "ALTER USER app IDENTIFIED BY 'REDACTED'",
      "LOG \xff ALTER USER app IDENTIFIED BY 'REDACTED'",
      "what is this? ALTER USER app IDENTIFIED BY 'REDACTED'",
    ]);
  });

  it("drops an object whole whose key says that it holds nothing to load, without reading it", async () => {
    let opened = false;
    async function* unread(): AsyncGenerator<Uint8Array> {
      opened = true;
      yield Buffer.from("{}");
    }
    const normalised = normaliseObject({ bucket: "archive", key: "json-digest/a" }, unread(), {
      sources: testSources,
      now: () => now,
    });
    const records = [];
    for await (const record of normalised) records.push(record);
    assert.deepEqual(records, [{ kind: "dropped", ordinal: 0, offset: 0, reason: "digest" }]);
    assert.equal(normalised.summary.outcome, "skipped");
    assert.deepEqual(normalised.summary.dropped, { digest: 1 });
    assert.equal(opened, false);
  });

  for (const [name, content] of [
    ["of no bytes", ""],
    ["of gzip of no bytes", gzipSync("")],
    ["of white space", "\n \n"],
    ["of NULs", "\0\0\0"],
    ["with an empty array", "[]"],
    ["with an empty record array", '{"Records": []}'],
  ] as const) {
    for (const key of ["some/object", "json/111122223333/eu-west-1/a", "lines/a"]) {
      if (key === "lines/a" && String(content).match(/[[{]/)) continue;
      it(`finds no record in an object ${name}, ${key}`, async () => {
        const { records, summary } = await normalise(content, { key });
        assert.deepEqual(records, []);
        assert.equal(summary.outcome, "empty");
        assert.equal(summary.received, 0);
      });
    }
  }

  it("loads a file with a header and one row as one document, with or without a line end at its end", async () => {
    for (const content of ["#test a\nLOG 1", "#test a\nLOG 1\n", "#test a\r\nLOG 1\r\n"]) {
      const { documents, summary } = await normalise(content);
      assert.equal(summary.received, 1);
      assert.deepEqual(documents[0]?.document.test, { line: "1", header: "#test a" });
      assert.equal(documents[0]?.ordinal, 0);
    }
  });

  it("makes five events of five equal lines", async () => {
    const { documents } = await normalise("LOG a\n".repeat(5));
    assert.equal(new Set(documents.map(({ id }) => id)).size, 5);
  });

  it("loses one line by one bad line, which is kept as a pipeline error", async () => {
    const { documents, summary } = await normalise("LOG a\nbad\nLOG b\n", { lastModified: arrival });
    assert.deepEqual([summary.received, summary.documents, summary.pipelineErrors], [3, 3, 1]);
    const bad = documents[1];
    assert.equal(bad?.pipelineError, true);
    assert.deepEqual(JSON.parse(JSON.stringify(bad?.document)), {
      "@timestamp": "2026-01-02T03:00:00.000Z",
      event: {
        kind: "pipeline_error",
        original: "bad",
        dataset: "test.lines",
        module: "test",
        ingested: "2026-01-02T03:04:05.000Z",
      },
      error: { message: "not a LOG line", type: "RecordError" },
      log: { file: { path: "s3://archive/some/object" }, offset: 6 },
      ecs: { version: "8.17.0" },
      tags: ["timestamp-missing"],
    });
    assert.equal(bad?.index, "siem-test.lines-2026-01-02");
  });

  it("keeps a record as a pipeline error when its mapper fails, and goes on", async () => {
    const { documents, summary } = await normalise('{"n":1,"bad":true}\n{"n":2}\n');
    assert.equal(summary.pipelineErrors, 1);
    assert.equal(documents[0]?.document.error?.type, "TypeError");
    assert.equal(documents[0]?.document.event?.original, '{"n":1,"bad":true}');
    assert.deepEqual(documents[1]?.document.test, { n: 2, text: undefined });
  });

  it("loses no other record by one that its source fails on before it is mapped", async () => {
    const fail = (value: unknown): never => assert.fail(`a fault of the source's own: ${JSON.stringify(value)}`);
    const isBad = (value: unknown) => asRecord(value)?.bad === true;
    const failing = (id: string, part: Partial<LogSource>) => defineSource({ ...jsonSource, keys: [], id, ...part });
    const recognises = (value: unknown) => (isBad(value) ? fail(value) : jsonSource.recognises(value));
    const unfold = (value: unknown) => (isBad(value) ? fail(value) : undefined);
    // It would take the whole record for an event.
    const open = () => () => ({ kind: "event", document: { "@timestamp": "2026-01-02T03:04:05Z" } }) as const;
    for (const source of [failing("test-recognises", { recognises }), failing("test-unfolds", { unfold, open })]) {
      const content = '{"n":1}\n{"n":2,"bad":true}\n{"n":3}\n';
      const { documents, summary } = await normalise(content, { sources: [source] });
      assert.deepEqual([summary.received, summary.documents, summary.pipelineErrors], [3, 3, 1], source.id);
      assert.equal(documents[1]?.document.event?.original, '{"n":2,"bad":true}');
    }
  });

  it("keeps the complete records of a JSON file that is cut, and the rest as one pipeline error", async () => {
    const { documents, summary, error } = await normalise('{"Records":[{"n":1},{"n":2},{"n":3,"te');
    assert.equal(error, undefined);
    assert.deepEqual([summary.received, summary.pipelineErrors], [3, 1]);
    assert.equal(documents[2]?.document.event?.original, '{"n":3,"te');
    assert.equal(documents[2]?.document.error?.message, "the object ends inside this record");
  });

  it("counts what a mapper drops, by reason", async () => {
    const { summary } = await normalise('{"n":1,"skip":"noise"}{"n":2,"skip":"noise"}{"n":3,"skip":"test"}{"n":4}');
    assert.deepEqual([summary.received, summary.documents], [4, 1]);
    assert.deepEqual(summary.dropped, { noise: 2, test: 1 });
  });

  it("counts a control message even where there is nothing else", async () => {
    const control = { messageType: "CONTROL_MESSAGE", logEvents: [{ id: "", timestamp: 1, message: "checking" }] };
    const { summary } = await normalise(JSON.stringify(control));
    assert.deepEqual([summary.outcome, summary.received], ["read", 1]);
    assert.deepEqual(summary.dropped, { "control-message": 1 });
  });

  it("keeps a record that no source claims, behind control messages, as a pipeline error", async () => {
    const control = JSON.stringify({ messageType: "CONTROL_MESSAGE", logEvents: [] });
    const { documents, summary } = await normalise(`${`${control}\n`.repeat(25)}{"who":"knows"}\n`);
    assert.deepEqual(summary.dropped, { "control-message": 25 });
    assert.equal(documents[0]?.index, "siem-unrecognised-2026-01");
    assert.equal(documents[0]?.document.event?.original, '{"who":"knows"}');
    assert.match(documents[0]?.document.error?.message ?? "", /no log source recognises this record/);
  });

  it("takes records out of envelopes, numbers them one by one, and gives each to its source", async () => {
    const data = (messages: readonly string[]) =>
      JSON.stringify({
        messageType: "DATA_MESSAGE",
        owner: "111122223333",
        logEvents: messages.map((message, n) => ({ id: `${n}`, timestamp: 1_767_323_045_678, message })),
      });
    const { documents } = await normalise(data(['{"n":1}', "LOG two"]) + data(["LOG three", "four"]));
    assert.deepEqual(
      documents.map(({ ordinal, source }) => [ordinal, source]),
      [
        [0, "test-json"],
        [1, "test-lines"],
        [2, "test-lines"],
        [3, "test-json"],
      ],
    );
    assert.deepEqual(
      documents.map(({ pipelineError }) => pipelineError),
      [false, false, false, true],
    );
    assert.equal(documents[1]?.document["@timestamp"], "2026-01-02T03:04:05.678Z");
    assert.equal(documents[1]?.document.cloud?.account?.id, "111122223333");
  });

  it("makes a record of each part of a value that its source takes apart, in an envelope or not", async () => {
    const pages = defineSource({
      ...jsonSource,
      id: "test-pages",
      keys: [],
      recognises: (value) => Array.isArray(asRecord(value)?.page) || typeof asRecord(value)?.n === "number",
      unfold: (value) => {
        const page = asRecord(value)?.page;
        return Array.isArray(page) ? (page as readonly unknown[]) : undefined;
      },
    });
    const content = [
      { page: [{ n: 1 }, { n: 2, skip: "why" }, { m: 3 }] },
      { n: 4 },
      { page: [] },
      { message: { page: [{ n: 5 }] } },
    ];
    const { records, summary } = await normalise(content.map((value) => JSON.stringify(value)).join("\n"), {
      sources: [pages],
    });
    assert.deepEqual(
      records.map((record) => [
        record.ordinal,
        record.kind === "dropped" ? record.reason : record.document.event?.kind,
      ]),
      [
        [0, "event"],
        [1, "why"],
        [2, "pipeline_error"],
        [3, "event"],
        [4, "pipeline_error"],
        [5, "event"],
      ],
    );
    assert.deepEqual([summary.received, summary.pipelineErrors, summary.dropped], [6, 2, { why: 1 }]);
  });

  it("takes messages of a CloudWatch Logs export, of one line or more, from behind their times", async () => {
    const content = [
      "2026-01-02T03:04:05.678Z LOG a",
      "LOG and more of a",
      '2026-01-02T03:04:06.678Z {"n": 1, "text": "b"}',
      "2026-01-02T03:04:07.678Z neither",
      "",
    ].join("\n");
    for (const key of ["exports/0a1b/stream/000000", "lines/a"]) {
      const { documents, summary } = await normalise(content, { key });
      assert.deepEqual([summary.source, summary.received], ["test-lines", 3], key);
      const [first, second, third] = documents.map(({ document }) => document);
      assert.deepEqual(
        [first?.["@timestamp"], first?.test],
        ["2026-01-02T03:04:05.678Z", { line: "a\nLOG and more of a", header: undefined }],
      );
      assert.equal(second?.["@timestamp"], "2026-01-02T03:04:06.678Z");
      assert.equal(second?.event?.kind, key === "lines/a" ? "pipeline_error" : "event");
      assert.deepEqual([third?.event?.kind, third?.event?.original], ["pipeline_error", "neither"]);
      assert.deepEqual(
        documents.map(({ offset }) => offset),
        [0, 49, 96],
      );
    }
  });

  it("takes lines out of JSON envelopes for a source that the key names", async () => {
    const { documents } = await normalise('{"message":"LOG a"}\n{"message":"LOG b"}\n', { key: "lines/a" });
    assert.deepEqual(
      documents.map(({ document }) => (document.test as { line: string }).line),
      ["a", "b"],
    );
  });

  it("gives the complete lines of a truncated gzip file, then its fault", async () => {
    const whole = gzipSync(
      Array.from({ length: 3_000 }, (_, n) => `LOG ${n} ${Math.imul(n, 2_654_435_761)}\n`).join(""),
    );
    const { documents, error, summary } = await normalise(whole.subarray(0, whole.length - 100), { chunkBytes: 1_000 });
    assert.ok(error instanceof ObjectError);
    assert.match(error.message, /^truncated gzip/);
    assert.ok(documents.length > 2_900 && documents.length < 3_000);
    assert.equal(summary.pipelineErrors, 0);
  });

  it("tags a line that is too long, and keeps the hash of the whole", async () => {
    const { documents } = await normalise(`LOG ${"x".repeat(2_000_000)}\nLOG b\n`, {
      key: "lines/a",
      chunkBytes: 65_536,
    });
    assert.deepEqual(
      documents.map(({ document }) => document.tags),
      [["line-truncated", "timestamp-missing"], ["timestamp-missing"]],
    );
    assert.match(documents[0]?.document.event?.hash ?? "", /^[0-9a-f]{64}$/);
  });

  it("tags a line that is not UTF-8, and keeps its bytes", async () => {
    const { documents } = await normalise(Buffer.from("LOG caf\xe9\n", "latin1"));
    assert.deepEqual(documents[0]?.document.test, { line: "caf\uFFFD", header: undefined });
    assert.ok(documents[0]?.document.tags?.includes("invalid-utf8"));
    assert.equal(
      documents[0]?.document.event?.original,
      `base64:${Buffer.from("LOG caf\xe9", "latin1").toString("base64")}`,
    );
  });

  it("refuses a record nested deeper than 100 levels, and survives one of 100,000", async () => {
    for (const depth of [150, 100_000]) {
      const { documents } = await normalise(
        `{"n":1}\n{"n":2,"a":${"[".repeat(depth)}${"]".repeat(depth)}}\n{"n":3}\n`,
        {
          chunkBytes: 65_536,
        },
      );
      assert.deepEqual(
        documents.map(({ pipelineError }) => pipelineError),
        [false, true, false],
      );
      assert.match(documents[1]?.document.error?.message ?? "", /nested deeper than 100 levels/);
    }
  });

  describe("identifies a document", () => {
    it("by the source's own id", async () => {
      const { documents } = await normalise('{"n":1,"id":"event-1"}');
      assert.equal(documents[0]?.id, "event-1");
    });

    it("by a hash of the source's id where that is longer than OpenSearch takes", async () => {
      const [first, second] = (await normalise(`{"n":1,"id":"${"é".repeat(300)}1"}{"n":1,"id":"${"é".repeat(300)}2"}`))
        .documents;
      assert.match(first?.id ?? "", /^[\w-]{43}$/);
      assert.notEqual(first?.id, second?.id);
    });

    it("by bucket, key, version and place otherwise: the same when it is read again, another in another version", async () => {
      const ids = async (options: Parameters<typeof normalise>[1]) =>
        (await normalise("LOG a\nLOG b\n", options)).documents.map(({ id }) => id).join(" ");
      const reference = await ids({ versionId: "1" });
      assert.equal(await ids({ versionId: "1", chunkBytes: 3 }), reference);
      for (const other of [
        { versionId: "2" },
        { versionId: "1", key: "other" },
        { versionId: "1", bucket: "other" },
        { etag: "1a" },
        {},
      ]) {
        assert.notEqual(await ids(other), reference);
      }
      assert.notEqual(await ids({ etag: "1a" }), await ids({ etag: "2b" }));
      assert.match(reference, /^[\w-]{22}-0 [\w-]{22}-1$/);
    });
  });

  it("puts an event outside the retention into the index of its arrival", async () => {
    const { documents } = await normalise('{"n":1,"time":"2019-01-01T00:00:00Z"}', { retentionDays: 365 });
    assert.equal(documents[0]?.index, "siem-test.json-2026-01");
    const unlimited = await normalise('{"n":1,"time":"2019-01-01T00:00:00Z"}');
    assert.equal(unlimited.documents[0]?.index, "siem-test.json-2019-01");
  });

  it("uses the given path and enrichment", async () => {
    const { documents } = await normalise('{"n":1}', {
      filePath: "./a.json",
      enrich: (document) => ({ ...document, labels: { seen: "yes" } }),
    });
    assert.equal(documents[0]?.document.log?.file?.path, "./a.json");
    assert.deepEqual(documents[0]?.document.labels, { seen: "yes" });
  });

  it("keeps __proto__ members from changing any other object", async () => {
    await normalise('{"n":1,"__proto__":{"bad":true},"constructor":{"prototype":{"bad":true}}}');
    assert.equal(({} as Record<string, unknown>).bad, undefined);
  });

  it("passes on an error of the transport, after the records before it", async () => {
    const reset = new Error("connection reset");
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`{"n":1}\n{"n":2}\n${" ".repeat(4_096)}{"n"`);
      throw reset;
    }
    const normalised = normaliseObject({ bucket: "b", key: "k" }, broken(), { sources: [jsonSource], now: () => now });
    const seen: unknown[] = [];
    await assert.rejects(async () => {
      for await (const record of normalised) seen.push(record);
    }, reset);
    assert.equal(seen.length, 2);
  });
});
