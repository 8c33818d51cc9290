import assert from "node:assert/strict";
import type { Alert } from "../../../functions/detector/alerts/alert";
import type { AlertStore } from "../../../functions/detector/alerts/ports";
import type { DigestStore } from "../../../functions/detector/digest/send-digest";
import type { StateStore } from "../../../functions/detector/ports";

const nobody = { user: [], address: [], host: [], account: [], resource: [] };

/** An alert that nothing is to be done about. */
export function anAlert(id: string, change: Partial<Alert> = {}): Alert {
  return {
    id,
    kind: "alert",
    status: "open",
    owner: undefined,
    verdict: undefined,
    notes: [],
    rule: {
      key: "rule",
      name: "A rule",
      id: undefined,
      author: ["Somebody"],
      level: "high",
      description: undefined,
      reference: undefined,
    },
    key: ["111122223333", "mary"],
    count: 3,
    firstSeen: "2026-01-31T09:00:00.000Z",
    lastSeen: "2026-01-31T09:05:00.000Z",
    entities: { ...nobody, user: ["mary"] },
    about: { user: { name: ["mary"] } },
    opened: "2026-01-31T09:06:00.000Z",
    reopened: undefined,
    escalated: undefined,
    told: { count: 0, entities: nobody, time: "2026-01-31T09:06:00.000Z", messages: 0 },
    outbox: [],
    nextCheck: undefined,
    ...change,
  };
}

const message = {
  id: "1",
  kind: "opened",
  news: { count: 3, entities: nobody },
  claimedUntil: undefined,
} as const satisfies Alert["outbox"][number];

/** Without members that are undefined: a store may have them or not. */
export function plain(alert: Alert): unknown {
  return JSON.parse(JSON.stringify(alert));
}

export interface StoresUnderTest {
  readonly alerts: AlertStore;
  /** Has searches find what was written. */
  readonly refresh: () => Promise<void>;
}

/** What every store of alerts does. Each test has alerts of its own. */
export function storesAlerts(stores: () => StoresUnderTest): void {
  const ids = (alerts: readonly { readonly id: string }[]) => alerts.map(({ id }) => id);

  it("gives alerts as they were written last, and only those that there are", async () => {
    const { alerts } = stores();
    const [one, other] = [anAlert("read-1"), anAlert("read-2", { notes: [{ time: "t", author: "mary", text: "ü" }] })];
    const version = await alerts.write(one, undefined);
    await alerts.write(other, undefined);
    await alerts.write({ ...one, count: 4 }, version);
    const found = await alerts.read(["read-1", "read-2", "read-3"]);
    assert.deepEqual([...found.keys()].toSorted(), ["read-1", "read-2"]);
    const { version: _, ...first } = found.get("read-1")!;
    const { version: __, ...second } = found.get("read-2")!;
    assert.deepEqual([first, second].map(plain), [{ ...one, count: 4 }, other].map(plain));
    assert.deepEqual([...(await alerts.read([]))], []);
  });

  it("gives more alerts at once than a request may ask for", async () => {
    const { alerts } = stores();
    const many = Array.from({ length: 130 }, (_, number) => `many-${number}`);
    for (const id of many) await alerts.write(anAlert(id), undefined);
    assert.deepEqual([...(await alerts.read(many)).keys()].toSorted(), many.toSorted());
  });

  it("takes an alert once under each version", async () => {
    const { alerts } = stores();
    const alert = anAlert("versions");
    const first = await alerts.write(alert, undefined);
    assert.ok(first !== undefined, "a new one is taken");
    assert.equal(await alerts.write(alert, undefined), undefined, "it is new no more");
    assert.equal((await alerts.read(["versions"])).get("versions")?.version, first);
    const attempts = await Promise.all([1, 2, 3].map((count) => alerts.write({ ...alert, count }, first)));
    assert.equal(attempts.filter((version) => version !== undefined).length, 1, "one of three at the same time");
    assert.equal(await alerts.write(alert, first), undefined, "what was read before is old");
    const { version } = (await alerts.read(["versions"])).get("versions")!;
    assert.ok((await alerts.write(alert, version)) !== undefined, "what was read since is not");
  });

  it("knows which alerts are to be looked at by a time", async () => {
    const { alerts, refresh } = stores();
    const checks = {
      "due-late": "2026-01-31T10:00:00.001Z",
      "due-now": "2026-01-31T10:00:00.000Z",
      "due-early": "2026-01-31T09:00:00.000Z",
    };
    for (const [id, nextCheck] of Object.entries(checks)) await alerts.write(anAlert(id, { nextCheck }), undefined);
    await alerts.write(anAlert("due-never"), undefined);
    await refresh();
    assert.deepEqual(await alerts.due(new Date("2026-01-31T10:00:00Z")), ["due-early", "due-now"]);
    for (const [id, { version, ...alert }] of await alerts.read(["due-early", "due-now", "due-late"])) {
      assert.ok(await alerts.write({ ...alert, nextCheck: undefined }, version), id);
    }
    await refresh();
    assert.deepEqual(await alerts.due(new Date("2026-01-31T10:00:00Z")), []);
  });

  it("knows which alerts have messages to be sent, the longest waiting first", async () => {
    const { alerts, refresh } = stores();
    const waiting = { outbox: [message], opened: "2026-01-31T09:07:00.000Z" };
    await alerts.write(anAlert("unsent-2", waiting), undefined);
    await alerts.write(anAlert("unsent-1", { outbox: [message] }), undefined);
    await alerts.write(anAlert("unsent-none"), undefined);
    await refresh();
    const unsent = await alerts.unsent();
    assert.deepEqual(ids(unsent), ["unsent-1", "unsent-2"]);
    for (const { version, ...alert } of unsent) await alerts.write({ ...alert, outbox: [] }, version);
    await refresh();
    assert.deepEqual(await alerts.unsent(), []);
  });
}

/** What every store of a detector's state does. */
export function storesState(store: () => StateStore): void {
  it("knows how far each detector is, and takes one of two that go on from there", async () => {
    assert.equal(await store().read("first"), undefined);
    assert.equal(await store().write("first", { watermark: 1_000 }, undefined), true);
    assert.equal(await store().write("first", { watermark: 2_000 }, undefined), false);
    const found = await store().read("first");
    assert.equal(found?.watermark, 1_000);
    const both = await Promise.all(
      [3_000, 4_000].map((watermark) => store().write("first", { watermark }, found?.version)),
    );
    assert.deepEqual(both.toSorted(), [false, true]);
    assert.equal((await store().read("first"))?.watermark, both[0] ? 3_000 : 4_000);
    assert.equal(await store().read("second"), undefined);
  });
}

/** What every store of what digests have told does. */
export function storesDigests(store: () => DigestStore): void {
  it("knows until when digests have told, and which run has the next one in hand", async () => {
    assert.equal(await store().read(), undefined);
    await store().write({ until: 1_000 }, undefined);
    const { version, ...first } = (await store().read())!;
    assert.deepEqual(first, { until: 1_000 });
    const claims = await Promise.all(
      [2_000, 3_000].map((claimedUntil) => store().write({ until: 1_000, claimedUntil }, version)),
    );
    const [claimed] = claims.filter((one) => one !== undefined);
    assert.equal(claims.filter((one) => one === undefined).length, 1);
    const second = await store().read();
    assert.deepEqual(second, { until: 1_000, claimedUntil: claims[0] === undefined ? 3_000 : 2_000, version: claimed });
  });
}
