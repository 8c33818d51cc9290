import type { GraphResource } from "../../../cli/graph";
import { checkGraph } from "../../../policies/check-graph";
import type { Policy } from "../../../policies/policy";
import { policies } from "../../../policies/registry.generated";
import type { GeneratedStack } from "./corpus";
import { type Disagreement, disagreements } from "./disagreements";

/** What a check of checkov says of a resource, by its Terraform address. */
export interface CheckovVerdict {
  readonly check: string;
  readonly resource: string;
  readonly passed: boolean;
}

export interface Difference {
  readonly policy: string;
  readonly stack: string;
  readonly ours: "holds" | "violated";
  readonly theirs: "holds" | "violated";
  /** Undefined where nobody has explained it. */
  readonly explanation: Disagreement | undefined;
}

export interface Agreement {
  readonly stacks: number;
  /** Pairs of policy and stack on which both have a verdict. */
  readonly compared: number;
  /** Policies that were compared on some stack. */
  readonly policies: readonly string[];
  readonly differences: readonly Difference[];
  readonly unusedExplanations: readonly Disagreement[];
}

const separator = "__";

/** All stacks as one, which checkov reads in a single run: names say which stack a resource is of. */
export function merged(stacks: readonly GeneratedStack[]): GraphResource[] {
  return stacks.flatMap(({ resources }, index) => {
    const rename = (text: string) => `s${index}${separator}${text}`;
    return resources.map((resource) => ({
      ...resource,
      name: rename(resource.name),
      urn: rename(resource.urn),
      deps: resource.deps.map(rename),
      propertyDeps: Object.fromEntries(
        Object.entries(resource.propertyDeps).map(([input, urns]) => [input, urns.map(rename)]),
      ),
    }));
  });
}

/** Compares our verdicts on each stack with those of checkov on all of them together. */
export function compare(stacks: readonly GeneratedStack[], verdicts: readonly CheckovVerdict[]): Agreement {
  const theirs = byStackAndCheck(verdicts);
  const both = policies.filter(({ checkov }) => checkov !== undefined);
  const compared = stacks.flatMap(({ label, resources }, index) =>
    both.flatMap((policy): Difference[] => {
      const results = (policy.checkov ?? []).flatMap((check) => theirs.get(`${index} ${check}`) ?? []);
      const own = ourVerdict(policy, resources);
      if (results.length === 0 || own === undefined) return [];
      const difference = {
        policy: policy.id,
        stack: label,
        ours: own,
        theirs: results.every((passed) => passed) ? ("holds" as const) : ("violated" as const),
      };
      return [{ ...difference, explanation: disagreements.find((each) => explains(each, difference)) }];
    }),
  );
  const differences = compared.filter(({ ours, theirs }) => ours !== theirs);
  return {
    stacks: stacks.length,
    compared: compared.length,
    policies: [...new Set(compared.map(({ policy }) => policy))],
    differences,
    unusedExplanations: disagreements.filter((each) => !differences.some(({ explanation }) => explanation === each)),
  };
}

function byStackAndCheck(verdicts: readonly CheckovVerdict[]): ReadonlyMap<string, boolean[]> {
  const found = new Map<string, boolean[]>();
  for (const { check, resource, passed } of verdicts) {
    const index = new RegExp(`\\.s(\\d+)${separator}`).exec(resource)?.[1];
    if (index === undefined) continue;
    const id = `${index} ${check}`;
    found.set(id, [...(found.get(id) ?? []), passed]);
  }
  return found;
}

/** Undefined where the stack has no resource that the policy judges, or it is undecided. */
function ourVerdict(policy: Policy, resources: readonly GraphResource[]): "holds" | "violated" | undefined {
  const findings = checkGraph(resources, { policies: [policy], severities: [policy.severity] });
  if (findings.some(({ outcome }) => outcome !== "violation")) return undefined;
  return findings.length > 0 ? "violated" : "holds";
}

function explains({ policy, stack, ours }: Disagreement, difference: Omit<Difference, "explanation">): boolean {
  return policy === difference.policy && ours === difference.ours && stack.test(difference.stack);
}
