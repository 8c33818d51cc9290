import assert from "node:assert/strict";
import { formats } from "../../../cli/policies/formats";
import { judge } from "../../../policies/judge";
import { definePolicy, type Policy } from "../../../policies/policy";
import { policies } from "../../../policies/registry.generated";
import { UNKNOWN } from "../../../policies/unknown";
import { queue, resource } from "../../policies/support";

const failing: Policy = definePolicy({
  id: "sqs-fails",
  title: "It fails",
  rationale: "It is for a test.",
  severity: "mandatory",
  service: "sqs",
  fix: "Repair it.",
  example: "",
  types: ["aws:sns/topic:Topic"],
  scope: "resource",
  check: () => {
    throw new TypeError("no <such> thing");
  },
});
const all = [
  ...["sqs-dlq", "sqs-encrypted", "sqs-tls-only", "s3-no-force-destroy"].map(
    (id) => policies.find((p) => p.id === id)!,
  ),
  failing,
];

/** One finding of each kind; the queue's name is what an attacker would choose. */
const judgement = {
  ...judge(
    [
      queue('<b onclick="x">\u0000', { kmsMasterKeyId: "alias/own" }),
      resource("aws:s3/bucket:Bucket", "bucket", { forceDestroy: UNKNOWN }),
      resource("aws:s3/bucket:Bucket", "tried", { forceDestroy: true }),
      resource("aws:sns/topic:Topic", "topic", {}),
    ],
    {
      exemptions: [
        {
          policies: ["s3-no-force-destroy"],
          resources: ["tried"],
          reason: "A & B",
          owner: "tests",
          expires: "2099-12-31",
        },
      ],
    },
    { all },
  ),
  name: "a graph",
};

/** Tags that are not closed in the order in which they were opened, and texts that are no XML. */
function openTags(xml: string): string[] {
  const open: string[] = [];
  for (const [, closing, name = "", attributes = "", selfClosing] of xml
    .replace(/^<\?xml[^>]*\?>/, "")
    .matchAll(/<(\/?)([\w-]+)((?: [\w-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*)(\/?)>/g)) {
    if (closing === "/") {
      if (open.pop() !== name) return [`${name} closes another${attributes}`];
    } else if (selfClosing !== "/") open.push(name);
  }
  const tags = xml.match(/</g)?.length ?? 0;
  const read = xml.match(/<\/?[\w-]+(?: [\w-]+="[^"<]*")*\/?>/g)?.length ?? 0;
  return tags === read + 1 ? open : ["a < that begins no tag"];
}

describe("what `siem policies check` prints", () => {
  it("as text names every finding with policy, resource, message and fix, the worst first", () => {
    const lines = formats.text([judgement]).split("\n");
    assert.equal(
      lines[0],
      "a graph: 5 policies (siem-baseline) on 4 resources: 1 mandatory violation, 1 advisory, 1 cannot be decided yet, 1 policy failed, 1 exempt",
    );
    assert.deepEqual(
      lines
        .slice(1)
        .filter((line) => !line.includes("fix: "))
        .map((line) => line.trim().split(/[ :]+/).slice(0, 2)),
      [
        ["failed", "sqs-fails"],
        ["mandatory", "sqs-dlq"],
        ["advisory", "sqs-tls-only"],
        ["undecided", "s3-no-force-destroy"],
        ["exempt", "s3-no-force-destroy"],
      ],
    );
    assert.ok(!formats.text([judgement]).includes("\u0000"), "control characters");
  });

  it("as JSON and SARIF names the controls of a finding", () => {
    const open = judge([queue("logs")], {}, { all: all.filter(({ id }) => id === "sqs-encrypted") });
    const [{ findings }] = JSON.parse(formats.json([open])) as [
      { findings: { securityHub: object; frameworks: object }[] },
    ];
    assert.deepEqual(
      findings.map(({ securityHub, frameworks }) => [securityHub, Object.keys(frameworks)]),
      [[["SQS.1"], ["fsbp", "nist-800-53"]]],
    );
    assert.match(formats.sarif([open]), /"security-hub\/SQS\.1",\s*"fsbp\/SQS\.1",\s*"nist-800-53\/CA-9\(1\)"/);
  });

  it("as JSON has counts, and each finding", () => {
    const [parsed] = JSON.parse(formats.json([judgement])) as [
      { counts: object; findings: { policy: string; outcome: string }[]; exempted: { exemption: object }[] },
    ];
    assert.deepEqual(parsed.counts, { mandatory: 1, advisory: 1, undecided: 1, failed: 1, exempted: 1 });
    assert.deepEqual(
      parsed.findings.map(({ policy, outcome }) => `${outcome} ${policy}`),
      ["violation sqs-dlq", "violation sqs-tls-only", "undecided s3-no-force-destroy", "error sqs-fails"],
    );
    assert.deepEqual(parsed.exempted[0]?.exemption, { reason: "A & B", owner: "tests", expires: "2099-12-31" });
  });

  it("as SARIF has rules, open results for what cannot be decided, and suppressed ones for what is exempt", () => {
    const { version, runs } = JSON.parse(formats.sarif([judgement])) as {
      version: string;
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: { ruleId: string; ruleIndex: number; kind: string; level: string; suppressions?: object[] }[];
      }[];
    };
    const { tool, results } = runs[0]!;
    assert.equal(version, "2.1.0");
    assert.ok(
      results.every(({ ruleId, ruleIndex }) => tool.driver.rules[ruleIndex]?.id === ruleId),
      "rule indices",
    );
    assert.deepEqual(
      results.map(({ ruleId, kind, level, suppressions }) => [ruleId, kind, level, suppressions?.length ?? 0]),
      [
        ["sqs-dlq", "fail", "error", 0],
        ["sqs-tls-only", "fail", "warning", 0],
        ["s3-no-force-destroy", "open", "none", 0],
        ["sqs-fails", "fail", "error", 0],
        ["s3-no-force-destroy", "fail", "error", 1],
      ],
    );
  });

  it("as JUnit is XML, in which mandatory violations fail and advice does not", () => {
    const xml = formats.junit([judgement]);
    assert.deepEqual(openTags(xml), []);
    assert.match(xml, /<testsuite name="a graph" tests="5" failures="1" errors="1" skipped="1">/);
    const cases = xml.split("<testcase ").slice(1);
    const classes = (part: string) =>
      cases.filter((text) => text.includes(part)).map((text) => /classname="([^"]+)"/.exec(text)?.[1]);
    assert.deepEqual(classes(""), ["sqs-encrypted", "sqs-dlq", "sqs-tls-only", "s3-no-force-destroy", "sqs-fails"]);
    assert.deepEqual(classes("<failure"), ["sqs-dlq"]);
    assert.deepEqual(classes("<error"), ["sqs-fails"]);
    assert.deepEqual(classes("<skipped"), ["s3-no-force-destroy"]);
    assert.deepEqual(classes("<system-out"), ["sqs-tls-only"]);
  });

  it("as HTML shows names and messages as text", () => {
    const html = formats.html([judgement]);
    assert.ok(html.includes("&lt;b onclick=&quot;x&quot;&gt;?"), "name");
    assert.ok(html.includes("no &lt;such&gt; thing"), "message");
    assert.ok(!html.includes("<b "), "markup of a name");
  });

  for (const [name, format] of Object.entries(formats)) {
    it(`as ${name} has something to say where nothing is wrong`, () => assert.ok(format([judge([])]).length > 0, name));
  }
});
