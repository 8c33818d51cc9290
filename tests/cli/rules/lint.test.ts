import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { detect } from "../../../cli/detect";
import { lintRules } from "../../../cli/rules/lint";
import { listRules } from "../../../cli/rules/list";
import { testRules } from "../../../cli/rules/test";
import { running } from "../running";

const rule = (logsource: string, search: string, more = ""): string => `title: One
name: one
logsource: { ${logsource} }
detection: { selection: { ${search} }, condition: selection }
${more}`;
const cloudTrail = "product: aws, service: cloudtrail";
const correlation = (lines: string): string => `${rule(cloudTrail, "eventName: StopLogging")}---
title: Two
name: two
logsource: { ${cloudTrail} }
detection: { selection: { eventName: DeleteTrail }, condition: selection }
---
title: Flow
name: flow
taxonomy: ecs
logsource: { product: aws, service: vpc_flow }
detection: { selection: { destination.port: 22 }, condition: selection }
---
title: Both
name: both
correlation:
  ${lines.replaceAll("\n", "\n  ")}
`;

describe("siem rules lint", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-lint-"));
  after(() => rmSync(folder, { recursive: true }));
  function file(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }
  /** What lint says of a file of rules, without the file's name. */
  async function lint(text: string): Promise<{ readonly code: number; readonly said: readonly string[] }> {
    const path = file("linted.yml", text);
    const { code, err } = await running(() => lintRules([path]));
    return { code, said: err.split("\n").flatMap((line) => line.split(`${path}:`)[1] ?? []) };
  }

  const warnings: readonly (readonly [what: string, text: string, ...said: readonly RegExp[]])[] = [
    [
      "a service that no log source has",
      rule("product: aws, service: cloudtrial", "eventName: x"),
      /^3:37: warning: no log source has records of the service cloudtrial: did you mean cloudtrail\?$/,
    ],
    [
      "a product that no log source has, as in rules of others",
      rule("product: m365, service: threat_management", "eventName: x"),
      /^3:23: warning: no log source has records of the product m365: the rule never matches, unless/,
    ],
    [
      "a category that no log source has, as in rules of others",
      rule("product: windows, category: process_creation", "Image|endswith: '\\x.exe'"),
      /^3:42: warning: no log source has records of the category process_creation/,
    ],
    [
      "raw fields that are misspelt",
      rule(cloudTrail, "eventname: x, userIdentity.typ: Root, requestParameters.anything: y"),
      /^4:27: warning: eventname is not known in records of aws-cloudtrail: did you mean eventName\?$/,
      /^4:41: warning: userIdentity\.typ .* did you mean userIdentity\.type\?$/,
    ],
    [
      "a field of the document in a rule on raw records",
      rule(cloudTrail, "event.action: x"),
      /^4:27: warning: event\.action is a field of the document, .* write taxonomy: ecs$/,
    ],
    [
      "a field that no document of its log has",
      rule("product: aws, service: vpc_flow", "user.name: x", "taxonomy: ecs\n"),
      /^4:27: warning: no document of aws\.vpc_flow is known to have user\.name: docs\/sources\/aws-vpc-flow\.md/,
    ],
    [
      "fields by which alerts and new things are told apart",
      rule(
        cloudTrail,
        "eventName: x",
        "alert: { group-by: [dns.question.name] }\nfirst_seen:\n  fields: [user.id, awsregion]\n",
      ),
      /^5:21: warning: no document of aws\.cloudtrail is known to have dns\.question\.name/,
      /^7:21: warning: awsregion is not known .* did you mean awsRegion\?$/,
    ],
    [
      "more rules than it has",
      correlation("type: temporal\nrules: [one, two, one]\ngroup-by: [user.id]\ntimespan: 5m\ncondition: { gte: 3 }"),
      /^24:21: warning: the correlation never holds: no count can be gte 3, as it counts how many of its rules match/,
    ],
    [
      "a count that is none",
      correlation("type: event_count\nrules: [one]\ngroup-by: [user.id]\ntimespan: 5m\ncondition: { gt: 1, lt: 2 }"),
      /^24:27: warning: the correlation never holds: no count can be lt 2 and gt 1, as it counts whole numbers/,
    ],
    [
      "several values of what makes the group",
      correlation(
        "type: value_count\nrules: [one]\ngroup-by: [source.ip]\ntimespan: 5m\ncondition: { field: source.ip, gte: 2 }",
      ),
      /^24:39: warning: the correlation never holds: .* there is one value$/,
    ],
    [
      "a group that one of its rules is never in",
      correlation("type: temporal\nrules: [one, flow]\ngroup-by: [source.ip, user.id]\ntimespan: 5m"),
      /^22:25: warning: what flow matches is in no common group: no document of aws\.vpc_flow .* user\.id/,
    ],
    [
      "a correlation's field that it does not group by",
      `${correlation("type: event_count\nrules: [one]\ngroup-by: [user.id]\ntimespan: 5m\ncondition: { gte: 3 }")}---
title: Above
correlation: { type: event_count, rules: [both], group-by: [source.ip], timespan: 1h, condition: { gte: 2 } }
`,
      /^27:61: warning: what both matches is in no common group: the correlation both does not group by source\.ip/,
    ],
  ];
  for (const [what, text, ...expected] of warnings) {
    it(`warns of what never matches: ${what}`, async () => {
      const { code, said } = await lint(text);
      assert.equal(code, 0);
      assert.equal(said.length, expected.length, said.join("\n"));
      for (const [index, pattern] of expected.entries()) assert.match(said[index] ?? "", pattern);
    });
  }

  it("refuses a time of no length, and says what one is", async () => {
    const none = correlation("type: event_count\nrules: [one]\ntimespan: 0m\ncondition: { gte: 3 }");
    const { code, said } = await lint(none);
    assert.equal(code, 1);
    assert.match(said[0] ?? "", /^22:13: error: timespan must be a number from 1 and s, m, h or d/);
  });

  const sound = [
    correlation("type: temporal\nrules: [one, flow]\ngroup-by: [source.ip]\ntimespan: 5m\ncondition: { gte: 2 }"),
    correlation("type: event_count\nrules: [one]\ngroup-by: [awsRegion]\ntimespan: 5m\ncondition: { eq: 0 }"),
    correlation("type: value_count\nrules: [one]\ntimespan: 5m\ncondition: { field: [user.id, source.ip], gte: 2 }"),
    correlation(
      "type: temporal\nrules: [one, flow]\naliases: { who: { one: sourceIPAddress, flow: source.ip } }\ngroup-by: [who]\ntimespan: 5m",
    ),
    rule("product: aws", "event.action: x", "taxonomy: ecs\n"),
    rule(cloudTrail, "sourceIPAddress: x, tlsDetails.tlsVersion: TLSv1.1, responseElements.a.b: c"),
  ];
  for (const [index, text] of sound.entries()) {
    it(`says nothing of what may match (${index + 1})`, async () => assert.deepEqual((await lint(text)).said, []));
  }

  describe("of a file that names built-in rules", () => {
    const own = `title: A trail was stopped, and its bucket opened
name: own_correlation
correlation:
  type: temporal
  rules: [aws_cloudtrail_trail_stopped, aws_cloudtrail_several_logs_stopped]
  group-by: [cloud.account.id]
  timespan: 1h
---
title: The pipeline replaces trails
logsource: { ${cloudTrail} }
filter:
  rules: [aws_cloudtrail_trail_stopped]
  pipeline: { userIdentity.userName: pipeline }
  condition: not pipeline
`;

    it("finds them, those that they name, and counts only the file's own", async () => {
      const { code, err } = await running(() => lintRules([file("own.yml", own)]));
      assert.equal(code, 0, err);
      assert.match(err, /^0 rules, 1 correlation, 1 filter in 1 file: 0 errors, 0 warnings/);
      const listed = await running(() => listRules([file("own.yml", own)], { json: true }));
      assert.equal((JSON.parse(listed.out) as unknown[]).length, 2);
    });

    it("says which one is meant where there is none", async () => {
      const { code, said } = await lint(own.replaceAll("trail_stopped", "trial_stopped"));
      assert.equal(code, 1);
      assert.match(said[0] ?? "", /^5:11: error: there is no rule .* did you mean aws_cloudtrail_trail_stopped\?$/);
    });

    it("warns of a rule that has the id or name of a built-in one", async () => {
      const { code, said } = await lint(
        rule(cloudTrail, "eventName: x").replace("name: one", "name: aws_cloudtrail_user_created"),
      );
      assert.equal(code, 0);
      assert.match(
        said[0] ?? "",
        /^1:1: warning: aws_cloudtrail_user_created is also .* built-in .*user_created\.yml:1/,
      );
    });

    it("does not say that all can be used where a stage with the built-in rules refuses one", async () => {
      const conclusion = /all rules can be used/;
      const fine = rule(cloudTrail, "eventName: x");
      assert.match((await running(() => lintRules([file("fine.yml", fine)]))).err, conclusion);
      const taken = fine.replace("name: one", "name: aws_cloudtrail_user_created");
      assert.doesNotMatch((await running(() => lintRules([file("taken.yml", taken)]))).err, conclusion);
    });

    it("runs them with it", async () => {
      const event = (name: string, minute: number) => ({
        eventVersion: "1.11",
        eventSource: "cloudtrail.amazonaws.com",
        eventName: name,
        eventTime: `2026-01-31T09:${minute}:05Z`,
        eventID: `11111111-2222-4333-8444-0000000000${minute}`,
        userIdentity: { type: "IAMUser", userName: "mary", accountId: "111122223333" },
        requestParameters: { name: "main" },
        recipientAccountId: "111122223333",
      });
      const counting = `title: Twice
correlation: { type: event_count, rules: [aws_cloudtrail_trail_stopped], timespan: 1h, condition: { gte: 2 } }
`;
      const log = file("log.json", JSON.stringify({ Records: [event("StopLogging", 12), event("DeleteTrail", 15)] }));
      const { code, out, err } = await running(() => detect([log], { rules: [file("twice.yml", counting)] }));
      assert.equal(code, 0, err);
      const names = out
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { rule_name: string }).rule_name);
      assert.deepEqual(
        names.map((name) => name === "Twice"),
        [false, false, true],
      );
    });
  });

  it("and every command that reads rules refuses wrong members that are ours, at their place", async () => {
    const wrong = file(
      "wrong.yml",
      rule(cloudTrail, "eventName: x", "first_seen:\n  memory: 30 days\n  fields: awsRegion\n"),
    );
    const log = file("none.json", '{"Records":[]}');
    const commands: readonly (() => Promise<number>)[] = [
      () => lintRules([wrong]),
      () => testRules([wrong]),
      () => listRules([wrong], {}),
      () => detect([log], { rules: [wrong] }),
    ];
    for (const command of commands) {
      const { code, err } = await running(command);
      assert.equal(code, 1);
      assert.ok(err.includes(`${wrong}:6:11: error: first_seen.memory must be a number and m, h or d`), err);
    }
  });

  it("has nothing to say of the examples in the documentation, together with the built-in rules", async () => {
    const docs = resolve(__dirname, "../../../docs");
    const examples = ["rules.md", "detection.md"].flatMap((page) =>
      [...readFileSync(join(docs, page), "utf8").matchAll(/```yaml\n(title: [\s\S]*?)```/g)].map(
        ([, text = ""]) => text,
      ),
    );
    assert.ok(examples.length >= 5, `${examples.length} examples`);
    const own = join(folder, "examples");
    mkdirSync(own);
    for (const [index, text] of examples.entries()) writeFileSync(join(own, `${index}.yml`), text);
    const builtIn = resolve(__dirname, "../../../rules");
    for (const paths of [[own], [builtIn, own]]) {
      const { code, err } = await running(() => lintRules(paths));
      assert.equal(code, 0, err);
      assert.match(err, /: 0 errors, 0 warnings/);
    }
    const { code, err } = await running(() => testRules([own]));
    assert.equal(code, 0, err);
    assert.match(err, /4 events: 0 faults/);
  });
});
