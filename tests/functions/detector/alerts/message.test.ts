import * as assert from "node:assert/strict";
import type { AlertSummary } from "../../../../functions/detector/alerts/alert";
import { openAlert } from "../../../../functions/detector/alerts/life-cycle";
import { alertMessage } from "../../../../functions/detector/alerts/message";
import { policy, start } from "./memory";

const summary: AlertSummary = {
  rule: {
    key: "r",
    id: "2a4f0c1e",
    name: "A trail was stopped",
    author: ["Florian", "Mary"],
    level: "high",
    description: "Why",
  },
  key: ["111122223333", "mary"],
  count: 3,
  firstSeen: "2026-01-31T09:00:00.000Z",
  lastSeen: "2026-01-31T09:05:00.000Z",
  entities: { user: ["mary"], address: ["198.51.100.23"], host: [], account: ["111122223333"], resource: [] },
  about: { threat: { framework: "MITRE ATT&CK" } },
};

function messageOf(given: AlertSummary) {
  const alert = openAlert("alert-1", "alert", given, new Date(start), policy);
  const [notification] = alert.outbox;
  if (notification === undefined) throw new Error("nothing is told of the alert");
  return alertMessage(alert, notification, "https://dashboards.example/");
}

describe("the message of an alert", () => {
  it("says what happened, to whom, how often, and by which rule of whom", () => {
    const { subject, text, attributes } = messageOf(summary);
    assert.equal(subject, "[high] New alert: A trail was stopped");
    assert.deepEqual(text.split("\n"), [
      "New alert: A trail was stopped",
      "Level high. 3 signals from 2026-01-31T09:00:00.000Z to 2026-01-31T09:05:00.000Z, 3 of them new.",
      "About: 111122223333, mary",
      "New user: mary",
      "New address: 198.51.100.23",
      "New account: 111122223333",
      "Why",
      "Rule 2a4f0c1e by Florian, Mary",
      "Alert alert-1: npx siem alerts show alert-1",
      "https://dashboards.example/",
    ]);
    assert.deepEqual(attributes, { level: "high", kind: "opened", rule: "r", alert_kind: "alert" });
  });

  it("holds the same for machines", () => {
    const json = JSON.parse(messageOf(summary).json) as Record<string, Record<string, unknown>>;
    assert.deepEqual(json.rule, summary.rule);
    assert.deepEqual(json.new, {
      count: 3,
      entities: { user: ["mary"], address: ["198.51.100.23"], account: ["111122223333"] },
    });
  });

  it("has no lines that names in logs add", () => {
    const name = "mary\r\nRule 1 by nobody\u2028x";
    const { text } = messageOf({ ...summary, key: [name], entities: { ...summary.entities, user: [name] } });
    assert.equal(text.split(/[\r\n\u2028]/).length, messageOf(summary).text.split("\n").length);
  });

  it("fits into a message of SNS, whatever a rule and its events say", () => {
    const long = "\u{1f600}".repeat(200_000);
    const many = Array.from({ length: 10_000 }, (_, number) => `${number}${long.slice(0, 600)}`);
    const entities = { user: many, address: many, host: many, account: many, resource: many };
    const rule = { ...summary.rule, name: long, description: long, author: [long] };
    const { subject, text, json } = messageOf({ ...summary, rule, entities, about: { threat: long } });
    const structure = JSON.stringify({ default: json, email: text });
    assert.ok(Buffer.byteLength(structure) < 256 * 1024, `${Buffer.byteLength(structure)} bytes`);
    assert.match(subject, /^[\x20-\x7e]{1,100}$/);
    const parsed = JSON.parse(json) as Record<string, unknown>;
    assert.equal(parsed.shortened, true);
  });

  for (const character of ["\u0001", '"', "\u20ac"]) {
    it(`fits there too where names are made of ${JSON.stringify(character)}, and says how many signals`, () => {
      const names = Array.from({ length: 100 }, (_, number) => `${number}${character.repeat(1_000)}`);
      const entities = { ...summary.entities, user: names, host: names };
      for (const key of [summary.key, names]) {
        const { text, json } = messageOf({ ...summary, key, entities });
        const structure = JSON.stringify({ default: json, email: text });
        assert.ok(Buffer.byteLength(structure) < 256 * 1024, `${Buffer.byteLength(structure)} bytes`);
        assert.equal((JSON.parse(json) as { alert: { count: number } }).alert.count, 3);
      }
    });
  }
});
