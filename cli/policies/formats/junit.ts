import type { Finding } from "../../../policies/check-graph";
import type { Judgement } from "../../../policies/judge";
import { nameOf } from "./counts";
import { escaped } from "./escape";

/** For CI: a suite for each judgement, a case for each policy that holds and for each finding. */
export function asJunit(judgements: readonly Judgement[]): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...judgements.flatMap(suite), "</testsuites>"].join(
    "\n",
  );
}

function suite(judgement: Judgement): string[] {
  const { policies, findings, exempted } = judgement;
  const found = new Set(findings.map(({ policy }) => policy.id));
  const cases = [
    ...policies
      .filter(({ id }) => !found.has(id))
      .map(({ id, title }) => testCase(id, title, exemptionsOf(judgement, id))),
    ...findings.map((finding) => testCase(finding.policy.id, finding.resource.name, resultOf(finding))),
  ];
  // Advice makes no build fail.
  const count = (outcome: string) => findings.filter((finding) => kindOf(finding) === outcome).length;
  const attributes = {
    name: nameOf(judgement),
    tests: String(cases.length),
    failures: String(count("failure")),
    errors: String(count("error")),
    skipped: String(count("skipped") + (exempted.length > 0 ? exemptedOnly(judgement).size : 0)),
  };
  return [`  <testsuite${attributesOf(attributes)}>`, ...cases, "  </testsuite>"];
}

const attributesOf = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");

function testCase(policy: string, name: string, result: string): string {
  const attributes = attributesOf({ classname: policy, name });
  return result === "" ? `    <testcase${attributes}/>` : `    <testcase${attributes}>${result}</testcase>`;
}

function kindOf({ outcome, policy }: Finding): "error" | "failure" | "skipped" | "advice" {
  if (outcome === "error") return "error";
  if (outcome === "undecided") return "skipped";
  return policy.severity === "mandatory" ? "failure" : "advice";
}

function resultOf(finding: Finding): string {
  const { policy, resource, message } = finding;
  const details = escaped(`${resource.type} ${resource.urn}\n${policy.fix}`);
  switch (kindOf(finding)) {
    case "error":
      return `<error message="${escaped(message)}">${details}</error>`;
    case "failure":
      return `<failure message="${escaped(message)}">${details}</failure>`;
    case "skipped":
      return `<skipped message="${escaped(`cannot be decided yet: ${message}`)}"/>`;
    case "advice":
      return `<system-out>${escaped(`advisory: ${message}`)}\n${details}</system-out>`;
  }
}

/** Policies whose findings are all exempt. */
function exemptedOnly({ findings, exempted }: Judgement): ReadonlySet<string> {
  const open = new Set(findings.map(({ policy }) => policy.id));
  return new Set(exempted.map(({ finding }) => finding.policy.id).filter((id) => !open.has(id)));
}

function exemptionsOf({ exempted }: Judgement, id: string): string {
  const reasons = exempted
    .filter(({ finding }) => finding.policy.id === id)
    .map(({ finding, exemption }) => `${finding.resource.name}: ${exemption.reason}`);
  return reasons.length === 0 ? "" : `<skipped message="${escaped(`exempt: ${reasons.join("; ")}`)}"/>`;
}
