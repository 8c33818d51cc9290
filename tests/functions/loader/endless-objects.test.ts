import assert from "node:assert/strict";
import { deflateRawSync, gzipSync } from "node:zlib";
import { type BatchPorts, loadBatch } from "../../../functions/loader/batch";
import type { QueueMessage } from "../../../functions/loader/left-over";
import type { ObjectBody } from "../../../functions/loader/ports";
import { defineSource } from "../../../functions/loader/source";
import vpcFlow from "../../../sources/aws-vpc-flow";
import { assertTakesAsLong } from "../../support/growth";
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
import { lineSource, testSources } from "./support";

const xmlSource = defineSource({
  ...lineSource,
  id: "test-xml",
  format: "xml",
  xmlElement: "Item",
  keys: [],
  recognises: (value) => typeof value === "string" && value.startsWith("<Item"),
});

const ownRoleId = "AROAEXAMPLELOADER";
const seconds = 30;

/** The loader with everything around it in memory; its time passes as the objects of a test have it. */
class Loader {
  readonly store = new FakeLogStore();
  readonly aside = new FakeAsideStore();
  readonly search = new FakeSearchIndex();
  readonly queue = new FakeWorkQueue();
  readonly clock = new FakeClock();
  readonly log = new FakeLog();

  /** Puts an object that never ends: its beginning, and then the same chunk again and again, a second each. */
  putEndless(start: Buffer, chunk: Buffer): void {
    const { clock } = this;
    let at = 0;
    this.store.put("a", (): ObjectBody => {
      let read = 0;
      return {
        skipTo: (offset) => {
          const leftOut = Math.max(0, offset - read);
          read += leftOut;
          return leftOut;
        },
        async *[Symbol.asyncIterator]() {
          for (at = 0; ; at += 1) {
            clock.milliseconds += 1_000;
            // Far behind what the loader may read: it would go on for ever.
            assert.ok(at < 3 * seconds, "the loader does not look at its clock");
            const bytes = read === 0 ? Buffer.concat([start, chunk]) : chunk;
            read += bytes.length;
            yield await Promise.resolve(bytes);
          }
        },
      };
    });
  }

  async deliver(message: QueueMessage, over: Partial<BatchPorts> = {}): Promise<unknown> {
    const { store, aside, search, queue, clock, log } = this;
    const readUntil = clock.milliseconds + seconds * 1_000;
    const failed = await loadBatch([message], {
      store,
      aside,
      search,
      queue,
      clock,
      log,
      metrics: new FakeMetrics(),
      normalise: { sources: [...testSources, vpcFlow, xmlSource] },
      ownRoleId,
      readUntil,
      deadline: readUntil + 15_000,
      ...over,
    });
    assert.deepEqual(failed, [], "the message is acknowledged");
    assert.ok(clock.milliseconds < readUntil + 5_000, "it ends when the time is over");
    return log.lines.at(-1)?.values.outcome;
  }

  /** What the loader has sent itself. */
  received(): QueueMessage | undefined {
    const [sent] = this.queue.sent.splice(0);
    return sent && queueMessage("own", sent.body, { senderId: `${ownRoleId}:siem-test-loader` });
  }
}

const event = queueMessage(
  "one",
  JSON.stringify({
    Records: [
      {
        eventSource: "aws:s3",
        eventName: "ObjectCreated:Put",
        s3: { bucket: { name: "archive" }, object: { key: "a", versionId: "v1" } },
      },
    ],
  }),
);

const kibibyte = 1024;
/** Larger than those of S3: an object whose kind is not known yet is looked at for 4 MiB. */
const chunkBytes = 256 * kibibyte;
const lines = (line: string): Buffer => Buffer.from(line.repeat(Math.ceil(chunkBytes / line.length)));
const flowHeader =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n";
const flowLine = "2 123456789012 eni-1 198.51.100.1 203.0.113.1 80 1024 6 1 40 1767322800 1767322860 ACCEPT OK\n";
const emptyZipMember = (() => {
  const data = deflateRawSync("");
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(data.length, 18);
  return Buffer.concat([header, data]);
})();
/** A frame that readers of zstd pass over. */
const skippableFrame = Buffer.from("502a4d18" + "04000000" + "00000000", "hex");
const repeated = (bytes: Buffer): Buffer =>
  Buffer.concat(Array.from({ length: Math.ceil(chunkBytes / 4 / bytes.length) }, () => bytes));

describe("an object that gives no record for long", () => {
  let loader: Loader;
  beforeEach(() => {
    loader = new Loader();
  });

  describe("is gone on with behind what was read", () => {
    for (const [name, start, chunk] of [
      ["line ends only", "", lines("\n")],
      ["lines of white space", "", lines("  \t\r\n")],
      ["white space behind a line", `${flowHeader}${flowLine}`, lines("\n")],
      ["header lines only", "", lines(flowHeader)],
      ["white space behind JSON", '{"n":1}\n', lines(" ")],
      ["separators in a JSON array", '[{"n":1}', lines(",\n")],
    ] as const) {
      it(`if it is ${name}`, async () => {
        loader.putEndless(Buffer.from(start), chunk);
        let message: QueueMessage | undefined = event;
        const offsets: number[] = [];
        for (let hop = 0; hop < 2; hop += 1) {
          assert.equal(await loader.deliver(message), "continued");
          message = loader.received() ?? assert.fail("nothing was sent");
          const { objects } = JSON.parse(message.body) as { objects: { resume: { place: { offset: number } } }[] };
          offsets.push(objects[0]?.resume.place.offset ?? 0);
        }
        const steps = offsets.map((offset, hop) => offset - (offsets[hop - 1] ?? 0));
        assert.ok(Math.min(...steps) > 5 * chunkBytes, `it gets on: ${String(offsets)}`);
        assert.equal(loader.search.requests.flat().length, start === "" ? 0 : 1, "no record is sent twice");
      });
    }

    it("if a filter drops all of its records, each of which is counted once", async () => {
      loader.putEndless(Buffer.alloc(0), lines("LOG a\n"));
      const normalise = { sources: testSources, filter: () => ({ dropped: "noise" }) };
      assert.equal(await loader.deliver(event, { normalise }), "continued");
      const { received, dropped } = loader.log.lines.at(-1)?.values ?? {};
      assert.deepEqual(dropped, { noise: received });
    });
  });

  describe("goes to quarantine, for want of a place to go on at,", () => {
    for (const [name, start, chunk] of [
      ["a line without an end", "", lines("x")],
      ["a JSON value that is larger than allowed", '{"n":"', lines("x")],
      ["a JSON object without an end", "{", lines(' "n": {\n')],
      ["white space between XML elements", "<Items><Item/>", lines(" \n")],
      ["a comment in XML", "<Items><Item/><!--", lines("x\n")],
      [
        "header lines that all say something else",
        "",
        Buffer.from(Array.from({ length: 9_000 }, (_, n) => `#test${n}\n`).join("")),
      ],
      ["gzip members of nothing", "", repeated(gzipSync(""))],
      ["NULs behind gzip", gzipSync("\n").toString("latin1"), Buffer.alloc(64 * kibibyte)],
      ["zstd frames that are passed over", "", repeated(skippableFrame)],
      ["zip members of nothing", "", Buffer.concat(Array.from({ length: 100 }, () => emptyZipMember))],
    ] as const) {
      it(`if it is ${name}`, async () => {
        loader.putEndless(Buffer.from(start, "latin1"), chunk);
        let message: QueueMessage | undefined = event;
        let outcome: unknown = "continued";
        // The first hop may come to the beginning of what has no end.
        for (let hop = 0; message !== undefined && outcome === "continued"; hop += 1) {
          assert.ok(hop < 3);
          outcome = await loader.deliver(message);
          message = loader.received();
        }
        assert.equal(outcome, "quarantined");
        const [note = ""] = loader.aside.objects.values();
        assert.match(note, /the function's whole time is too short to load a record of the object/);
      });
    }
  });

  it("ends in time where a few stored bytes become many", async () => {
    const { clock } = loader;
    // A second passes with each 256 KiB that come out of it.
    const now = clock.now.bind(clock);
    clock.now = () => {
      clock.milliseconds += 1_000;
      return now();
    };
    let stored = 0;
    const bomb = gzipSync(Buffer.alloc(64 * kibibyte * kibibyte, "\n"));
    loader.store.put("a", async function* () {
      stored += 1;
      yield await Promise.resolve(bomb);
    });
    await loader.deliver(event);
    assert.equal(stored, 1);
  });

  describe("takes no longer for a piece of it than there is time behind the end", () => {
    const frame = Buffer.alloc(12);
    frame.writeUInt32LE(0xfd2fb528, 0);
    frame[4] = 0xa0;
    frame.writeUInt32LE(128 * kibibyte * kibibyte - 1, 5);
    frame[9] = 1;
    for (const [name, content] of [
      ["colons behind an array of records", Buffer.from(`{"Records":[],${":".repeat(kibibyte * kibibyte)}`)],
      ["frames of no bytes that say that they have 128 MiB", Buffer.concat(Array.from({ length: 5_000 }, () => frame))],
    ] as const) {
      it(`where it is ${name}`, async () => {
        const load = async (bytes: Buffer) => {
          loader.store.put("a", bytes);
          await loader.deliver(event);
        };
        // Seconds for each piece of 64 KiB, before.
        await assertTakesAsLong(
          () => load(content),
          () => load(Buffer.alloc(content.length, "\n")),
          "it",
        );
      });
    }
  });
});
