import { checkGraph, type Finding } from "./check-graph";
import { type Configuration, parametersOf, policiesOf } from "./configuration";
import { applyExemptions, type Exempted } from "./exemptions";
import type { ResourceLike } from "./graph";
import type { Policy } from "./policy";
import { defaultPreset, type PresetName } from "./presets";

/** What the policies say of a stack. */
export interface Judgement {
  /** What was judged, in words; the stack's name where it is left out. */
  readonly name?: string | undefined;
  readonly preset: PresetName;
  /** Name of the stack, where its resources have URNs of Pulumi. */
  readonly stack: string | undefined;
  readonly resources: number;
  /** Policies that were run, with their severities. */
  readonly policies: readonly Policy[];
  /** In order of the policies; behind them what is wrong with exemptions. */
  readonly findings: readonly Finding[];
  readonly exempted: readonly Exempted[];
}

export interface JudgeOptions {
  /** Default: all of the pack. */
  readonly all?: readonly Policy[] | undefined;
  /** Day on which exemptions must be in force. */
  readonly today?: Date | undefined;
}

/** Runs the policies of a configuration over the resources of a stack, without an engine. */
export function judge(
  resources: Iterable<ResourceLike>,
  configuration: Configuration = {},
  { all, today = new Date() }: JudgeOptions = {},
): Judgement {
  const list = [...resources];
  const policies = policiesOf(configuration, all);
  const stack = stackOf(list);
  const found = checkGraph(list, { policies, parameters: parametersOf(configuration) });
  const preset = configuration.preset ?? defaultPreset;
  const severity = preset === "siem-baseline" ? "advisory" : "mandatory";
  return {
    preset,
    stack,
    resources: list.length,
    policies,
    ...applyExemptions(found, configuration.exemptions ?? [], { policies, stack, today, severity }),
  };
}

/** Findings that stop a deployment: mandatory violations, and mandatory policies that failed. */
export function blocking(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ policy, outcome }) => policy.severity === "mandatory" && outcome !== "undecided");
}

export function stackOf(resources: readonly ResourceLike[]): string | undefined {
  return resources.map(({ urn }) => /^urn:pulumi:([^:]+)::/.exec(urn)?.[1]).find((stack) => stack !== undefined);
}
