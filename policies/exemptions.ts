import type { Finding } from "./check-graph";
import type { Exemption } from "./configuration";
import type { ResourceNode } from "./graph";
import { definePolicy, type Policy, type Severity } from "./policy";
import { wildcardMatches } from "./statements";

/** What can be wrong with an exemption. */
const problems = {
  "exemption-expired": {
    title: "No exemption is used after its last day",
    rationale: "What was accepted for a while stays for ever where nobody is asked again.",
    fix: "Satisfy the policy, or agree on a later day with the owner.",
  },
  "exemption-unused": {
    title: "Every exemption exempts something",
    rationale: "An exemption of something that is gone will hide something else one day.",
    fix: "Remove the exemption.",
  },
  "exemption-unexplained": {
    title: "Every exemption has a reason, an owner and a last day",
    rationale: "Nobody can judge later whether it still holds.",
    fix: "Add reason, owner and expires.",
  },
} as const;
type Problem = keyof typeof problems;

function problemPolicy(id: Problem, severity: Severity): Policy {
  return definePolicy({
    id,
    ...problems[id],
    severity,
    service: "exemptions",
    example: "",
    types: ["exemption"],
    scope: "stack",
    check: () => [],
  });
}

export interface Exempted {
  readonly finding: Finding;
  readonly exemption: Exemption;
}

interface Context {
  /** Policies that were run. */
  readonly policies: readonly Policy[];
  readonly stack: string | undefined;
  readonly today: Date;
  /** Severity of what is wrong with an exemption. */
  readonly severity: Severity;
}

/** Divides findings into those that are exempt and those that are not; the latter with what is wrong with exemptions. */
export function applyExemptions(
  findings: readonly Finding[],
  exemptions: readonly Exemption[],
  { policies, stack, today, severity }: Context,
): { findings: Finding[]; exempted: Exempted[] } {
  const used = new Set<Exemption>();
  const exempted: Exempted[] = [];
  const concerned = exemptions.filter(
    ({ stacks }) => stacks === undefined || stack === undefined || stacks.includes(stack),
  );
  const inForce = concerned.filter((exemption) => problemOf(exemption, today) === undefined);
  const open = findings.filter((finding) => {
    const exemption = inForce.find((candidate) => covers(candidate, finding));
    if (exemption === undefined) return true;
    used.add(exemption);
    exempted.push({ finding, exemption });
    return false;
  });
  const ran = new Set(policies.map(({ id }) => id));
  const complaints = concerned.flatMap((exemption): Finding[] => {
    const problem = problemOf(exemption, today);
    if (problem === undefined && (used.has(exemption) || !exemption.policies.some((id) => ran.has(id)))) return [];
    const [id, message]: readonly [Problem, string] = problem ?? ["exemption-unused", "exempts nothing"];
    const resource = asResource(exemption, exemptions.indexOf(exemption));
    return [{ policy: problemPolicy(id, severity), resource, outcome: "violation", message }];
  });
  return { findings: [...open, ...complaints], exempted };
}

function problemOf(exemption: Exemption, today: Date): readonly [Problem, string] | undefined {
  const missing = (["reason", "owner", "expires"] as const).filter((part) => (exemption[part] ?? "").trim() === "");
  if (missing.length > 0) return ["exemption-unexplained", `has no ${missing.join(", no ")}, so it exempts nothing`];
  const { expires = "", owner = "" } = exemption;
  // The last day counts to its end, wherever one is.
  if (today.toISOString().slice(0, 10) > expires)
    return ["exemption-expired", `ended on ${expires}; ${owner} answers for it`];
  return undefined;
}

function covers({ policies, resources }: Exemption, { policy, resource, outcome }: Finding): boolean {
  // A policy that failed has found out nothing that could be accepted.
  if (outcome === "error" || !policies.includes(policy.id)) return false;
  return resources.some((pattern) => wildcardMatches(pattern, resource.name) || wildcardMatches(pattern, resource.urn));
}

function asResource({ policies, resources }: Exemption, index: number): ResourceNode {
  const name = `exemption ${index + 1} (${policies.join(", ")} for ${resources.join(", ")})`;
  return { type: "exemption", name, urn: `exemption:${index + 1}`, props: {}, deps: [] };
}
