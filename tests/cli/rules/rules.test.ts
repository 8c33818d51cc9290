import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { detect } from "../../../cli/detect";
import { hunt } from "../../../cli/hunt/hunt";
import { showCoverage } from "../../../cli/rules/coverage";
import { lintRules } from "../../../cli/rules/lint";
import { listRules } from "../../../cli/rules/list";
import { type Score, scoreRules } from "../../../cli/rules/score";
import { testRules } from "../../../cli/rules/test";

const samples = resolve(__dirname, "../../../sources");

const rule = (lines: string): string =>
  `title: a trail was stopped\nid: 2a4f0c1e-7d0b-4a55-9a3c-6f0b8a6f7ea1\nauthor: A. Uthor\nlevel: high\n${lines}`;
const trail = rule(`logsource: { product: aws, service: cloudtrail }
detection: { sel: { eventName: StopLogging }, condition: sel }
tags: [attack.defense-evasion, attack.t1562.008]
`);

describe("the commands of detection rules", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-rules-"));
  after(() => rmSync(folder, { recursive: true }));

  function file(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  async function run(command: () => Promise<number>): Promise<{ code: number; out: string; err: string }> {
    const out: string[] = [];
    const err: string[] = [];
    const { error } = console;
    const write = process.stdout.write;
    console.error = (line: unknown) => err.push(String(line));
    process.stdout.write = (text: string) => {
      out.push(text);
      return true;
    };
    try {
      return { code: await command(), out: out.join(""), err: err.join("\n") };
    } finally {
      console.error = error;
      process.stdout.write = write;
    }
  }

  describe("siem detect", () => {
    const log = join(samples, "aws-cloudtrail/samples/service-without-type.input.json");
    const stopped = JSON.stringify({
      Records: ["StopLogging", "StartLogging", "stoplogging"].map((eventName, index) => ({
        eventVersion: "1.11",
        eventSource: "cloudtrail.amazonaws.com",
        eventName,
        eventTime: "2026-01-31T09:12:05Z",
        eventID: `11111111-2222-4333-8444-00000000000${index}`,
      })),
    });

    it("prints a line for each signal, with the rule and the event", async () => {
      const { code, out, err } = await run(() =>
        detect([file("a.json", stopped), log], { rules: [file("trail.yml", trail)] }),
      );
      assert.equal(code, 0, err);
      const signals = out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as object);
      assert.equal(signals.length, 2);
      assert.deepEqual(signals[0], {
        "@timestamp": "2026-01-31T09:12:05Z",
        rule_id: "2a4f0c1e-7d0b-4a55-9a3c-6f0b8a6f7ea1",
        rule_name: "a trail was stopped",
        level: "high",
        event_id: "11111111-2222-4333-8444-000000000000",
        source: "aws-cloudtrail",
        document_id: "11111111-2222-4333-8444-000000000000",
        tags: ["attack.defense-evasion", "attack.t1562.008"],
        author: "A. Uthor",
      });
      assert.match(err, /1 rule, 0 correlations, 5 records, 2 signals\n {2}2 {2}a trail was stopped/);
    });

    it("prints behind the last record what correlations find in all files", async () => {
      const correlation = `---
title: several calls to stop logging
id: 2a4f0c1e-7d0b-4a55-9a3c-6f0b8a6f7e09
level: critical
correlation:
  type: event_count
  rules: [2a4f0c1e-7d0b-4a55-9a3c-6f0b8a6f7ea1]
  group-by: [eventSource]
  timespan: 5m
  condition: { gte: 3 }
`;
      const more = stopped.replaceAll("-8444-", "-9444-").replace("09:12:05", "09:14:05");
      const other = stopped.replaceAll("-8444-", "-a444-").replaceAll("09:12:05", "10:12:05");
      const logs = [file("a.json", stopped), file("b.json", more), file("c.json", other)];
      const { code, out, err } = await run(() => detect(logs, { rules: [file("both.yml", trail + correlation)] }));
      assert.equal(code, 0, err);
      const lines = out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
      assert.equal(lines.length, 7);
      const {
        rule_name: name,
        level,
        event_id: event,
        "@timestamp": time,
        kind,
        count,
        values,
        event_ids: events,
      } = lines[6]!;
      assert.deepEqual(
        { name, level, time, kind, count, values },
        {
          name: "several calls to stop logging",
          level: "critical",
          time: "2026-01-31T09:12:05.000Z",
          kind: "correlation",
          count: 3,
          values: { eventSource: ["cloudtrail.amazonaws.com"] },
        },
      );
      assert.ok((events as readonly unknown[]).includes(event), `${String(event)} is one of ${String(events)}`);
      assert.match(err, /1 rule, 1 correlation, 9 records, 7 signals/);
    });

    it("names a rule that cannot be used, runs the others, and ends with 1", async () => {
      const bad = file("bad.yml", trail.replace("eventName:", "eventName|contain:").replace("7ea1", "7e02"));
      const { code, out, err } = await run(() =>
        detect([file("a.json", stopped)], { rules: [bad, file("trail.yml", trail)] }),
      );
      assert.equal(code, 1);
      assert.equal(out.trim().split("\n").length, 2);
      assert.match(err, /bad\.yml:6:31: error: there is no modifier "contain": did you mean contains\?/);
    });

    it("sees the event itself in answers of the API, whose records hold its text", async () => {
      const event = { eventVersion: "1.11", eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" };
      const answer = { Events: [{ EventId: "1", EventName: "StopLogging", CloudTrailEvent: JSON.stringify(event) }] };
      const { out } = await run(() =>
        detect([file("lookup.json", JSON.stringify(answer))], { rules: [file("trail.yml", trail)] }),
      );
      assert.equal(out.trim().split("\n").length, 1);
      assert.match(out, /a trail was stopped/);
    });

    it("looks at the document where the rule says so", async () => {
      const text = rule(
        "taxonomy: ecs\nlogsource: { product: aws }\ndetection: { sel: { event.provider: cloudtrail.amazonaws.com, related.user|exists: false }, condition: sel }\n",
      );
      const { out } = await run(() => detect([file("a.json", stopped)], { rules: [file("ecs.yml", text)] }));
      assert.equal(out.trim().split("\n").length, 3);
    });
  });

  describe("siem rules score", () => {
    const record = (number: number, eventName: string) => ({
      eventVersion: "1.11",
      eventSource: "cloudtrail.amazonaws.com",
      eventName,
      eventTime: "2026-01-31T09:12:05Z",
      eventID: `11111111-2222-4333-8444-${String(number).padStart(12, "0")}`,
      userIdentity: { type: "IAMUser", userName: `user-${number % 2}` },
      recipientAccountId: "111122223333",
    });
    const low = trail
      .replace("level: high", "level: low")
      .replace("7ea1", "7e05")
      .replace("StopLogging", "DeleteTrail");
    let logs: string;
    before(() => {
      logs = mkdtempSync(join(folder, "logs-"));
      const write = (path: string, names: readonly string[]): void => {
        mkdirSync(dirname(join(logs, path)), { recursive: true });
        writeFileSync(join(logs, path), JSON.stringify({ Records: names.map((name, number) => record(number, name)) }));
      };
      write("attacks/stopped.json", ["DescribeTrails", "StopLogging"]);
      write("attacks/more/deleted.json", ["DeleteTrail"]);
      write("attacks/unseen.json", ["CreateUser"]);
      write("attacks/empty.json", []);
      write("normal/day.json", [
        ...Array<string>(96).fill("DescribeTrails"),
        "StopLogging",
        "DeleteTrail",
        "x",
        "StopLogging",
      ]);
    });
    const score = async (options: object = {}) => {
      const rules = [file("trail.yml", trail), file("low.yml", low)];
      const { code, out, err } = await run(() =>
        scoreRules(logs, { level: "medium", format: "json", rules, ...options }),
      );
      assert.equal(code, 0, err);
      return JSON.parse(out) as Score;
    };

    it("says which attacks rules see, and which wake somebody", async () => {
      const { attacks } = await score();
      assert.deepEqual(attacks, {
        logs: 3,
        records: 4,
        seen: 2,
        waking: 1,
        missed: ["attacks/more/deleted.json", "attacks/unseen.json"].map((path) => join(logs, path)),
        unrecognised: [],
      });
      assert.equal((await score({ level: "low" })).attacks.waking, 2);
    });

    it("says how many normal records wake somebody, and in how many alerts that is", async () => {
      const { normal } = await score();
      assert.deepEqual(normal, {
        records: 100,
        records_waking: 2,
        alerts: 2,
        quiet_alerts: 1,
        rules: [
          { rule: "a trail was stopped", level: "high", signals: 2, alerts: 2 },
          { rule: "a trail was stopped", level: "low", signals: 1, alerts: 1 },
        ],
      });
    });

    it("names what no log source recognises instead of counting it as an attack that was missed", async () => {
      const table = file("table.csv", "Event Type,Event Name\nAwsApiCall,ListObjects\n");
      const stoppedLog = join(logs, "attacks/stopped.json");
      const { attacks } = await score({ attacks: [table, stoppedLog] });
      assert.deepEqual([attacks.logs, attacks.records, attacks.missed, attacks.unrecognised], [1, 2, [], [table]]);
      const rules = [file("trail.yml", trail)];
      const options = { attacks: [table], level: "medium", format: "table", rules };
      assert.match(
        (await run(() => scoreRules(undefined, options))).out,
        /table\.csv is of no log source: not counted/,
      );
    });

    it("says which folder is not there, or is none", async () => {
      const options = { level: "medium", format: "table" };
      await assert.rejects(scoreRules(join(folder, "nowhere"), options), /there is no folder .*nowhere/);
      await assert.rejects(scoreRules("", options), /there is no folder ""/);
      await assert.rejects(
        scoreRules(file("a.json", "{}"), options),
        /a\.json is a file: give a folder with attacks\//,
      );
      await assert.rejects(scoreRules(undefined, { ...options, normal: [""] }), /there is no file or folder ""/);
    });

    it("prints it for people, and asks for logs where there are none", async () => {
      const rules = [file("trail.yml", trail)];
      const { out } = await run(() => scoreRules(logs, { level: "medium", format: "table", rules }));
      assert.match(out, /3 attacks of 4 records\n {2}seen by any rule +1 +33\.333 %/);
      assert.match(out, /that raise medium and above +2 +2\.000 %/);
      await assert.rejects(
        scoreRules(mkdtempSync(join(folder, "empty-")), { level: "medium", format: "table" }),
        /give a folder with attacks\/ and normal\//,
      );
      await assert.rejects(scoreRules(undefined, { level: "hihg", format: "table" }), /did you mean high\?/);
    });
  });

  it("siem rules lint says file, line, column and what to do, also of fields that no document has", async () => {
    const text = rule(
      "taxonomy: ecs\nlogsource: { product: aws, service: vpc_flow }\ndetection:\n  sel:\n    source.adress: x\n    aws.vpc_flow.nothing: y\n    event.action: z\n  condition: sel or other\n",
    );
    const first = await run(() => lintRules([file("fields.yml", text)]));
    assert.equal(first.code, 1);
    assert.match(first.err, /fields\.yml:12:21: error: there is no search identifier other/);
    const second = await run(() => lintRules([file("fields.yml", text.replace(" or other", ""))]));
    assert.match(
      second.err,
      /fields\.yml:9:5: error: there is no field source\.adress in aws\.vpc_flow: did you mean source\.address\?/,
    );
    assert.match(second.err, /fields\.yml:10:5: error: there is no field aws\.vpc_flow\.nothing/);
    assert.match(second.err, /1 rule, 0 correlations, 0 filters in 1 file: 2 errors, 0 warnings/);
    const good = await run(() => lintRules([file("trail.yml", trail)]));
    assert.equal(good.code, 0, good.err);
  });

  it("siem rules lint says what is wrong with our own members, and which suppressions have expired", async () => {
    const filter = `---
title: Maintenance
name: maintenance
owner: Platform team
reason: The trail is replaced
expires: 2026-01-31
logsource: { product: aws, service: cloudtrail }
filter: { rules: [2a4f0c1e-7d0b-4a55-9a3c-6f0b8a6f7ea1], them: { eventName: x }, condition: not them }
`;
    const expired = await run(() => lintRules([file("expired.yml", trail + filter)]));
    assert.equal(expired.code, 0, expired.err);
    const said =
      /expired\.yml:\d+:1: warning: the suppression does nothing since 2026-01-31: remove it, or have Platform team/;
    assert.match(expired.err, said);
    const wrong = await run(() => lintRules([file("window.yml", `${trail}alert: { window: 6 hours }\n`)]));
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /alert\.window must be a number and m, h or d, such as 24h/);
  });

  it("siem rules test runs the events of a rule through its log source, and says which does not do what it should", async () => {
    const tests = `tests:
  base: { eventSource: cloudtrail.amazonaws.com, eventName: StopLogging }
  match:
    - { title: stopped, record: {} }
    - { title: started, record: { eventName: StartLogging } }
  no_match:
    - { title: stopped all the same, record: { awsRegion: eu-west-1 } }
    - { title: no event, record: { eventName: null } }
`;
    const { code, err } = await run(() => testRules([file("tests.yml", trail + tests)]));
    assert.equal(code, 1);
    const faults = err.split("\n").map((line) => line.slice(line.indexOf("tests.yml")));
    assert.deepEqual(faults.slice(0, 3), [
      "tests.yml:12:7: a trail was stopped: started: the rule does not match",
      "tests.yml:14:7: a trail was stopped: stopped all the same: the rule matches",
      "tests.yml:15:7: a trail was stopped: no event: aws-cloudtrail cannot read it: not a CloudTrail event: expected an object with eventName and eventSource",
    ]);
    assert.match(err, /1 rule, 4 events: 3 faults/);
  });

  it("siem rules test asks which log source it is where there are several, or none", async () => {
    const tests = "tests:\n  match: [{ title: one, record: {} }]\n";
    const several = trail.replace(", service: cloudtrail", "") + tests;
    assert.match((await run(() => testRules([file("x.yml", several)]))).err, /say in tests\.source which one/);
    const none = trail.replace("cloudtrail", "nothing") + tests;
    assert.match((await run(() => testRules([file("x.yml", none)]))).err, /no log source has records/);
    const wrong = `${trail + tests}  source: aws-waf\n`;
    assert.match(
      (await run(() => testRules([file("x.yml", wrong)]))).err,
      /not for records of the log source aws-waf, but of aws-cloudtrail/,
    );
  });

  it("siem rules list prints rules as a table or JSON", async () => {
    const path = file("trail.yml", trail);
    assert.match(
      (await run(() => listRules([path], {}))).out,
      /rule {2}high {3}a trail was stopped {2}aws\/cloudtrail/,
    );
    const [listed] = JSON.parse((await run(() => listRules([path], { json: true }))).out) as { author: string }[];
    assert.equal(listed?.author, "A. Uthor");
  });

  it("siem rules coverage counts rules by technique and writes a layer for the Navigator", async () => {
    const layer = join(folder, "layer.json");
    const { out } = await run(() => showCoverage([file("trail.yml", trail)], { layer }));
    assert.match(out, /T1562\.008 +1 +0 +1 +0 +0 +0 {2}defense-evasion/);
    const written = JSON.parse(readFileSync(layer, "utf8")) as { domain: string; techniques: object[] };
    assert.equal(written.domain, "enterprise-attack");
    assert.deepEqual(written.techniques, [{ techniqueID: "T1562.008", score: 1, comment: "a trail was stopped" }]);
    for (const [given, reason] of [
      [join(folder, "nowhere/layer.json"), "there is no such file or folder"],
      [folder, "it is a folder, not a file"],
      ["", "there is no such file or folder"],
    ] as const) {
      await assert.rejects(
        run(() => showCoverage([file("trail.yml", trail)], { layer: given })),
        ({ name, message }: Error) =>
          name === "ConfigurationError" && message.startsWith("--layer: ") && message.includes(reason),
      );
    }
  });

  it("siem hunt shows a rule's query, and says why there is none", async () => {
    const path = file("trail.yml", trail);
    const options = { since: "30d", limit: "10", query: true, rules: [path] };
    const { code, out } = await run(() => hunt("a trail was stopped", options));
    assert.equal(code, 0);
    assert.match(out, /\{"term":\{"event\.action":\{"value":"StopLogging","case_insensitive":true\}\}\}/);
    const keywords = file("words.yml", trail.replace("{ eventName: StopLogging }", "[StopLogging]"));
    const refused = await run(() => hunt("a trail was stopped", { ...options, rules: [keywords] }));
    assert.equal(refused.code, 1);
    assert.match(refused.err, /aws-cloudtrail: not searched: keywords are looked for in raw records/);
    await assert.rejects(
      run(() => hunt("a trial was stopped", options)),
      /did you mean/,
    );
    await assert.rejects(
      run(() => hunt("a trail was stopped", { ...options, since: "1y" })),
      /30m, 12h or 30d/,
    );
  });

  it("a folder that is not there, or has no rules, is an error", async () => {
    await assert.rejects(
      run(() => lintRules([join(folder, "nowhere")])),
      /there is no file or folder/,
    );
    await assert.rejects(
      run(() => lintRules([mkdtempSync(join(folder, "empty-"))])),
      /has no rules/,
    );
  });
});
