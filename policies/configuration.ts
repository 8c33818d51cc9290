import type { Framework } from "./controls";
import { defaultParameters, type Parameters } from "./parameters";
import type { Policy, Severity } from "./policy";
import { defaultPreset, type PresetName, presets } from "./presets";
import { policies as allPolicies } from "./registry.generated";

/** A resource that need not satisfy a policy, and why. */
export interface Exemption {
  /** Ids. */
  readonly policies: readonly string[];
  /** Names or URNs; `*` stands for any text. */
  readonly resources: readonly string[];
  /** Stacks that it is for; all where they are left out. */
  readonly stacks?: readonly string[];
  /** Without reason, owner and last day it exempts nothing. */
  readonly reason?: string;
  readonly owner?: string;
  /** `YYYY-MM-DD`, the last day on which it holds. */
  readonly expires?: string;
}

/** What a configuration file may say. */
export interface Configuration {
  readonly preset?: PresetName;
  /** Runs only policies that match each of the lists that are given. */
  readonly select?: {
    readonly services?: readonly string[];
    readonly severities?: readonly Severity[];
    readonly frameworks?: readonly Framework[];
    /** Ids; disabled policies that are named run as advisory ones. */
    readonly policies?: readonly string[];
  };
  /** Ids of policies that do not run. */
  readonly exclude?: readonly string[];
  /** Severities by policy id, above those of the preset. */
  readonly severities?: Readonly<Record<string, Severity>>;
  readonly parameters?: Partial<Parameters>;
  readonly exemptions?: readonly Exemption[];
  /** Whether the pack changes resources so that policies hold, where that is safe (`pulumi up` only). */
  readonly remediate?: boolean;
}

const has = <T>(list: readonly T[] | undefined, ...items: readonly T[]) =>
  list === undefined || items.some((item) => list.includes(item));

/** The policies that a configuration runs, with the severities that it gives them. */
export function policiesOf(configuration: Configuration, all: readonly Policy[] = allPolicies): Policy[] {
  const { preset = defaultPreset, select = {}, exclude = [], severities = {} } = configuration;
  return all
    .filter(({ id }) => !exclude.includes(id))
    .map((policy) => {
      const severity = severities[policy.id] ?? presets[preset].severity(policy);
      const isAskedFor = severity === "disabled" && select.policies?.includes(policy.id) === true;
      return { ...policy, severity: isAskedFor ? ("advisory" as const) : severity };
    })
    .filter(({ severity }) => severity !== "disabled")
    .filter(
      ({ id, service, severity, frameworks }) =>
        has(select.services, service) &&
        has(select.severities, severity) &&
        has(select.policies, id) &&
        has(select.frameworks, ...(Object.keys(frameworks) as Framework[])),
    );
}

export function parametersOf({ parameters }: Configuration): Parameters {
  return { ...defaultParameters, ...parameters };
}
