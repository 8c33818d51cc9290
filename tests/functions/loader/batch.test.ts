import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { type BatchPorts, loadBatch } from "../../../functions/loader/batch";
import type { BulkItem } from "../../../functions/loader/ports";
import { defineSource } from "../../../functions/loader/source";
import { DependencyError, ObjectError } from "../../../functions/shared/errors";
import {
  FakeAsideStore,
  FakeClock,
  FakeLog,
  FakeLogStore,
  FakeMetrics,
  FakeSearchIndex,
  FakeWorkQueue,
  queueMessage,
} from "./fakes";
import { jsonSource, testSources } from "./support";

/** The loader with everything around it in memory. */
class Loader {
  readonly store = new FakeLogStore();
  readonly aside = new FakeAsideStore();
  readonly search = new FakeSearchIndex();
  readonly queue = new FakeWorkQueue();
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly metrics = new FakeMetrics();
  deadline = this.clock.milliseconds + 60_000;

  /** Delivers a message for each list of keys, or message body; returns the ids of those that failed. */
  deliver(
    messages: Readonly<Record<string, readonly string[] | string>>,
    over: Partial<BatchPorts> = {},
  ): Promise<readonly string[]> {
    const { store, aside, search, queue, clock, log, metrics, deadline } = this;
    const batch = Object.entries(messages).map(([messageId, keys]) =>
      queueMessage(messageId, typeof keys === "string" ? keys : notification(keys)),
    );
    return loadBatch(batch, {
      store,
      aside,
      search,
      queue,
      clock,
      log,
      metrics,
      readUntil: deadline,
      deadline,
      normalise: { sources: testSources },
      ...over,
    });
  }

  accounted(key: string): Readonly<Record<string, unknown>> | undefined {
    return this.log.lines.findLast(({ values }) => values.key === key)?.values;
  }
}

function notification(keys: readonly string[], bucket = "archive"): string {
  return JSON.stringify({
    Records: keys.map((key) => ({
      eventSource: "aws:s3",
      eventName: "ObjectCreated:Put",
      s3: {
        bucket: { name: bucket },
        object: { key: encodeURIComponent(key).replaceAll("%20", "+"), versionId: "v1" },
      },
    })),
  });
}

function counts(values: Readonly<Record<string, unknown>> | undefined): readonly unknown[] {
  return [values?.received, values?.indexed, values?.duplicate, values?.rejected, values?.pipelineErrors];
}

describe("loading a batch", () => {
  let loader: Loader;
  beforeEach(() => {
    loader = new Loader();
  });

  it("indexes the objects of all messages and accounts for each of them in one log line", async () => {
    loader.store.put("a b+c", '{"n":1}\n{"n":2}\n{"n":3,"skip":"noise"}').put("lines", "LOG a\nbad\n");
    assert.deepEqual(await loader.deliver({ one: ["a b+c"], two: ["lines"] }), []);
    assert.equal(loader.search.documents.size, 4);
    const { seconds, ...values } = loader.accounted("a b+c") ?? {};
    assert.equal(typeof seconds, "number");
    assert.deepEqual(values, {
      bucket: "archive",
      key: "a b+c",
      versionId: "v1",
      messageId: "one",
      source: "test-json",
      outcome: "read",
      received: 3,
      indexed: 2,
      duplicate: 0,
      rejected: 0,
      dropped: { noise: 1 },
      pipelineErrors: 0,
      reason: undefined,
    });
    assert.deepEqual(counts(loader.accounted("lines")), [2, 2, 0, 0, 1]);
    assert.ok(loader.log.lines.every(({ level, message }) => level === "info" && message === "object accounted"));
    assert.deepEqual(loader.metrics.counts, {
      ObjectsLoaded: 2,
      RecordsReceived: 5,
      RecordsIndexed: 4,
      RecordsDropped: 1,
      PipelineErrors: 1,
      BytesLoaded: 48,
    });
    assert.deepEqual(loader.metrics.delays.ArrivalToIndexedSeconds, [245, 245]);
  });

  it("tells how late a sender delivers: by the newest event of an object that could be mapped", async () => {
    const at = (time: string) => `{"n":1,"time":"2026-01-02T${time}Z"}`;
    loader.store.put("late", `${at("02:00:00.000")}\n${at("02:59:05.500")}\n${at("01:00:00.000")}\n{"bad":true}`);
    loader.store.put("ahead", at("09:00:00.000"));
    assert.deepEqual(await loader.deliver({ one: ["late", "ahead"] }), []);
    assert.deepEqual(loader.metrics.delays.EventToIndexedSeconds, [299.5, 245]);
  });

  it("measures from the announcement on what is loaded once more: it did not arrive years too late", async () => {
    loader.store.put("a", "LOG a\n");
    const again = notification(["a"]).replace('"eventName"', '"eventTime":"2026-01-02T03:04:00Z","eventName"');
    await loader.deliver({ one: again });
    assert.deepEqual(loader.metrics.delays.ArrivalToIndexedSeconds, [5]);
  });

  it("shares bulk requests among small objects", async () => {
    for (let n = 0; n < 10; n += 1) loader.store.put(`o${n}`, `{"n":${n}}`);
    await loader.deliver(Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`m${n}`, [`o${n}`]])));
    assert.equal(loader.search.requests.length, 1);
    assert.equal(loader.search.documents.size, 10);
  });

  it("indexes nothing twice when a message is delivered again, or twice in one batch", async () => {
    loader.store.put("a", "LOG a\nLOG a\n");
    assert.deepEqual(await loader.deliver({ one: ["a"], two: ["a"] }), []);
    assert.deepEqual(await loader.deliver({ one: ["a"] }), []);
    assert.equal(loader.search.documents.size, 2);
    assert.deepEqual(counts(loader.accounted("a")), [2, 0, 2, 0, 0]);
  });

  it("indexes an event once that two objects hold", async () => {
    loader.store.put("a", '{"n":1,"id":"event-1"}').put("b", '{"n":1,"id":"event-1"}');
    await loader.deliver({ one: ["a"], two: ["b"] });
    assert.equal(loader.search.documents.size, 1);
  });

  it("loads both versions of a key that was overwritten", async () => {
    loader.store.put("a", "LOG a\n");
    await loader.deliver({ one: ["a"] });
    const second = notification(["a"]).replace('"v1"', '"v2"');
    await loader.deliver({ two: second });
    assert.equal(loader.search.documents.size, 2);
  });

  it("fails only the message of an object that cannot be worked on", async () => {
    const poison = defineSource({
      ...jsonSource,
      id: "test-poison",
      keys: [{ pattern: /(?:^|\/)poison$/ }],
      recognises: () => false,
      open: () => {
        throw new TypeError("poison");
      },
    });
    loader.store.put("a", '{"n":1}').put("poison", '{"n":2}').put("b", '{"n":3}');
    const normalise = { sources: [...testSources, poison] };
    assert.deepEqual(await loader.deliver({ one: ["a"], two: ["poison"], three: ["b"] }, { normalise }), ["two"]);
    assert.equal(loader.search.documents.size, 2);
    const failed = loader.log.lines.find(({ level }) => level === "error");
    assert.equal(failed?.message, "object failed");
    assert.equal(failed?.values.key, "poison");
    assert.equal(failed?.values.error, "TypeError");
    assert.equal(failed?.values.reason, "poison");
    assert.equal(loader.metrics.counts.ObjectsFailed, 1);
  });

  it("fails a message as a whole if one of its objects fails, and its other objects are done", async () => {
    loader.store.put("a", '{"n":1}').put("b", new DependencyError("S3: SlowDown"));
    assert.deepEqual(await loader.deliver({ one: ["a", "b"] }), ["one"]);
    assert.equal(loader.search.documents.size, 1);
    assert.match(String(loader.accounted("b")?.reason), /SlowDown/);
  });

  describe("of messages that are not about a log object", () => {
    it("acknowledges and counts S3's test event", async () => {
      assert.deepEqual(await loader.deliver({ one: '{"Service":"Amazon S3","Event":"s3:TestEvent"}' }), []);
      assert.deepEqual(loader.metrics.counts, { TestEvents: 1 });
    });

    it("leaves what it does not understand to the dead-letter queue, saying why but not what it is", async () => {
      assert.deepEqual(await loader.deliver({ one: '{"password":"hunter2"}' }), ["one"]);
      assert.deepEqual(loader.metrics.counts, { MessagesUnknown: 1 });
      const [line] = loader.log.lines;
      assert.equal(line?.level, "error");
      assert.equal(line?.values.messageId, "one");
      assert.match(String(line?.values.reason), /neither an S3 notification/);
      assert.doesNotMatch(JSON.stringify(loader.log.lines), /hunter2/);
    });

    it("does not load what it has put aside itself", async () => {
      loader.store.put("rejected/test-json/x.ndjson", '{"n":1}').put("quarantine/x.json", '{"n":1}');
      assert.deepEqual(await loader.deliver({ one: ["rejected/test-json/x.ndjson", "quarantine/x.json"] }), []);
      assert.equal(loader.store.opened, 0);
      assert.deepEqual(loader.metrics.counts, { EventsIgnored: 2 });
    });

    it("loads what has such a key in another bucket than the archive", async () => {
      const keys = ["rejected/mail.json", "quarantine/hosts.json"];
      for (const key of keys) loader.store.put(key, '{"n":1}', "team-logs");
      assert.deepEqual(await loader.deliver({ one: notification(keys, "team-logs") }), []);
      assert.equal(loader.metrics.counts.RecordsIndexed, 2);
      assert.equal(loader.metrics.counts.EventsIgnored, undefined);
    });
  });

  describe("of objects that cannot be loaded", () => {
    it("acknowledges and counts one that is gone", async () => {
      assert.deepEqual(await loader.deliver({ one: ["gone"] }), []);
      assert.equal(loader.accounted("gone")?.outcome, "missing");
      assert.equal(loader.metrics.counts.ObjectsMissing, 1);
    });

    for (const [name, key, content] of [
      ["without bytes", "a", ""],
      ["that stands for a directory", "a/", ""],
      ["that is gzip of nothing", "a.gz", gzipSync("")],
    ] as const) {
      it(`acknowledges and counts one ${name}`, async () => {
        loader.store.put(key, content);
        assert.deepEqual(await loader.deliver({ one: [key] }), []);
        assert.equal(loader.metrics.counts.ObjectsEmpty, 1);
        assert.equal(loader.search.requests.length, 0);
      });
    }

    it("indexes one document for one that no source recognises", async () => {
      loader.store.put("what", "is this?");
      assert.deepEqual(await loader.deliver({ one: ["what"] }), []);
      assert.deepEqual(counts(loader.accounted("what")), [1, 1, 0, 0, 0]);
      assert.equal(loader.metrics.counts.ObjectsUnrecognised, 1);
      const [document] = loader.search.documents.values();
      assert.equal(document?.index, "siem-unrecognised-2026-01");
    });

    it("puts one that is truncated into quarantine, with what comes before the fault indexed once", async () => {
      const text = Array.from({ length: 2_000 }, (_, n) => `LOG ${n} ${Math.imul(n, 2_654_435_761)}\n`).join("");
      const whole = gzipSync(text);
      loader.store.put("a.gz", whole.subarray(0, whole.length - 200));
      assert.deepEqual(await loader.deliver({ one: ["a.gz"] }), []);
      const indexed = loader.search.documents.size;
      assert.ok(indexed > 1_900 && indexed < 2_000, `${indexed}`);
      const [[key, note] = []] = loader.aside.objects;
      assert.match(key ?? "", /^quarantine\/[\w-]{22}\.json$/);
      const { offset, ...rest } = JSON.parse(note ?? "") as Record<string, unknown>;
      assert.ok(typeof offset === "number" && offset > 0.9 * text.length);
      assert.deepEqual(rest, {
        bucket: "archive",
        key: "a.gz",
        versionId: "v1",
        etag: "e1",
        source: "test-lines",
        received: indexed,
        reason: `truncated gzip: unexpected end of file after ${offset} decompressed bytes`,
        time: "2026-01-02T03:04:05.000Z",
      });
      assert.deepEqual(counts(loader.accounted("a.gz")), [indexed, indexed, 0, 0, 0]);
      assert.equal(loader.accounted("a.gz")?.outcome, "quarantined");
      assert.equal(loader.metrics.counts.ObjectsQuarantined, 1);

      assert.deepEqual(await loader.deliver({ again: ["a.gz"] }), []);
      assert.equal(loader.search.documents.size, indexed);
      assert.equal(loader.aside.objects.size, 1);
    });

    it("puts one in a container it cannot open into quarantine, naming the container", async () => {
      loader.store.put("a.xz", Buffer.from("fd377a585a00", "hex"));
      assert.deepEqual(await loader.deliver({ one: ["a.xz"] }), []);
      assert.match(String(loader.accounted("a.xz")?.reason), /^xz: such a container cannot be read/);
      assert.equal(loader.aside.objects.size, 1);
    });

    it("puts one in an archive storage class into quarantine, with the way to restore it", async () => {
      loader.store.put("cold", new ObjectError("restore it"));
      assert.deepEqual(await loader.deliver({ one: ["cold"] }), []);
      assert.match([...loader.aside.objects.values()].join(), /restore it/);
    });

    it("fails one whose note of quarantine cannot be written", async () => {
      loader.store.put("a.xz", Buffer.from("fd377a585a00", "hex"));
      loader.aside.failure = new DependencyError("S3: access denied");
      assert.deepEqual(await loader.deliver({ one: ["a.xz"] }), ["one"]);
    });

    it("fails one whose reading breaks off, and indexes each of its records once in the end", async () => {
      const records = Array.from({ length: 1_000 }, (_, n) => `{"n":${n}}\n`).join("");
      let reads = 0;
      loader.store.put("a", async function* () {
        reads += 1;
        yield Buffer.from(records.slice(0, 5_000));
        if (reads === 1) throw new Error("connection reset");
        yield Buffer.from(records.slice(5_000));
      });
      assert.deepEqual(await loader.deliver({ one: ["a"] }), ["one"]);
      assert.ok(loader.search.documents.size > 0);
      assert.deepEqual(await loader.deliver({ one: ["a"] }), []);
      assert.equal(loader.search.documents.size, 1_000);
    });

    it("takes one for no log that it does not know because its reading broke off at the beginning", async () => {
      let reads = 0;
      loader.store.put("a", async function* () {
        reads += 1;
        yield Buffer.from("something\n");
        if (reads === 1) throw new Error("connection reset");
        yield Buffer.from("LOG a\n");
      });
      assert.deepEqual(await loader.deliver({ one: ["a"] }), ["one"]);
      assert.equal(loader.search.documents.size, 0);
      assert.deepEqual(await loader.deliver({ one: ["a"] }), []);
      assert.equal(loader.accounted("a")?.source, "test-lines");
    });
  });

  describe("that OpenSearch does not take", () => {
    it("writes refused documents aside, to be loaded again, and acknowledges the message", async () => {
      loader.store.put("a", '{"n":1}\n{"n":2}\n{"n":3}\n');
      loader.search.answerItem = (_, { document }) =>
        (document.test as { n: number }).n === 2
          ? { status: 400, type: "mapper_parsing_exception", reason: "failed to parse" }
          : undefined;
      assert.deepEqual(await loader.deliver({ one: ["a"] }), []);
      assert.deepEqual(counts(loader.accounted("a")), [3, 2, 0, 1, 0]);
      const [[key, lines] = []] = loader.aside.objects;
      assert.match(key ?? "", /^rejected\/test-json\/[\w-]{22}-0\.ndjson$/);
      const { document, id, ...line } = JSON.parse(lines ?? "") as Record<string, unknown>;
      assert.equal((document as { test: { n: number } }).test.n, 2);
      assert.equal(typeof id, "string");
      assert.deepEqual(line, {
        bucket: "archive",
        key: "a",
        versionId: "v1",
        etag: "e1",
        source: "test-json",
        ordinal: 1,
        offset: 8,
        index: "siem-test.json-2026-01",
        status: 400,
        reason: "mapper_parsing_exception: failed to parse",
        time: "2026-01-02T03:04:05.000Z",
      });
      assert.equal(loader.log.lines[0]?.level, "warn");
    });

    it("fails the message if refused documents cannot be written aside", async () => {
      loader.store.put("a", '{"n":1}');
      loader.search.answerItem = () => ({ status: 400 });
      loader.aside.failure = new DependencyError("S3: access denied");
      assert.deepEqual(await loader.deliver({ one: ["a"] }), ["one"]);
    });

    it("writes them aside in parts where there are very many", async () => {
      loader.store.put("a", Array.from({ length: 2_500 }, (_, n) => `{"n":${n}}\n`).join(""));
      loader.search.answerItem = () => ({ status: 400 });
      assert.deepEqual(await loader.deliver({ one: ["a"] }), []);
      const lines = [...loader.aside.objects.values()].join("").trimEnd().split("\n");
      assert.equal(lines.length, 2_500);
      assert.deepEqual(counts(loader.accounted("a")), [2_500, 0, 0, 2_500, 0]);
    });

    it("fails the messages that it takes nothing of in time, and only those", async () => {
      loader.store.put("a", '{"n":1,"id":"a"}').put("b", '{"n":2,"id":"b"}');
      loader.search.answerItem = (_, { id }) => (id === "b" ? { status: 429 } : undefined);
      loader.deadline = loader.clock.milliseconds + 3_000;
      assert.deepEqual(await loader.deliver({ one: ["a"], two: ["b"] }), ["two"]);
      assert.deepEqual(
        [...loader.search.documents.values()].map(({ id }) => id),
        ["a"],
      );
    });

    it("fails all messages when it lets us do nothing, and says so", async () => {
      loader.store.put("a", '{"n":1}').put("b", '{"n":2}');
      loader.search.answer = () => ({ kind: "failed", status: 403, reason: "no permissions" });
      assert.deepEqual(await loader.deliver({ one: ["a"], two: ["b"] }), ["one", "two"]);
      assert.match(String(loader.accounted("a")?.reason), /check the domain's access policy/);
    });
  });

  it("reads nothing more when the time is over", async () => {
    loader.store.put("a", '{"n":1}');
    loader.deadline = loader.clock.milliseconds;
    assert.deepEqual(await loader.deliver({ one: ["a"] }), ["one"]);
    assert.equal(loader.store.opened, 0);
    assert.match(String(loader.accounted("a")?.reason), /no time was left/);
  });

  it("fails an object whose records are not all accounted for", async () => {
    loader.store.put("a", '{"n":1}\n{"n":2}\n');
    // An index that answers, but says nothing of the documents.
    const search = { bulk: () => Promise.resolve({ kind: "items" as const, items: new Array<BulkItem>(2) }) };
    assert.deepEqual(await loader.deliver({ one: ["a"] }, { search }), ["one"]);
    assert.match(String(loader.accounted("a")?.reason), /accounting does not add up: received 2, but indexed 0/);
  });
});
