import { ResourceGraph, type ResourceLike, type ResourceNode } from "./graph";
import { defaultParameters, type Parameters } from "./parameters";
import type { Policy, Severity } from "./policy";
import { PolicyDocumentError } from "./policy-document";
import { policies as allPolicies } from "./registry.generated";
import { Undecided } from "./unknown";

/**
 * `undecided`: the policy needs a value that is only known after the deployment. `error`: the policy itself failed, so
 * nobody knows whether it holds.
 */
export type Outcome = "violation" | "undecided" | "error";

export interface Finding {
  readonly policy: Policy;
  readonly resource: ResourceNode;
  readonly outcome: Outcome;
  /** What is wrong, what is unknown, or how the policy failed. */
  readonly message: string;
}

export interface CheckOptions {
  /** Default: all of the pack. */
  readonly policies?: readonly Policy[];
  /** Severities to run. Default: mandatory and advisory. */
  readonly severities?: readonly Severity[];
  readonly parameters?: Parameters;
}

/** Runs one policy over one resource. */
export function checkResource(
  policy: Policy,
  resource: ResourceNode,
  graph: ResourceGraph,
  parameters: Parameters = defaultParameters,
): Finding[] {
  const findings: Finding[] = [];
  // Who reads of a setting that is written inside of a resource looks for the resource.
  const report = (outcome: Outcome, message: string) =>
    findings.push({ policy, resource: resource.inside?.owner ?? resource, outcome, message });
  try {
    for (const message of policy.check(resource, graph, parameters)) report("violation", message);
  } catch (error) {
    if (error instanceof Undecided) report("undecided", error.message);
    else if (error instanceof PolicyDocumentError) report("violation", error.message);
    else report("error", `the policy failed: ${error instanceof Error ? error.message : String(error)}`);
  }
  return findings;
}

/**
 * Runs policies over the resources of a stack, without an engine: the output of `siem graph`, or what a preview registers.
 * A resource without a finding for a policy satisfies it or is not its business.
 */
export function checkGraph(resources: Iterable<ResourceLike>, options: CheckOptions = {}): Finding[] {
  const { policies = allPolicies, severities = ["mandatory", "advisory"], parameters } = options;
  const graph = new ResourceGraph(resources);
  return policies
    .filter(({ severity }) => severities.includes(severity))
    .flatMap((policy) =>
      graph.ofType(...policy.types).flatMap((resource) => checkResource(policy, resource, graph, parameters)),
    );
}
