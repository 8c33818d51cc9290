import type { ResourceGraph, ResourceNode } from "./graph";

/** Mandatory policies stop a deployment, advisory ones warn, disabled ones run only when they are asked for. */
export type Severity = "mandatory" | "advisory" | "disabled";

/** Control catalogues that a policy serves: AWS Foundational Security Best Practices, NIST SP 800-53 revision 5. */
type Framework = "fsbp" | "nist-800-53";

export interface Policy {
  /** Name of its file, `<service>-<what it asks for>`. */
  readonly id: string;
  /** What holds when the policy does. */
  readonly title: string;
  /** What goes wrong otherwise. */
  readonly rationale: string;
  readonly severity: Severity;
  /** Name of its folder. */
  readonly service: string;
  /** Ids of the controls it serves. */
  readonly frameworks: Readonly<Partial<Record<Framework, readonly string[]>>>;
  /** What to change in the program. */
  readonly fix: string;
  /** Types of the resources it judges. */
  readonly types: readonly string[];
  /** `resource`: judges by the resource alone, so also before it is made. `stack`: needs the resources around it. */
  readonly scope: "resource" | "stack";
  /**
   * Says each thing that is wrong with a resource; nothing where the policy holds.
   * @throws Undecided where that depends on an unknown value
   */
  readonly check: (resource: ResourceNode, graph: ResourceGraph) => Iterable<string>;
}

/** Checks a policy where it is declared; returns it unchanged. */
export function definePolicy(policy: Policy): Policy {
  if (policy.types.length === 0) throw new Error(`${policy.id}: names no type of resource`);
  return policy;
}
