import assert from "node:assert/strict";
import { type BatchPorts, loadBatch } from "../../../functions/loader/batch";
import type { QueueMessage } from "../../../functions/loader/left-over";
import type { WorkQueue } from "../../../functions/loader/ports";
import { maximumHops } from "../../../functions/loader/resume";
import { DependencyError, OutageError } from "../../../functions/shared/errors";
import vpcFlow from "../../../sources/aws-vpc-flow";
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
import { MemoryBody } from "./memory-body";
import { testSources } from "./support";

/** What SQS says of the loader's own messages, which nobody else can have it say. */
const ownRoleId = "AROAEXAMPLELOADER";
const senderId = `${ownRoleId}:siem-test-loader`;

interface FollowUpBody {
  readonly objects: readonly object[];
}

const day = 24 * 60 * 60 * 1_000;

/** The loader, its queue and a clock that goes on a second with each chunk that is read. */
class Loader {
  readonly store = new FakeLogStore();
  readonly aside = new FakeAsideStore();
  readonly search = new FakeSearchIndex();
  readonly queue = new FakeWorkQueue();
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly metrics = new FakeMetrics();

  /** Puts an object of numbered records in chunks of so many. */
  put(key: string, records: number, recordsAtOnce: number): void {
    const lines = Array.from({ length: records }, (_, n) => `{"n":${String(n).padEnd(500)}}\n`);
    const bytes = Buffer.from(lines.join(""));
    const onChunk = (): void => {
      this.clock.milliseconds += 1_000;
    };
    const chunkBytes = recordsAtOnce * (lines[0]?.length ?? 0);
    this.store.put(key, () => new MemoryBody(bytes, { chunkBytes, onChunk }));
  }

  deliver(
    messages: readonly QueueMessage[],
    seconds: number,
    over: Partial<BatchPorts> = {},
  ): Promise<readonly string[]> {
    const { store, aside, search, queue, clock, log, metrics } = this;
    const readUntil = clock.milliseconds + seconds * 1_000;
    const ports = {
      store,
      aside,
      search,
      queue,
      clock,
      log,
      metrics,
      normalise: { sources: testSources },
      ownRoleId,
      objectsAtOnce: 4,
    };
    return loadBatch(messages, { ...ports, readUntil, deadline: readUntil + 10_000, ...over });
  }

  /** The messages that the loader has sent itself since the last call. */
  received(): QueueMessage[] {
    return this.queue.sent.splice(0).map(({ body }, n) => queueMessage(`own-${n}`, body, { senderId }));
  }

  get outcomes(): readonly unknown[] {
    return this.log.lines.map(({ values }) => values.outcome);
  }
}

function notification(...keys: readonly string[]): string {
  return JSON.stringify({
    Records: keys.map((key) => ({
      eventSource: "aws:s3",
      eventName: "ObjectCreated:Put",
      s3: { bucket: { name: "archive" }, object: { key, versionId: "v1" } },
    })),
  });
}

/** Lets requests fail as they do while the cluster is out of order. */
function outage(loader: Loader): void {
  loader.store.put("a", new OutageError("OpenSearch is out of order"));
}

describe("what a batch leaves over", () => {
  let loader: Loader;
  beforeEach(() => {
    loader = new Loader();
  });

  describe("of an object for which the time is too short", () => {
    it("is all of it where what OpenSearch refused cannot be kept any more", async () => {
      loader.put("a", 30_000, 500);
      loader.search.answerItem = () => ({ status: 413, type: "too_large" });
      const aside: BatchPorts["aside"] = {
        ...{ bucket: "archive", write: () => Promise.resolve() },
        update: () => {
          loader.clock.milliseconds += day;
          return Promise.reject(new DependencyError("S3 does not answer"));
        },
      };
      assert.deepEqual(await loader.deliver([queueMessage("one", notification("a"))], 1_000, { aside }), ["one"]);
      assert.deepEqual([loader.outcomes, loader.received()], [["failed"], []]);
    });

    it("is loaded in as many hops as it takes, each record once", async () => {
      loader.put("a", 2_000, 50);
      let messages = [queueMessage("one", notification("a"))];
      let hops = 0;
      for (; messages.length > 0; hops += 1) {
        assert.deepEqual(await loader.deliver(messages, 20), []);
        messages = loader.received();
      }
      assert.ok(hops >= 3, `${hops} hops`);
      assert.equal(loader.search.documents.size, 2_000);
      assert.equal(loader.search.requests.flat().length, 2_000, "no record is sent twice");
      assert.deepEqual(loader.outcomes, [...Array.from({ length: hops - 1 }, () => "continued"), "read"]);
      const { RecordsReceived, RecordsIndexed, RecordsDuplicate, ObjectsContinued, ObjectsLoaded } =
        loader.metrics.counts;
      assert.deepEqual([RecordsReceived, RecordsIndexed, RecordsDuplicate], [2_000, 2_000, undefined]);
      assert.deepEqual([ObjectsContinued, ObjectsLoaded], [hops - 1, 1]);
      assert.equal(loader.metrics.delays.ArrivalToIndexedSeconds?.length, 1, "it is loaded when its end is");
    });

    it("names the very version that was begun, and where to go on", async () => {
      loader.put("a", 2_000, 50);
      await loader.deliver(
        [queueMessage("one", notification("a"), { sentAt: Date.parse("2026-01-01T00:00:00Z") })],
        20,
      );
      const [{ body, delaySeconds } = assert.fail("nothing sent")] = loader.queue.sent;
      const { objects, ...rest } = JSON.parse(body) as { objects: { resume: { ordinal: number; hops: number } }[] };
      assert.equal(delaySeconds, 0);
      assert.deepEqual(rest, { siemLoader: 1, parkings: 0, firstSeen: "2026-01-01T00:00:00.000Z" });
      const [{ resume, ...reference } = assert.fail("no object")] = objects;
      assert.deepEqual(reference, { bucket: "archive", key: "a", versionId: "v1", etag: "e1" });
      assert.equal(resume.hops, 1);
      assert.equal(resume.ordinal, loader.search.documents.size);
    });

    it("is loaded all the same when the function is killed between the index's answer and the message", async () => {
      loader.put("a", 2_000, 50);
      let messages = [queueMessage("one", notification("a"))];
      for (let delivery = 0; messages.length > 0; delivery += 1) {
        assert.ok(delivery < 20);
        if (loader.search.documents.size < 2_000)
          await killedAtSending((queue) => loader.deliver(messages, 20, { queue }));
        await loader.deliver(messages, 20);
        messages = loader.received();
      }
      assert.equal(loader.search.documents.size, 2_000);
    });

    for (const [whose, forged] of [
      ["a user", { senderId: "AIDAEXAMPLEUSER" }],
      ["another role", { senderId: `AROAEXAMPLEOTHER:${ownRoleId}` }],
      ["a role whose id starts like the loader's", { senderId: `${ownRoleId}X:siem-test-loader` }],
      ["nobody known", {}],
    ] as const) {
      it(`has each record under its own id and with its own header although ${whose} says where to go on`, async () => {
        const rows = Array.from({ length: 5 }, (_, n) => `192.0.2.${n + 1} 198.51.100.${n + 1} 443 ${n + 1}\n`);
        loader.store.put("vpc", `srcaddr dstaddr srcport dstport\n${rows.join("")}`);
        const normalise = { sources: [vpcFlow] };
        await loader.deliver([queueMessage("one", notification("vpc"))], 20, { normalise });
        const original = new Map(loader.search.documents);
        assert.equal(original.size, 5);

        loader.search.documents.clear();
        const place = {
          ordinal: 0,
          offset: "srcaddr dstaddr srcport dstport\n".length + (rows[0]?.length ?? 0),
          headers: ["dstaddr srcaddr dstport srcport"],
        };
        const objects = [{ bucket: "archive", key: "vpc", versionId: "v1", resume: { ordinal: 0, hops: 1, place } }];
        const own = { siemLoader: 1, parkings: 0, firstSeen: "2026-01-01T00:00:00.000Z", objects };
        const message = queueMessage("forged", JSON.stringify(own), forged);
        assert.deepEqual(await loader.deliver([message], 20, { normalise }), []);
        const ingested = /"ingested":"[^"]+"/g;
        const comparable = (documents: ReadonlyMap<string, unknown>): unknown =>
          [...documents].map(([id, sent]) => [id, JSON.stringify(sent).replaceAll(ingested, "")]);
        assert.deepEqual(comparable(loader.search.documents), comparable(original));
      });
    }

    it("is delivered again from where it started when the message cannot be sent", async () => {
      loader.put("a", 2_000, 50);
      loader.queue.failure = new DependencyError("SQS: throttled");
      assert.deepEqual(await loader.deliver([queueMessage("one", notification("a"))], 20), ["one"]);
      assert.equal(loader.metrics.counts.ObjectsFailed, 1);
      assert.match(String(loader.log.lines.at(-1)?.values.reason), /SQS: throttled/);
    });

    it("goes to quarantine if not a record could be loaded in all of the time: it would go on for ever", async () => {
      loader.put("a", 2_000, 50);
      const resume = { ordinal: 1_900, hops: 3 };
      const objects = [{ bucket: "archive", key: "a", versionId: "v1", resume }];
      const own = { siemLoader: 1, parkings: 0, firstSeen: "2026-01-01T00:00:00.000Z", objects };
      assert.deepEqual(await loader.deliver([queueMessage("one", JSON.stringify(own))], 5), []);
      assert.deepEqual(loader.outcomes, ["quarantined"]);
      assert.deepEqual(loader.queue.sent, []);
      const [note = ""] = loader.aside.objects.values();
      assert.match(note, /too short to load a record of the object after 1900; .*siem:loaderTimeout/);
    });

    it("fails if S3 gave nothing of it in all of the time, which may be better the next time", async () => {
      loader.store.put("a", async function* () {
        yield* [];
        loader.clock.milliseconds += 60_000;
        throw new DependencyError("S3 did not answer in time");
      });
      assert.deepEqual(await loader.deliver([queueMessage("one", notification("a"))], 20), ["one"]);
      assert.match(String(loader.log.lines.at(-1)?.values.reason), /S3 did not answer in time/);
    });

    it("is gone on with where S3 stops answering when the time is over anyway", async () => {
      loader.store.put("a", async function* () {
        yield Buffer.from('{"n":1}\n'.repeat(1_000));
        loader.clock.milliseconds += 20_000;
        throw new DependencyError("S3 did not answer in time");
      });
      assert.deepEqual(await loader.deliver([queueMessage("one", notification("a"))], 20), []);
      assert.deepEqual(loader.outcomes, ["continued"]);
      assert.equal(loader.search.documents.size, 1_000);
    });

    it("is read by itself where it got nowhere beside others, and only then given up", async () => {
      loader.store.put("a", async function* () {
        for (;;) {
          loader.clock.milliseconds += 1_000;
          yield Buffer.from(" ".repeat(1_000));
          await Promise.resolve();
        }
      });
      loader.put("b", 100, 50);
      const messages = ["b", "a"].map((key) => queueMessage(key, notification(key)));
      // So that it is begun when the other one has had half of the time, and its beginning is not seen.
      assert.deepEqual(await loader.deliver(messages, 4, { objectsAtOnce: 1 }), []);
      assert.deepEqual(loader.outcomes, ["read", "postponed"]);
      const own = loader.received();
      assert.equal((JSON.parse(own[0]?.body ?? "") as { objects: { alone?: boolean }[] }).objects[0]?.alone, true);
      assert.deepEqual(await loader.deliver([queueMessage("b", notification("b")), ...own], 4), []);
      const last = loader.log.lines.slice(2).map(({ values }) => [values.key, values.outcome]);
      assert.deepEqual(Object.fromEntries(last), { a: "quarantined", b: "postponed" });
    });

    it("fails if its hops are used up", async () => {
      loader.put("a", 2_000, 50);
      const resume = { ordinal: 0, hops: maximumHops };
      const objects = [{ bucket: "archive", key: "a", versionId: "v1", resume }];
      const own = { siemLoader: 1, parkings: 0, firstSeen: "2026-01-01T00:00:00.000Z", objects };
      assert.deepEqual(await loader.deliver([queueMessage("one", JSON.stringify(own))], 20), ["one"]);
      assert.match(String(loader.log.lines.at(-1)?.values.reason), /continued 1000 times/);
      assert.deepEqual(loader.queue.sent, []);
    });

    it("starts anew what others left no time for, without counting a try", async () => {
      for (const key of ["a", "b", "c", "d", "e"]) loader.put(key, 500, 50);
      const messages = ["a", "b", "c", "d", "e"].map((key) => queueMessage(key, notification(key)));
      assert.deepEqual(await loader.deliver(messages, 8), []);
      assert.deepEqual(loader.outcomes, ["continued", "continued", "continued", "continued", "postponed"]);
      // Nothing is out of order: neither the alarm of outages nor their delays are for it.
      assert.deepEqual([loader.metrics.counts.ObjectsParked, loader.metrics.counts.ObjectsPostponed], [undefined, 1]);
      const { parkings, objects } = JSON.parse(loader.queue.sent.at(-1)?.body ?? "") as Record<string, unknown>;
      assert.deepEqual(loader.queue.sent.at(-1)?.delaySeconds, 0);
      assert.deepEqual([parkings, objects], [0, [{ bucket: "archive", key: "e", versionId: "v1" }]]);
    });

    it("is no failed try where it must be read again and others had the time", async () => {
      for (const [key, records] of [
        ["a", 1_100],
        ["b", 2_000],
        ["c", 500],
        ["d", 500],
        ["e", 500],
      ] as const)
        loader.put(key, records, 50);
      const again = (key: string): QueueMessage => {
        const objects = [{ bucket: "archive", key, versionId: "v1", resume: { ordinal: 1_000, hops: 1 } }];
        const own = { siemLoader: 1, parkings: 0, firstSeen: "2026-01-01T00:00:00.000Z", objects };
        return queueMessage(key, JSON.stringify(own), { senderId });
      };
      // It needs 20 seconds to come to where it goes on.
      let messages = [...["c", "d", "e"].map((key) => queueMessage(key, notification(key))), again("a"), again("b")];
      for (let round = 0; messages.length > 0; round += 1) {
        assert.ok(round < 10);
        assert.deepEqual(await loader.deliver(messages, 25), []);
        messages = loader.received();
      }
      assert.equal(loader.search.documents.size, 100 + 1_000 + 3 * 500);
      assert.equal(loader.outcomes.includes("failed"), false);
      const first = loader.log.lines.slice(0, 5).map(({ values }) => [values.key, values.outcome]);
      assert.deepEqual(Object.fromEntries(first), {
        a: "read",
        b: "postponed",
        c: "postponed",
        d: "postponed",
        e: "postponed",
      });
    });

    it("is left to the dead-letter queue where there is no time for it in 13 days", async () => {
      for (const key of ["a", "b"]) loader.put(key, 500, 50);
      const sentAt = loader.clock.milliseconds - 13 * day;
      const messages = ["a", "b"].map((key) => queueMessage(key, notification(key), { sentAt }));
      assert.deepEqual(await loader.deliver(messages, 8, { objectsAtOnce: 1 }), ["b"]);
      assert.deepEqual(loader.outcomes, ["continued", "failed"]);
    });
  });

  describe("of objects that met an outage", () => {
    it("is sent again, later each time, and acknowledged", async () => {
      outage(loader);
      let messages = [queueMessage("one", notification("a"))];
      const delays: number[] = [];
      for (let round = 0; round < 8; round += 1) {
        assert.deepEqual(await loader.deliver(messages, 20), []);
        delays.push(loader.queue.sent[0]?.delaySeconds ?? -1);
        messages = loader.received();
      }
      // 30 seconds doubled each time, up to 15 minutes, of which chance, here in its middle, takes a quarter.
      assert.deepEqual(delays, [23, 45, 90, 180, 360, 675, 675, 675]);
      assert.equal(loader.metrics.counts.ObjectsParked, 8);
      assert.equal(loader.metrics.counts.ObjectsFailed, undefined);
      assert.deepEqual(
        new Set(loader.log.lines.map(({ level, message }) => `${level} ${message}`)),
        new Set(["warn object parked"]),
      );
      assert.equal(loader.queue.hidden.length, 0);

      loader.put("a", 10, 10);
      assert.deepEqual(await loader.deliver(messages, 20), []);
      assert.equal(loader.search.documents.size, 10);
    });

    it("names the very version that was read, as far as it was", async () => {
      loader.store.put("a", '{"n":1}');
      loader.search.answer = () => ({ kind: "failed", status: 503, reason: "no" });
      const reference = { bucket: "archive", key: "a" };
      const Records = [
        {
          eventSource: "aws:s3",
          eventName: "ObjectCreated:Put",
          s3: { bucket: { name: "archive" }, object: { key: "a" } },
        },
      ];
      let messages = [queueMessage("one", JSON.stringify({ Records }))];
      for (let round = 0; loader.queue.sent.length === 0; round += 1) {
        assert.ok(round < 20);
        await loader.deliver(messages, 20);
        messages = [queueMessage(`again-${round}`, JSON.stringify({ Records }))];
      }
      const [{ objects } = assert.fail()] = loader.queue.sent.map(({ body }) => JSON.parse(body) as FollowUpBody);
      assert.deepEqual(objects, [{ ...reference, etag: "e1" }]);
    });

    it("is sent for several messages at once, for little time is left then", async () => {
      outage(loader);
      let inFlight = 0;
      let released: (() => void) | undefined;
      const enough = new Promise<void>((resolve) => {
        released = resolve;
      });
      const send = (): Promise<void> => {
        inFlight += 1;
        if (inFlight === 5) released?.();
        return enough;
      };
      const messages = Array.from({ length: 5 }, (_, n) => queueMessage(`m${n}`, notification("a")));
      assert.deepEqual(await loader.deliver(messages, 20, { queue: { send, hide: send } }), []);
    });

    it("goes to the dead-letter queue after 13 days", async () => {
      outage(loader);
      const sentAt = loader.clock.milliseconds - 12.9 * day;
      assert.deepEqual(await loader.deliver([queueMessage("one", notification("a"), { sentAt })], 20), []);
      const [own = assert.fail("nothing sent")] = loader.received();
      loader.clock.milliseconds += 0.2 * day;
      assert.deepEqual(await loader.deliver([own], 20), ["own-0"]);
      assert.deepEqual(loader.queue.sent, []);
    });

    it("counts from now where a message says that it was first seen in the future", async () => {
      outage(loader);
      const body = {
        siemLoader: 1,
        parkings: 0,
        firstSeen: "2999-01-01T00:00:00.000Z",
        objects: [{ bucket: "archive", key: "a" }],
      };
      await loader.deliver([queueMessage("one", JSON.stringify(body))], 20);
      const { firstSeen } = JSON.parse(loader.queue.sent[0]?.body ?? "") as { firstSeen: string };
      assert.equal(firstSeen, loader.clock.now().toISOString());
    });

    it("is delivered again by the queue when it cannot be sent", async () => {
      outage(loader);
      loader.queue.failure = new DependencyError("SQS: throttled");
      assert.deepEqual(await loader.deliver([queueMessage("one", notification("a"))], 20), ["one"]);
      assert.equal(loader.metrics.counts.ObjectsFailed, 1);
    });

    it("asks a queue that is out of order a few times only, whatever waits", async () => {
      outage(loader);
      let asked = 0;
      const refuse = (): Promise<never> => {
        asked += 1;
        return Promise.reject(new OutageError("SQS: no answer"));
      };
      const messages = Array.from({ length: 100 }, (_, n) => queueMessage(`m${n}`, notification("a")));
      const failed = await loader.deliver(messages, 20, { queue: { send: refuse, hide: refuse } });
      assert.equal(failed.length, 100);
      assert.ok(asked <= 10, `${asked} requests`);
    });

    it("is sent or hidden whatever the queue refuses of other messages", async () => {
      outage(loader);
      loader.store.put("odd", new OutageError("OpenSearch is out of order"));
      loader.store.put("slow", new DependencyError("S3: SlowDown"));
      const queue: WorkQueue = {
        send: (body, delaySeconds) =>
          body.includes('"odd"')
            ? Promise.reject(new DependencyError("SQS: InvalidMessageContents"))
            : loader.queue.send(body, delaySeconds),
        hide: (receiptHandle, seconds) =>
          receiptHandle === "over"
            ? Promise.reject(new DependencyError("SQS: ReceiptHandleIsInvalid"))
            : loader.queue.hide(receiptHandle, seconds),
      };
      const messages = [
        queueMessage("odd", notification("odd"), { receiptHandle: "over" }),
        ...Array.from({ length: 29 }, (_, n) => queueMessage(`m${n}`, notification("a"))),
        queueMessage("slow", notification("slow")),
      ];
      assert.deepEqual(await loader.deliver(messages, 20, { queue }), ["odd", "slow"]);
      assert.equal(loader.queue.sent.length, 29);
      assert.deepEqual(
        loader.queue.hidden.map(({ receiptHandle }) => receiptHandle),
        ["receipt of slow"],
      );
    });

    it("takes along what else is left of the same message, and leaves out what is done", async () => {
      outage(loader);
      loader.put("done", 10, 10);
      loader.store.put("slow", new DependencyError("S3: SlowDown"));
      assert.deepEqual(await loader.deliver([queueMessage("one", notification("a", "done", "slow"))], 20), []);
      const { objects } = JSON.parse(loader.queue.sent[0]?.body ?? "") as { objects: { key: string }[] };
      assert.deepEqual(
        objects.map(({ key }) => key),
        ["a", "slow"],
      );
    });
  });

  describe("of objects whose bucket, or anything but the cluster, failed", () => {
    it("is hidden the longer the more often it was received", async () => {
      loader.store.put("a", new DependencyError("S3: SlowDown"));
      for (const receiveCount of [1, 2, 5, 10]) {
        const message = queueMessage("one", notification("a"), { receiveCount });
        assert.deepEqual(await loader.deliver([message], 20), ["one"]);
      }
      assert.deepEqual(
        loader.queue.hidden,
        [45, 90, 720, 10_800].map((seconds) => ({ receiptHandle: "receipt of one", seconds })),
      );
    });

    it("fails as it would when it cannot be hidden", async () => {
      loader.store.put("a", new DependencyError("S3: SlowDown"));
      loader.queue.failure = new DependencyError("SQS: throttled");
      assert.deepEqual(await loader.deliver([queueMessage("one", notification("a"))], 20), ["one"]);
      assert.match(
        String(loader.log.lines.find(({ message }) => message === "object failed")?.values.reason),
        /SlowDown/,
      );
    });
  });
});

/** A function that ends, with nothing said, when it is about to send. */
async function killedAtSending(run: (queue: WorkQueue) => Promise<unknown>): Promise<void> {
  await new Promise<void>((resolve) => {
    const send = (): Promise<never> => {
      resolve();
      return new Promise(() => undefined);
    };
    void run({ send, hide: send }).then(() => resolve());
  });
}
