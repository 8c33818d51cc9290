import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Configuration, policiesOf } from "../../policies/configuration";
import { judge } from "../../policies/judge";
import { definePolicy, type Policy } from "../../policies/policy";
import { presetNames } from "../../policies/presets";
import { PolicyConfigurationError, readConfiguration, readConfigurationFile } from "../../policies/read-configuration";
import { policies } from "../../policies/registry.generated";
import { queue } from "./support";

const ids = (configuration: Configuration) => policiesOf(configuration).map(({ id }) => id);

describe("a policy configuration", () => {
  it("that says nothing runs what is not disabled", () => {
    assert.deepEqual(
      ids({}),
      policies.filter(({ severity }) => severity !== "disabled").map(({ id }) => id),
    );
  });

  it("selects by service, severity, framework and id, and by all that are given", () => {
    assert.ok(
      policiesOf({ select: { services: ["sqs"] } }).every(({ service }) => service === "sqs"),
      "service",
    );
    assert.deepEqual(ids({ select: { policies: ["sqs-dlq", "os-vpc"] } }), ["os-vpc", "sqs-dlq"]);
    assert.ok(
      policiesOf({ select: { severities: ["advisory"] } }).every((p) => p.severity === "advisory"),
      "severity",
    );
    assert.ok(ids({ select: { frameworks: ["cis"] } }).includes("s3-tls-only"), "framework");
    assert.deepEqual(ids({ select: { services: ["kms"], frameworks: ["pci-dss"] } }), ["kms-rotation"]);
  });

  it("runs a disabled policy that it names, as advice, and leaves out what it excludes", () => {
    assert.deepEqual(
      policiesOf({ select: { policies: ["lambda-code-signing"] } }).map(({ severity }) => severity),
      ["advisory"],
    );
    assert.ok(!ids({ exclude: ["sqs-dlq"] }).includes("sqs-dlq"), "excluded");
  });

  it("gives a policy another severity than its preset does", () => {
    const [policy] = policiesOf({
      preset: "siem-strict",
      severities: { "sqs-dlq": "advisory" },
      select: { policies: ["sqs-dlq"] },
    });
    assert.equal(policy?.severity, "advisory");
  });

  for (const preset of presetNames.filter((name) => name !== "siem-baseline")) {
    it(`makes every policy of a preset mandatory: ${preset}`, () => {
      const chosen = policiesOf({ preset });
      assert.ok(chosen.length > 10, `${chosen.length} policies`);
      assert.ok(
        chosen.every(({ severity }) => severity === "mandatory"),
        "severity",
      );
    });
  }

  const refused: Readonly<Record<string, [unknown, RegExp]>> = {
    "a misspelt key": [
      { presets: "cis" },
      /^policy configuration: there is no presets; did you mean preset\? Allowed: preset, /,
    ],
    "a misspelt preset": [{ preset: "siem-strikt" }, /: preset: there is no siem-strikt; did you mean siem-strict\?/],
    "a misspelt policy": [{ exclude: ["sqs-dql"] }, /: exclude\[0\]: there is no sqs-dql; did you mean sqs-dlq\?$/],
    "a policy that is nothing like any": [
      { exclude: ["completely-different-thing"] },
      /there is no completely-different-thing\.$/,
    ],
    "a misspelt severity": [{ severities: { "sqs-dlq": "mandatry" } }, /severities\.sqs-dlq: .*did you mean mandatory/],
    "a text for a list": [{ exclude: "sqs-dlq" }, /exclude: "sqs-dlq" is no array/],
    "a list for an object": [[], /\[\] is no object/],
    "half a day": [
      { parameters: { minimumLogRetentionDays: 1.5 } },
      /minimumLogRetentionDays: 1\.5 is no whole number/,
    ],
    "no days": [{ parameters: { minimumLogRetentionDays: 0 } }, /0 is less than 1/],
    "a region that is none": [
      { parameters: { allowedRegions: ["Ireland"] } },
      /allowedRegions\[0\]: "Ireland" does not have the form/,
    ],
    "an exemption of nothing": [
      { exemptions: [{ policies: ["sqs-dlq"], resources: [] }] },
      /resources: the list must not be empty/,
    ],
    "an exemption without policies": [{ exemptions: [{ resources: ["a"] }] }, /exemptions\[0\]: policies is missing/],
    "a selection of nothing": [
      { select: { services: ["kms"], policies: ["s3-tls-only"] } },
      /^policy configuration: no policy is left to run; make select, exclude or severities less narrow$/,
    ],
    "a day that is none": [
      { exemptions: [{ policies: ["sqs-dlq"], resources: ["a"], expires: "2027-02-30" }] },
      /exemptions\[0\]\.expires: there is no day 2027-02-30/,
    ],
  };
  for (const [what, [content, message]] of Object.entries(refused)) {
    it(`is refused with place and remedy: ${what}`, () => {
      assert.throws(
        () => readConfiguration(content),
        (error: unknown) => error instanceof PolicyConfigurationError && message.test(error.message),
      );
    });
  }

  it("is read from YAML and JSON files, and refused with the file's name", () => {
    const folder = mkdtempSync(join(tmpdir(), "siem-policies-"));
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    try {
      assert.deepEqual(readConfigurationFile(file("a.yaml", "preset: cis\n")), { preset: "cis" });
      assert.deepEqual(readConfigurationFile(file("b.json", '{"preset": "cis"}')), { preset: "cis" });
      assert.deepEqual(readConfigurationFile(file("empty.yaml", "")), {});
      assert.throws(() => readConfigurationFile(file("c.yaml", "a: [")), /c\.yaml: /);
      assert.throws(() => readConfigurationFile(join(folder, "missing.yaml")), /missing\.yaml: ENOENT/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("exemptions", () => {
  const explained = { reason: "a test", owner: "tests", expires: "2027-01-31" };
  const today = new Date("2027-01-31T23:00:00Z");
  const alone = {
    ...queue("logs", { kmsMasterKeyId: "alias/own" }),
    urn: "urn:pulumi:dev::siem::aws:sqs/queue:Queue::logs",
  };
  const judged = (exemption: Partial<NonNullable<Configuration["exemptions"]>[number]>, more: Configuration = {}) => {
    const select = { policies: ["sqs-dlq"] };
    const exemptions = [{ policies: ["sqs-dlq"], resources: ["logs"], ...exemption }];
    const { findings, exempted } = judge([alone], { select, exemptions, ...more }, { today });
    return {
      findings: findings.map(({ policy, message }) => `${policy.severity} ${policy.id}: ${message}`),
      exempted: exempted.length,
    };
  };
  const violation = "mandatory sqs-dlq: has no redrive policy and is no dead-letter queue of another";

  it("take a finding away up to their last day, and are shown", () => {
    assert.deepEqual(judged(explained), { findings: [], exempted: 1 });
  });

  for (const resources of [["urn:pulumi:dev::*"], ["l*s"], ["other", "logs"]]) {
    it(`name resources as ${resources.join(", ")}`, () =>
      assert.deepEqual(judged({ ...explained, resources }), { findings: [], exempted: 1 }));
  }

  it("that have expired exempt nothing, and are findings", () => {
    assert.deepEqual(judged({ ...explained, expires: "2027-01-30" }).findings, [
      violation,
      "advisory exemption-expired: ended on 2027-01-30; tests answers for it",
    ]);
  });

  for (const part of ["reason", "owner", "expires"] as const) {
    it(`without ${part} exempt nothing, and are findings`, () => {
      const { [part]: _, ...rest } = explained;
      assert.deepEqual(judged(rest).findings, [
        violation,
        `advisory exemption-unexplained: has no ${part}, so it exempts nothing`,
      ]);
    });
  }

  it("that exempt nothing are findings, mandatory ones of a strict preset", () => {
    assert.deepEqual(judged({ ...explained, resources: ["gone"] }).findings, [
      violation,
      "advisory exemption-unused: exempts nothing",
    ]);
    assert.equal(
      judged({ ...explained, resources: ["gone"] }, { preset: "siem-strict" }).findings[1],
      "mandatory exemption-unused: exempts nothing",
    );
  });

  it("of other stacks, and of policies that do not run, are not judged", () => {
    assert.deepEqual(judged({ ...explained, stacks: ["prod"] }).findings, [violation]);
    assert.deepEqual(judged({ ...explained, policies: ["os-vpc"] }).findings, [violation]);
  });
});

describe("a policy that fails", () => {
  const failing: Policy = definePolicy({
    id: "sqs-fails",
    title: "It fails",
    rationale: "It is for a test.",
    severity: "mandatory",
    service: "sqs",
    fix: "Repair it.",
    example: "",
    types: ["aws:sqs/queue:Queue"],
    scope: "resource",
    *check(resource) {
      yield "found before it failed";
      throw new TypeError(`cannot read ${resource.name}`);
    },
  });

  it("is a finding that names policy and resource, hides no other, and cannot be exempt", () => {
    const dlq = policies.find(({ id }) => id === "sqs-dlq")!;
    const exemptions = [
      { policies: ["sqs-fails"], resources: ["*"], reason: "a test", owner: "tests", expires: "2099-12-31" },
    ];
    const { findings, exempted } = judge([queue("a"), queue("b")], { exemptions }, { all: [failing, dlq] });
    assert.deepEqual(
      findings.map(({ outcome, policy, resource, message }) => `${outcome} ${policy.id} ${resource.name}: ${message}`),
      [
        "error sqs-fails a: the policy failed: cannot read a",
        "error sqs-fails b: the policy failed: cannot read b",
        "violation sqs-dlq a: has no redrive policy and is no dead-letter queue of another",
        "violation sqs-dlq b: has no redrive policy and is no dead-letter queue of another",
      ],
    );
    assert.deepEqual(
      exempted.map(({ finding }) => finding.message),
      ["found before it failed", "found before it failed"],
    );
  });
});
