import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hunt } from "../../../cli/hunt/hunt";
import { huntTogether } from "../../../cli/hunt/hunt-together";
import { ruleQueries } from "../../../cli/hunt/rule-queries";
import { namedBy } from "../../../cli/hunt/together";
import { activity, investigate } from "../../../cli/investigate";
import { readRules } from "../../../functions/detector/read-rules";
import { sources } from "../../../functions/loader/registry.generated";
import { running } from "../running";
import { FakeSearchDomain, nothingFound } from "../search-domain";

describe("the commands that search a stage", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-hunt-"));
  const rules = [join(folder, "rule.yml")];
  let domain: FakeSearchDomain;
  let place: { readonly endpoint: string; readonly region: string };

  before(() => {
    writeFileSync(
      rules[0] ?? "",
      `title: A trail was stopped
level: high
logsource: { product: aws, service: cloudtrail }
detection: { sel: { eventName: StopLogging }, condition: sel }
`,
    );
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    domain = new FakeSearchDomain();
    place = await domain.start();
  });
  afterEach(() => domain.stop());

  it("hunt signs its requests, as a deployed domain asks, and prints what the rule matches", async () => {
    const document = { "@timestamp": "2026-01-31T09:00:00.000Z", event: { action: "StopLogging" } };
    const index = "siem-aws.cloudtrail-2026-01-31";
    domain.answer = { ...nothingFound, hits: { hits: [{ _id: "event-1", _index: index, _source: document }] } };
    const { code, out, err } = await running(() =>
      hunt("A trail was stopped", { ...place, rules, since: "30d", limit: "10" }),
    );
    assert.equal(code, 0, err);
    const found = JSON.parse(out) as { rule_name: string; index: string };
    assert.deepEqual([found.rule_name, found.index], ["A trail was stopped", index]);
    const [asked] = domain.asked;
    assert.match(asked?.path ?? "", /^\/siem-aws\.cloudtrail-\*\/_search\?/);
    assert.match(asked?.authorization ?? "", /^AWS4-HMAC-SHA256 Credential=[^ ]+\/eu-west-1\/es\/aws4_request/);
  });

  it("hunt refuses an answer that is not complete", async () => {
    domain.answer = { ...nothingFound, timed_out: true };
    const options = { ...place, rules, since: "30d", limit: "10" };
    await assert.rejects(
      running(() => hunt("A trail was stopped", options)),
      /not complete: timed out true/,
    );
  });

  describe("hunt of what is more than one event", () => {
    const index = "siem-aws.cloudtrail-2026-01-31";
    const event = (action: string, time: string, region: string) => ({
      _id: `${action} ${time}`,
      _index: index,
      _source: {
        "@timestamp": `2026-01-31T${time}.000Z`,
        event: { action, id: `event at ${time}`, ingested: "2026-01-31T12:00:00.000Z" },
        cloud: { region },
        user: { id: "mary" },
      },
    });
    const logged = [
      event("StopLogging", "09:00:00", "eu-west-1"),
      event("StopLogging", "11:00:00", "eu-central-1"),
      event("DeleteTrail", "09:04:00", "eu-west-1"),
      event("DeleteTrail", "11:30:00", "eu-central-1"),
    ];
    const both = `---
title: Both
name: both
level: critical
correlation: { type: temporal, rules: [stopped, deleted], group-by: [awsRegion], timespan: 5m }
---
title: Both of them
level: high
correlation: { type: event_count, rules: [both], group-by: [awsRegion], timespan: 1h, condition: { gte: 1 } }
`;
    const rule = (name: string, eventName: string, more = ""): string => `---
title: The rule ${name}
name: ${name}
logsource: { product: aws, service: cloudtrail }
detection: { sel: { eventName: ${eventName} }, condition: sel }
${more}`;
    const options = () => ({ ...place, rules: [join(folder, "both.yml")], since: "30d", limit: "10" });

    beforeEach(() => {
      writeFileSync(join(folder, "both.yml"), rule("stopped", "StopLogging") + rule("deleted", "DeleteTrail") + both);
      domain.answer = ({ body }) => {
        const asked = JSON.stringify(body);
        const hits = logged.filter(({ _source: { event: found } }) => asked.includes(found.action));
        return { ...nothingFound, hits: { hits: hits.toReversed() } };
      };
    });

    it("searches for what its rules match and correlates that", async () => {
      const { code, out, err } = await running(() => hunt("both", options()));
      assert.equal(code, 0, err);
      const found = JSON.parse(out) as Readonly<Record<string, unknown>>;
      assert.deepEqual(
        [found.rule_name, found.level, found["@timestamp"], found.values, found.event_ids],
        [
          "Both",
          "critical",
          "2026-01-31T09:04:00.000Z",
          { awsRegion: ["eu-west-1"] },
          ["StopLogging 09:00:00", "DeleteTrail 09:04:00"],
        ],
      );
      assert.match(err, /aws-cloudtrail: 2 documents match The rule deleted/);
      assert.match(err, /Both: 1 time since /);
    });

    for (const [what, bound] of [
      ["documents", { matches: 3, characters: 2 ** 20 }],
      ["of their text", { matches: 4, characters: JSON.stringify(logged).length - 10 }],
    ] as const) {
      it(`refuses to hold more ${what} than its memory is for`, async () => {
        const set = readRules([join(folder, "both.yml")]);
        const asked = namedBy(set.correlations[0]!, set);
        const searches = asked.rules.flatMap((one) =>
          ruleQueries(one, [], sources).flatMap((query) => ("refused" in query ? [] : [{ rule: one, query }])),
        );
        const transport = async (_: string, body: object) => (domain.answer as (asked: object) => object)({ body });
        const range = { transport, from: "2026-01-01T00:00:00.000Z", limit: 10 };
        const bounded = (most: Parameters<typeof huntTogether>[4]) =>
          running(async () => {
            await huntTogether(set.correlations[0]!, asked, searches, range, most);
            return 0;
          });
        assert.equal((await bounded({ matches: 4, characters: 2 ** 20 })).code, 0);
        await assert.rejects(
          bounded(bound),
          /^ConfigurationError: The correlation's rules match more than \d documents, or more than [\d.]+ MiB of them: give a shorter --since$/,
        );
      });
    }

    it("correlates correlations, and prints only what was asked for", async () => {
      const { code, out, err } = await running(() => hunt("Both of them", options()));
      assert.equal(code, 0, err);
      assert.deepEqual(
        out
          .trim()
          .split("\n")
          .map((line) => (JSON.parse(line) as { rule_name: string }).rule_name),
        ["Both of them"],
      );
    });

    it("prints the queries of all its rules, and what cannot be searched for", async () => {
      const keywords = rule("deleted", "x").replace("{ eventName: x }", "[x]");
      writeFileSync(join(folder, "both.yml"), rule("stopped", "StopLogging") + keywords + both);
      const { code, out, err } = await running(() => hunt("both", { ...options(), query: true }));
      assert.equal(code, 1);
      assert.match(out, /^\{.*StopLogging.*\}\n$/);
      assert.match(err, /aws-cloudtrail: not searched for The rule deleted: keywords/);
    });

    it("finds what was new, the first event of it", async () => {
      const firstSeen = "first_seen: { fields: [user.id, awsRegion], learning: 1d }\n";
      writeFileSync(join(folder, "both.yml"), rule("new_region", "RunInstances", firstSeen));
      const runs = [0, 1, 2].map((number) => ({
        ...event("RunInstances", `1${number}:00:00`, number === 0 ? "eu-west-1" : "us-east-2"),
        _id: `run ${number}`,
      }));
      const days = ["05", "09", "09"];
      const hits = runs.map((run, number) => ({
        ...run,
        _source: { ...run._source, "@timestamp": `2026-01-${days[number]}T1${number}:00:00.000Z` },
      }));
      domain.answer = { ...nothingFound, hits: { hits: hits.toReversed() } };
      const { code, out, err } = await running(() => hunt("new_region", options()));
      assert.equal(code, 0, err);
      const found = JSON.parse(out) as Readonly<Record<string, unknown>>;
      assert.deepEqual(
        [found.kind, found["@timestamp"], found.values],
        ["first-seen", "2026-01-09T11:00:00.000Z", { "user.id": ["mary"], awsRegion: ["us-east-2"] }],
      );
    });

    it("says that there is no such rule or correlation, and which is meant", async () => {
      await assert.rejects(
        running(() => hunt("bohth", options())),
        /there is no rule or correlation bohth: did you mean both\?/,
      );
      await assert.rejects(
        running(() => hunt("", options())),
        /there is no rule or correlation "": `siem rules list` shows them/,
      );
    });
  });

  for (const [name, command, code] of [
    ["investigate", () => investigate(undefined, { ...place, days: "30" }), 1],
    ["activity", () => activity({ ...place, days: "30" }), 0],
  ] as const) {
    it(`${name} signs its requests too`, async () => {
      assert.equal((await running(command)).code, code);
      assert.notEqual(domain.asked.length, 0);
      for (const { authorization } of domain.asked) assert.match(authorization ?? "", /^AWS4-HMAC-SHA256 .*\/es\//);
    });
  }
});
