import { ResourceGraph, type ResourceLike, type ResourceNode } from "./graph";
import type { Policy, Severity } from "./policy";
import { PolicyDocumentError } from "./policy-document";
import { policies as allPolicies } from "./registry.generated";
import { Undecided } from "./unknown";

export interface Finding {
  readonly policy: Policy;
  readonly resource: ResourceNode;
  /** `undecided`: the policy needs a value that is only known after the deployment. */
  readonly outcome: "violation" | "undecided";
  /** What is wrong, or what is unknown. */
  readonly message: string;
}

export interface CheckOptions {
  /** Default: all of the pack. */
  readonly policies?: readonly Policy[];
  /** Severities to run. Default: mandatory and advisory. */
  readonly severities?: readonly Severity[];
}

/** Runs one policy over one resource. */
export function checkResource(policy: Policy, resource: ResourceNode, graph: ResourceGraph): Finding[] {
  const findings: Finding[] = [];
  const report = (outcome: Finding["outcome"], message: string) =>
    findings.push({ policy, resource, outcome, message });
  try {
    for (const message of policy.check(resource, graph)) report("violation", message);
  } catch (error) {
    if (error instanceof Undecided) report("undecided", error.message);
    else if (error instanceof PolicyDocumentError) report("violation", error.message);
    else throw error;
  }
  return findings;
}

/**
 * Runs policies over the resources of a stack, without an engine: the output of `siem graph`, or what a preview registers.
 * A resource without a finding for a policy satisfies it or is not its business.
 */
export function checkGraph(resources: Iterable<ResourceLike>, options: CheckOptions = {}): Finding[] {
  const { policies = allPolicies, severities = ["mandatory", "advisory"] } = options;
  const graph = new ResourceGraph(resources);
  return policies
    .filter(({ severity }) => severities.includes(severity))
    .flatMap((policy) => graph.ofType(...policy.types).flatMap((resource) => checkResource(policy, resource, graph)));
}
