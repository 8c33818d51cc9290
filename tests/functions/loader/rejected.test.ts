import assert from "node:assert/strict";
import fc from "fast-check";
import { ObjectAccount } from "../../../functions/loader/account";
import {
  holdsManyRejections,
  mergedLines,
  type Rejection,
  rejectedKey,
  writeRejections,
} from "../../../functions/loader/rejected";
import { runs } from "../../support/fuzz";
import { FakeAsideStore } from "./fakes";

const reference = { bucket: "archive", key: "a.log", versionId: "v1" };
const now = new Date("2026-01-02T03:04:05.000Z");

/** So large that it shares no file. */
const largeDocument = JSON.stringify({ text: "x".repeat(40_000) });

/** Every tenth is large. */
function rejection(ordinal: number, reason = "refused"): Rejection {
  const id = `id-${ordinal}`;
  const document = ordinal % 10 === 9 ? largeDocument : "{}";
  return { source: "test", ordinal, offset: 0, index: "siem-test-2026-01", id, document, status: 400, reason };
}

/** One reading of the object; its rejections come in any order and are written in any parts. */
async function pass(store: FakeAsideStore, parts: readonly (readonly number[])[], reason?: string): Promise<void> {
  const account = new ObjectAccount(reference);
  for (const part of parts) {
    for (const ordinal of part) account.reject(rejection(ordinal, reason));
    await writeRejections(account, store, now);
  }
}

const linesOf = (store: FakeAsideStore) =>
  [...store.objects.values()].flatMap((lines) => lines.trimEnd().split("\n")).map((line) => JSON.parse(line));

describe("rejected records", () => {
  it("have a place of their own: the same file, whatever else of the object is refused", () => {
    const keys = [0, 249, 250, 1_000_000].map((ordinal) => rejectedKey(reference, { ...rejection(0), ordinal }));
    assert.match(keys[0]!, /^rejected\/test\/[\w-]{22}-0\.ndjson$/);
    assert.equal(keys[0], keys[1]);
    assert.match(keys[2]!, /-250\.ndjson$/);
    assert.match(keys[3]!, /-1000000\.ndjson$/);
    assert.notEqual(rejectedKey({ ...reference, versionId: "v2" }, rejection(0)), keys[0]);
    assert.notEqual(rejectedKey(reference, { ...rejection(0), source: "other" }), keys[0]);
  });

  it("have a file of their own if they are large, so that none outgrows the memory", async () => {
    const store = new FakeAsideStore();
    const account = new ObjectAccount(reference);
    for (let ordinal = 0; ordinal < 250; ordinal += 1) {
      account.reject({ ...rejection(ordinal), document: largeDocument });
    }
    await writeRejections(account, store, now);
    assert.equal(store.objects.size, 250);
    for (const [key, lines] of store.objects) {
      const { ordinal } = JSON.parse(lines) as { ordinal: number };
      assert.match(key, new RegExp(`^rejected/test/[\\w-]{22}-${ordinal}-large\\.ndjson$`));
    }
    const longest = { ...rejection(0), document: JSON.stringify("é".repeat(16_383)) };
    assert.match(rejectedKey(reference, longest), /-0\.ndjson$/);
    assert.match(rejectedKey(reference, { ...longest, document: `${longest.document} ` }), /-0-large\.ndjson$/);
  });

  it("are in the work of eight files at once, of however many objects", async () => {
    const store = new FakeAsideStore();
    let [open, most] = [0, 0];
    store.update = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise(setImmediate);
      open -= 1;
    };
    const ordinals = Array.from({ length: 20 }, (_, n) => 250 * n);
    await Promise.all([1, 2, 3].map(() => pass(store, [ordinals])));
    assert.equal(most, 8);
  });

  it("are there once, however their object is read: in what parts, to what point, how often", async () => {
    const ordinals = fc.uniqueArray(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(ordinals, fc.array(fc.nat(40), { maxLength: 4 }), async (refused, cuts) => {
        const store = new FakeAsideStore();
        // Deliveries that break off; the last one reads to the end.
        for (const cut of cuts) await pass(store, [refused.slice(0, cut), refused.slice(cut, cut + 2)]);
        await pass(
          store,
          refused.map((ordinal) => [ordinal]),
        );
        const lines = linesOf(store);
        assert.deepEqual(lines.map(({ ordinal }) => ordinal).sort(), [...refused].sort());
        const once = new FakeAsideStore();
        await pass(once, [refused]);
        assert.deepEqual([...store.objects].sort(), [...once.objects].sort());
      }),
      runs(100),
    );
  });

  it("keep those of earlier deliveries, and the newer reason where both have one", async () => {
    const store = new FakeAsideStore();
    await pass(store, [[3, 5]], "old");
    await pass(store, [[5, 4]], "new");
    assert.deepEqual(
      linesOf(store).map(({ ordinal, reason }) => [ordinal, reason]),
      [
        [3, "old"],
        [4, "new"],
        [5, "new"],
      ],
    );
  });

  it("are those of the version that was read, also where its event names none", async () => {
    const store = new FakeAsideStore();
    for (const [object, resume] of [
      [{ bucket: "archive", key: "a.log" }, undefined],
      [reference, { ordinal: 5, hops: 1 }],
    ] as const) {
      const account = new ObjectAccount(object, resume);
      account.version = { versionId: "v1", etag: "e1" };
      account.reject(rejection(resume?.ordinal ?? 0));
      await writeRejections(account, store, now);
    }
    assert.equal(store.objects.size, 1);
    assert.deepEqual(
      linesOf(store).map(({ ordinal, versionId, etag }) => [ordinal, versionId, etag]),
      [
        [0, "v1", "e1"],
        [5, "v1", "e1"],
      ],
    );
  });

  it("leave a line that somebody else wrote into the file as it is", () => {
    const line = JSON.stringify({ ordinal: 1, id: "a" });
    assert.equal(mergedLines("no JSON\n\n[1]\n", [line]), `no JSON\n[1]\n${line}\n`);
  });

  it("are kept in memory up to a thousand, or 16 million characters of documents", () => {
    const account = new ObjectAccount(reference);
    for (let ordinal = 0; ordinal <= 1_000; ordinal += 1) {
      assert.equal(holdsManyRejections(account), false);
      account.reject(rejection(ordinal));
    }
    assert.equal(holdsManyRejections(account), true);
    account.takeRejections();
    assert.equal(holdsManyRejections(account), false);
    account.reject({ ...rejection(0), document: "x".repeat(17 * 1024 * 1024) });
    assert.equal(holdsManyRejections(account), true);
  });

  it("fail their object when one of their files cannot be written", async () => {
    const store = new FakeAsideStore();
    store.failure = new Error("S3: SlowDown");
    await assert.rejects(pass(store, [[1, 300]]), /SlowDown/);
  });
});
