import { type Framework, type Frameworks, frameworksOf } from "./controls";
import type { ResourceGraph, ResourceNode } from "./graph";
import type { Parameters } from "./parameters";
import type { SecurityHubControl } from "./security-hub";

/** Mandatory policies stop a deployment, advisory ones warn, disabled ones run only when they are asked for. */
export const severities = ["mandatory", "advisory", "disabled"] as const;
export type Severity = (typeof severities)[number];

/** Changes the inputs of a resource so that a policy holds; only what takes nothing from anybody. */
export interface Remediation {
  readonly types: readonly string[];
  /** The inputs to change, with their new values; undefined where nothing is to be done. */
  readonly change: (inputs: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> | undefined;
}

export interface PolicyDefinition {
  /** Name of its file, `<service>-<what it asks for>`. */
  readonly id: string;
  /** What holds when the policy does. */
  readonly title: string;
  /** What goes wrong otherwise. */
  readonly rationale: string;
  readonly severity: Severity;
  /** Name of its folder. */
  readonly service: string;
  /** Controls of Security Hub that it serves; what is related to them is added to its frameworks. */
  readonly securityHub?: readonly SecurityHubControl[];
  /** Controls that it serves besides. */
  readonly frameworks?: Frameworks;
  /** Checks of checkov that ask for the same; our verdicts are compared with theirs. */
  readonly checkov?: readonly string[];
  /** What to change in the program. */
  readonly fix: string;
  /** The same as TypeScript. */
  readonly example: string;
  /** Types of the resources it judges. */
  readonly types: readonly string[];
  /** `resource`: judges by the resource alone, so also before it is made. `stack`: needs the resources around it. */
  readonly scope: "resource" | "stack";
  /** Names of the parameters it depends on. */
  readonly parameters?: readonly (keyof Parameters)[];
  readonly remediation?: Remediation;
  /**
   * Says each thing that is wrong with a resource; nothing where the policy holds.
   * @throws Undecided where that depends on an unknown value
   */
  readonly check: (resource: ResourceNode, graph: ResourceGraph, parameters: Parameters) => Iterable<string>;
}

export interface Policy extends PolicyDefinition {
  readonly frameworks: Readonly<Partial<Record<Framework, readonly string[]>>>;
}

/** Checks a policy where it is declared, and adds the controls that are related to those of Security Hub. */
export function definePolicy(policy: PolicyDefinition): Policy {
  if (policy.types.length === 0) throw new Error(`${policy.id}: names no type of resource`);
  return { ...policy, frameworks: frameworksOf(policy.frameworks ?? {}, policy.securityHub ?? []) };
}
