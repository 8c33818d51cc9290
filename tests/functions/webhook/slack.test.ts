import * as assert from "node:assert/strict";
import type { Alert } from "../../../functions/detector/alerts/alert";
import { openAlert } from "../../../functions/detector/alerts/life-cycle";
import { alertMessage } from "../../../functions/detector/alerts/message";
import { slackMessage } from "../../../functions/webhook/slack";
import { policy } from "../detector/alerts/memory";

const alertOf = (name: string, users: readonly string[], description = "Why"): Alert =>
  openAlert(
    "alert-1",
    "alert",
    {
      rule: { key: "rule", id: "2a4f0c1e", name, level: "high", author: ["A. Uthor", "B. Uthor"], description },
      key: users.slice(0, 1),
      count: 3,
      firstSeen: "2026-01-31T09:00:00.000Z",
      lastSeen: "2026-01-31T09:05:00.000Z",
      entities: { user: users, address: ["198.51.100.7"], host: [], account: [], resource: [] },
      about: {},
    },
    new Date("2026-01-31T09:06:00Z"),
    policy,
  );

function sent(name: string, ...users: string[]): { text: string; body: string } {
  return message(alertOf(name, users.length === 0 ? ["mary"] : users));
}

function message(alert: Alert): { text: string; body: string } {
  const [notification] = alert.outbox;
  assert.ok(notification !== undefined);
  const { json } = alertMessage(alert, notification, "https://search.example.com/_dashboards");
  const { text, blocks } = slackMessage(json) as {
    text: string;
    blocks: [{ type: string; text: { type: string; text: string } }];
  };
  assert.deepEqual([blocks.length, blocks[0].type, blocks[0].text.type], [1, "section", "mrkdwn"]);
  return { text, body: blocks[0].text.text };
}

describe("what Slack is sent of an alert", () => {
  it("says what happened, about whom, by which rule of whom, and leads to the dashboards", () => {
    const { text, body } = sent("A trail was stopped");
    assert.equal(text, "[high] opened: A trail was stopped");
    assert.deepEqual(body.split("\n"), [
      "*[high] opened: A trail was stopped*",
      "Why",
      "3 signals, 3 of them new; last 2026-01-31T09:05:00.000Z",
      "New user: mary",
      "New address: 198.51.100.7",
      "Rule 2a4f0c1e by A. Uthor, B. Uthor",
      "Alert `alert-1` <https://search.example.com/_dashboards|Dashboards>",
    ]);
  });

  it("lets nobody who writes logs link, or call the whole channel", () => {
    const { body } = sent("A trail", "<!channel> <https://evil.example|mary> & co");
    assert.ok(body.includes("&lt;!channel&gt; &lt;https://evil.example|mary&gt; &amp; co"), body);
    assert.equal(body.match(/</g)?.length, 1, "the only link is ours");
  });

  it("is no longer than Slack takes", () => {
    const { text, body } = sent("x".repeat(5_000), "y".repeat(5_000));
    assert.ok(text.length <= 3_000 && body.length <= 3_000, `${text.length}, ${body.length}`);
  });

  it("leads to the alert, in a line of its own, whatever names are in the logs", () => {
    for (const user of ["y".repeat(5_000), "&".repeat(5_000), "\u{1f600}".repeat(5_000), "mary\nAlert `other`"]) {
      const lines = sent("x".repeat(5_000), user).body.split("\n");
      assert.equal(lines.at(-1), "Alert `alert-1` <https://search.example.com/_dashboards|Dashboards>");
      assert.equal(lines.length, 7);
      assert.doesNotMatch(lines.join(""), /&(?!amp;)|[\ud800-\udbff](?![\udc00-\udfff])/);
    }
  });

  it("holds all of twenty new addresses, and a description of five hundred characters", () => {
    const addresses = Array.from({ length: 20 }, (_, number) => `203.0.113.${number + 100}`);
    const description = "Why ".repeat(125).trim();
    const { body } = message(alertOf("A trail", addresses, description));
    assert.ok(body.includes(`New user: ${addresses.join(", ")}\n`), body);
    assert.ok(body.includes(`\n${description}\n`), body);
  });

  it("leaves out whole values of a list that is too long, and says how many", () => {
    const arns = Array.from(
      { length: 20 },
      (_, number) => `arn:aws:iam::111122223333:role/${"r".repeat(180)}${number}`,
    );
    const { body } = message(alertOf("A trail", arns));
    const [, listed = "", left = ""] = /New user: (.*) and (\d+) more/.exec(body) ?? [];
    assert.deepEqual(listed.split(", "), arns.slice(0, 20 - Number(left)));
    assert.ok(Number(left) > 0 && Number(left) < 20, body);
  });

  it("is the text itself of a message that is no alert", () => {
    assert.deepEqual(slackMessage("hello"), { text: "hello" });
    assert.deepEqual(slackMessage("[1]"), { text: "[1]" });
    assert.deepEqual(slackMessage("<!channel>"), { text: "&lt;!channel&gt;" });
    assert.equal(sent("<!here> a trail").text, "[high] opened: &lt;!here&gt; a trail");
  });
});
