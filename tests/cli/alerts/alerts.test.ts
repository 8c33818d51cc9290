import assert from "node:assert/strict";
import { resolve } from "node:path";
import { closeAlerts, updateAlerts } from "../../../cli/alerts/decide";
import { alertQuery } from "../../../cli/alerts/filter";
import { listAlerts } from "../../../cli/alerts/list";
import { render } from "../../../cli/alerts/show";
import { listSuppressions } from "../../../cli/alerts/suppressions";
import { openAlert } from "../../../functions/detector/alerts/life-cycle";
import { ConfigurationError } from "../../../functions/shared/errors";
import { policy } from "../../functions/detector/alerts/memory";
import { running } from "../running";
import { FakeSearchDomain, nothingFound } from "../search-domain";

const now = new Date("2026-01-31T10:00:00Z");

describe("the commands of alerts", () => {
  it("select what is not closed, and by level, rule, account, owner and time", () => {
    assert.deepEqual(alertQuery({}, now), {
      bool: { filter: [{ terms: { "siem.alert.status": ["open", "triage", "contained"] } }] },
    });
    const options = {
      status: "closed,triage",
      severity: "high",
      rule: "a_rule",
      account: "111122223333",
      owner: "mary",
      since: "2h",
    };
    assert.deepEqual(alertQuery(options, now), {
      bool: {
        filter: [
          { terms: { "siem.alert.status": ["closed", "triage"] } },
          { terms: { "siem.alert.level": ["high", "critical"] } },
          {
            bool: {
              should: ["rule.id", "rule.ruleset", "rule.name"].map((field) => ({ term: { [field]: "a_rule" } })),
            },
          },
          { term: { "siem.alert.entities.account": "111122223333" } },
          { term: { "siem.alert.owner": "mary" } },
          { range: { "siem.alert.last_seen": { gte: "2026-01-31T08:00:00.000Z" } } },
        ],
      },
    });
  });

  const nowhere = { endpoint: "http://127.0.0.1:1", region: "eu-west-1" };
  const refused: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      "a status",
      () => alertQuery({ status: "opne" }, now),
      /--status is "opne": did you mean open\?; allowed: open, triage/,
    ],
    ["a level", () => alertQuery({ severity: "hihg" }, now), /--severity is "hihg": did you mean high\?/],
    ["a time", () => alertQuery({ since: "yesterday" }, now), /--since is "yesterday"; it must be a time such as/],
    [
      "an id that is empty",
      () => closeAlerts([" "], { ...nowhere, verdict: "benign", reason: "known", by: "mary" }),
      /An alert's id is empty: `siem alerts list` shows the ids/,
    ],
    [
      "a stack that is empty",
      () => listAlerts({ stack: "", format: "json", limit: "1" }),
      /--stack is empty: name one, or leave it out for the local stage/,
    ],
    [
      "a format",
      () => listAlerts({ ...nowhere, format: "jsn", limit: "1" }),
      /--format is "jsn": did you mean json\?; allowed: table, json/,
    ],
    [
      "a verdict",
      () => closeAlerts(["alert"], { ...nowhere, verdict: "false_positive", reason: "no" }),
      /did you mean false-positive\?/,
    ],
    ["no reason", () => closeAlerts(["alert"], { ...nowhere, verdict: "benign", reason: " " }), /--reason is empty/],
    ["closing without a verdict", () => updateAlerts(["alert"], { ...nowhere, status: "closed" }), /siem alerts close/],
    ["no change", () => updateAlerts(["alert"], nowhere), /give --status, --owner or --note/],
    [
      "a reason that is too long",
      () => closeAlerts(["alert"], { ...nowhere, verdict: "benign", reason: "x".repeat(4_001), by: "mary" }),
      /^--reason has 4001 characters; it may have 4000: write the rest elsewhere/,
    ],
    [
      "a note that is too long",
      () => updateAlerts(["alert"], { ...nowhere, note: "x".repeat(5_000), by: "mary" }),
      /^--note has 5000 characters; it may have 4000/,
    ],
    [
      "an owner that is too long",
      () => updateAlerts(["alert"], { ...nowhere, owner: "x".repeat(201), by: "mary" }),
      /^--owner has 201 characters; it may have 200/,
    ],
    ["nobody", () => updateAlerts(["alert"], { ...nowhere, note: "x", by: "" }), /say who decides/],
  ];
  for (const [name, run, message] of refused) {
    it(`refuse ${name}, and say what is allowed`, async () => {
      await assert.rejects(
        async () => run(),
        (error) => error instanceof ConfigurationError && message.test(error.message),
      );
    });
  }

  it("say that the search domain cannot be reached", async () => {
    process.env.AWS_ACCESS_KEY_ID ??= "test";
    process.env.AWS_SECRET_ACCESS_KEY ??= "test";
    await assert.rejects(listAlerts({ ...nowhere, format: "json", limit: "1" }), /no connection/);
  });

  it("list suppressions that are not among the rules, with what they took out", async () => {
    const domain = new FakeSearchDomain();
    const place = await domain.start();
    const options = { ...place, since: "7d", rules: [resolve(__dirname, "../../../rules/cloudtrail")] };
    try {
      const none = await running(() => listSuppressions({ ...options, format: "table" }));
      assert.equal(none.out, "There are no suppressions.\n");
      const buckets = [{ key: { by: "migration_snapshots" }, doc_count: 12 }];
      domain.answer = { ...nothingFound, aggregations: { all: { buckets } } };
      const table = await running(() => listSuppressions({ ...options, format: "table" }));
      assert.match(table.out, /^unknown +- +12 +migration_snapshots +- +not among the rules that were read/m);
      const json = await running(() => listSuppressions({ ...options, format: "json" }));
      assert.deepEqual(JSON.parse(json.out), [{ name: "migration_snapshots", hits: 12, state: "unknown" }]);
    } finally {
      domain.stop();
    }
  });

  it("show no control characters of what logs say", () => {
    const entities = { user: ["\u001b[2Jmary"], address: ["198.51.100.7"], host: [], account: [], resource: [] };
    const rule = { key: "rule", name: "A rule", level: "high", author: ["Somebody"] } as const;
    const alert = openAlert(
      "alert-1",
      "alert",
      {
        rule,
        key: ["\u202emary"],
        count: 1_234,
        firstSeen: "2026-01-31T09:00:00.000Z",
        lastSeen: "2026-01-31T09:30:00.000Z",
        entities,
        about: { threat: { tactic: { name: ["Persistence"] }, technique: { id: ["T1098"] } } },
      },
      now,
      policy,
    );
    const signal = {
      "@timestamp": "2026-01-31T09:30:00.000Z",
      event: { action: "Create\u0007User" },
      siem: { signal: { source: { index: "siem-aws.cloudtrail-2026-01-31", id: "event-1" } } },
    };
    const text = render(alert, [signal], undefined).join("\n");
    for (const part of ["\u0007", "\u202e", "\u001b[2J"]) assert.ok(!text.includes(part), JSON.stringify(part));
    for (const part of [
      "1,234 from",
      "Persistence: T1098",
      "198.51.100.7",
      "rule by Somebody",
      "Create\\x07User",
      "event-1",
    ]) {
      assert.ok(text.includes(part), `${part} is in\n${text}`);
    }
  });
});
