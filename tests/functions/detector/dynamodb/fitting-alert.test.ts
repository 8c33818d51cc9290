import assert from "node:assert/strict";
import { type Alert, type AlertEntities, entityKinds } from "../../../../functions/detector/alerts/alert";
import { alertDocument } from "../../../../functions/detector/alerts/alert-document";
import { updateAlert } from "../../../../functions/detector/alerts/life-cycle";
import { fittingAlert } from "../../../../functions/detector/dynamodb/fitting-alert";
import { minute, policy } from "../alerts/memory";
import { anAlert } from "../store-contract";

const most = 390_000;
const bytes = (alert: Alert): number => Buffer.byteLength(JSON.stringify(alertDocument(alert)));

/** Names of the characters that take JSON the most bytes. */
const names = (count: number, length = 1_024) =>
  Array.from({ length: count }, (_, number) => `${number} ${"\u0001".repeat(length)}`);
const entitiesOf = (list: readonly string[]): AlertEntities => ({
  user: list,
  address: list,
  host: list,
  account: list,
  resource: list,
});
const notes = (count: number, length: number) =>
  Array.from({ length: count }, (_, number) => ({ time: `time ${number}`, author: "mary", text: "n".repeat(length) }));
const messages = (count: number, news: AlertEntities) =>
  Array.from({ length: count }, (_, number) => ({
    id: `message ${number}`,
    kind: "grew" as const,
    news: { count: 1, entities: news },
    claimedUntil: "2026-01-31T09:06:00.000Z",
  }));
const none = entitiesOf([]);
const many = entitiesOf(names(200));

describe("an alert as it fits into an item of DynamoDB", () => {
  it("is left as it is where it fits", () => {
    const alert = anAlert("alert", { notes: notes(10, 4_000), outbox: messages(3, none) });
    assert.equal(fittingAlert(alert), alert);
  });

  const rule = { key: "rule", name: "A rule", level: "high" } as const;
  for (const [what, change] of Object.entries<Partial<Alert>>({
    "what it repeats": { about: { user: { name: names(400) } } },
    entities: { entities: many, key: names(50) },
    "what was told": { told: { count: 1, entities: many, time: "2026-01-31T09:06:00.000Z", messages: 1 } },
    messages: { outbox: messages(5, many) },
    notes: { notes: notes(1_000, 4_000) },
    "a note": { notes: notes(1, 1_000_000) },
    owner: { owner: "\u0001".repeat(100_000) },
    rule: {
      rule: { ...rule, description: "\u0001".repeat(100_000), author: names(100), reference: names(100).join() },
    },
    "all of it": {
      about: { user: { name: names(400) } },
      rule: { ...rule, key: names(99).join(), name: names(99).join(), id: names(99).join(), author: names(100) },
      entities: many,
      key: names(100),
      owner: names(100).join(),
      told: { count: 1, entities: many, time: "2026-01-31T09:06:00.000Z", messages: 1 },
      outbox: messages(5, many),
      notes: notes(1_000, 4_000),
    },
  })) {
    it(`fits however large ${what} is, says that it was shortened, and keeps its last message`, () => {
      const alert = anAlert("alert", { outbox: messages(1, none), ...change });
      assert.ok(bytes(alert) > most, "it does not fit as it is");
      const fitting = fittingAlert(alert);
      assert.ok(bytes(fitting) <= most, `${bytes(fitting)} bytes`);
      assert.equal(fitting.shortened, true);
      assert.equal(fitting.outbox.at(-1)?.id, alert.outbox.at(-1)?.id);
    });
  }

  it("keeps by what it is looked for and counted: its rule's id, ruleset and name", () => {
    const known = { id: "2a4f0c1e", ruleset: "stopped", name: "A trail was stopped" };
    const about = { rule: { ...known, description: "why" }, user: { name: names(400) } };
    assert.deepEqual(alertDocument(fittingAlert(anAlert("alert", { about }))).rule, known);
    const long = { rule: { ...known, name: names(400).join() } };
    assert.ok(bytes(fittingAlert(anAlert("alert", { about: long, entities: many }))) <= most);
  });

  it("loses its oldest notes before any message, and no more of them than it must", () => {
    const alert = anAlert("alert", { notes: notes(120, 4_000), outbox: messages(20, none) });
    const fitting = fittingAlert(alert);
    assert.equal(fitting.outbox.length, 20);
    assert.deepEqual(fitting.notes, alert.notes.slice(-fitting.notes.length));
    assert.ok(bytes(fitting) > most - 5_000, `${bytes(fitting)} bytes`);
  });

  it("tells of no entity again that was told", () => {
    const told = entitiesOf(names(40));
    const opened = anAlert("alert", {
      entities: told,
      told: { count: 3, entities: told, time: "2026-01-31T09:06:00.000Z", messages: 1 },
    });
    const stored = fittingAlert(opened);
    assert.notDeepEqual(stored.told.entities, told);
    const later = new Date(Date.parse(opened.told.time) + 61 * minute);
    const summary = { ...opened, count: 4, entities: entitiesOf([...names(40), "somebody new"]) };
    const grown = updateAlert({ ...stored, status: "triage" }, summary, later, policy);
    const { news } = grown.outbox.at(-1)!;
    assert.deepEqual(news, { count: 1, entities: entitiesOf(["somebody new"]) });
    // Of what was stored, only short names are known.
    const again = new Date(later.getTime() + 61 * minute);
    const waiting = { ...fittingAlert(grown), count: 5 };
    const repeated = updateAlert(waiting, waiting, again, policy).outbox.at(-1)!;
    assert.deepEqual(repeated.news, { count: 1, entities: none });
    assert.ok(
      entityKinds.every((kind) => waiting.entities[kind].length > 0),
      "there is something to be told again",
    );
  });
});
