import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { loadBatch } from "../../../functions/loader/batch";
import type { QueueMessage } from "../../../functions/loader/left-over";
import type { BulkItem } from "../../../functions/loader/ports";
import { DependencyError } from "../../../functions/shared/errors";
import { runs } from "../../support/fuzz";
import { s3Notification } from "../../support/s3-notification";
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
import { testSources } from "./support";

const record = fc.oneof(
  fc.integer({ min: 0, max: 99 }).map((n) => `{"n":${n}}`),
  fc.integer({ min: 0, max: 9 }).map((n) => `{"n":${n},"id":"event-${n}"}`),
  fc.constantFrom('{"n":1,"skip":"noise"}', '{"n":1,"bad":true}', '{"n":', "garbage", '{"x":1}', ""),
);
const objectContent = fc
  .tuple(fc.array(record, { maxLength: 12 }), fc.constantFrom("plain", "gzip", "truncated"))
  .map(([records, container]) => {
    const text = Buffer.from(`{"n":0}\n${records.join("\n")}`);
    if (container === "plain") return text;
    const compressed = gzipSync(text);
    return container === "gzip" ? compressed : compressed.subarray(0, compressed.length - 5);
  });
/** What befalls the n-th document that is sent, or the n-th request. */
const itemFault = fc.constantFrom<(BulkItem | undefined)[]>(
  [undefined],
  [{ status: 429 }],
  [{ status: 400, type: "mapper_parsing_exception" }],
  [{ status: 503 }],
  [{ status: 404 }],
);
const requestFault = fc.constantFrom(undefined, undefined, 429, 503, 413, 400, 504);

function message(key: string): QueueMessage {
  return queueMessage(key, s3Notification({ key, versionId: "v1" }));
}

describe("the accounting", () => {
  it("adds up for any mix of records, objects and faults; in the end each record is indexed or set aside, and none twice", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(objectContent, { minLength: 1, maxLength: 4 }),
        fc.array(itemFault, { maxLength: 20 }),
        fc.array(requestFault, { maxLength: 5 }),
        fc.boolean(),
        async (contents, itemFaults, requestFaults, answersAreLost) => {
          const store = new FakeLogStore();
          const aside = new FakeAsideStore();
          const search = new FakeSearchIndex();
          const queue = new FakeWorkQueue();
          const clock = new FakeClock();
          const log = new FakeLog();
          const faults = itemFaults.flat();
          search.storeAnyway = answersAreLost;
          search.answer = () => {
            const status = requestFaults.shift();
            return status === undefined ? undefined : { kind: "failed", status, reason: "fault" };
          };
          search.answerItem = () => faults.shift();
          contents.forEach((content, n) => {
            store.put(`o${n}`, content);
          });
          const messages = contents.map((_, n) => message(`o${n}`));
          const ports = {
            store,
            aside,
            search,
            queue,
            clock,
            log,
            metrics: new FakeMetrics(),
            normalise: { sources: testSources },
          };
          const times = () => ({ readUntil: clock.milliseconds + 1_000, deadline: clock.milliseconds + 2_000 });

          let left: readonly QueueMessage[] = messages;
          for (let delivery = 0; left.length > 0; delivery += 1) {
            assert.ok(delivery < 60, "every fault ends some time");
            log.lines.length = 0;
            const failed = await loadBatch(left, { ...ports, ...times() });
            const sent = queue.sent.splice(0).map(({ body }, n) => queueMessage(`sent-${delivery}-${n}`, body));
            left = [...left.filter(({ messageId }) => failed.includes(messageId)), ...sent];
            for (const { values } of log.lines) {
              if (values.error !== undefined) continue;
              const { received, indexed, duplicate, rejected, dropped } = values as Record<string, number> & {
                dropped: Record<string, number>;
              };
              const droppedTotal = Object.values(dropped).reduce((sum, count) => sum + count, 0);
              assert.equal(received, (indexed ?? 0) + (duplicate ?? 0) + (rejected ?? 0) + droppedTotal);
            }
          }

          const setAside = new Set(
            [...aside.objects]
              .filter(([key]) => key.startsWith("rejected/"))
              .flatMap(([, lines]) => lines.trimEnd().split("\n"))
              .map((line) => (JSON.parse(line) as { id: string }).id),
          );
          const indexed = [...search.documents.values()].map(({ id }) => id);
          assert.equal(new Set(indexed).size, indexed.length);
          const reference = await everyId(contents);
          assert.deepEqual([...new Set([...indexed, ...setAside])].sort(), reference);

          // Once more, without faults: nothing of what is there changes.
          const before = indexed.length;
          search.answer = () => undefined;
          search.answerItem = () => undefined;
          await loadBatch(messages, { ...ports, ...times() });
          assert.ok(search.documents.size >= before);
          assert.deepEqual([...search.documents.values()].map(({ id }) => id).sort(), reference);
        },
      ),
      runs(150),
    );
  });

  it("survives a kill at any request: the next delivery indexes the rest, each record once", async () => {
    const content = Array.from({ length: 20 }, (_, n) => `{"n":${n},"text":"${"x".repeat(400_000)}"}`).join("\n");
    for (let killedAt = 0; killedAt < 2; killedAt += 1) {
      const store = new FakeLogStore().put("a", content);
      const search = new FakeSearchIndex();
      const ports = {
        store,
        search,
        aside: new FakeAsideStore(),
        queue: new FakeWorkQueue(),
        clock: new FakeClock(),
        log: new FakeLog(),
        metrics: new FakeMetrics(),
        normalise: { sources: testSources },
        readUntil: Number.MAX_SAFE_INTEGER,
        deadline: Number.MAX_SAFE_INTEGER,
      };
      search.answer = (request) => {
        if (request === killedAt) throw new DependencyError("killed");
        return undefined;
      };
      await loadBatch([message("a")], ports);
      search.answer = () => undefined;
      assert.deepEqual(await loadBatch([message("a")], ports), []);
      assert.equal(search.documents.size, 20);
    }
  });
});

async function everyId(contents: readonly Uint8Array[]): Promise<string[]> {
  const store = new FakeLogStore();
  const search = new FakeSearchIndex();
  contents.forEach((content, n) => {
    store.put(`o${n}`, content);
  });
  const clock = new FakeClock();
  await loadBatch(
    contents.map((_, n) => message(`o${n}`)),
    {
      store,
      search,
      clock,
      aside: new FakeAsideStore(),
      queue: new FakeWorkQueue(),
      log: new FakeLog(),
      metrics: new FakeMetrics(),
      normalise: { sources: testSources },
      readUntil: clock.milliseconds + 1_000,
      deadline: clock.milliseconds + 1_000,
    },
  );
  return [...search.documents.values()].map(({ id }) => id).sort();
}
