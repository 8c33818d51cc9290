import pc from "picocolors";
import { ConfigurationError } from "../../functions/shared/errors";
import { policiesOf } from "../../policies/configuration";
import { type Framework, frameworkNames } from "../../policies/controls";
import type { PresetName } from "../../policies/presets";
import { policies } from "../../policies/registry.generated";
import { suggest } from "../../policies/suggest";
import { writeLine } from "../output";
import { textTable } from "../text-table";

/** Prints the policies, or those that run in a preset. */
export async function listPolicies({ preset, json }: { preset?: PresetName; json?: true }): Promise<number> {
  const chosen = preset === undefined ? policies : policiesOf({ preset });
  if (json === true) {
    const plain = chosen.map(({ check: _, remediation, ...rest }) => ({
      ...rest,
      remediates: remediation !== undefined,
    }));
    await writeLine(JSON.stringify(plain, undefined, 2));
    return 0;
  }
  const rows = chosen.map(({ id, severity, service, title }) => [id, severity, service, title]);
  await writeLine(textTable(["policy", "severity", "service", "what it asks for"], rows));
  return 0;
}

/** Prints all that is to be said of one policy. */
export async function showPolicy(id: string): Promise<number> {
  const policy = policies.find((candidate) => candidate.id === id);
  if (policy === undefined) {
    const meant = suggest(
      id,
      policies.map((candidate) => candidate.id),
    );
    throw new ConfigurationError(
      `There is no policy ${id}${meant === undefined ? "" : `; did you mean ${meant}?`} \`siem policies list\` names them all.`,
    );
  }
  const controls = Object.entries(policy.frameworks).map(
    ([framework, ids]) => `${frameworkNames[framework as Framework]}: ${ids.join(", ")}`,
  );
  const lines = [
    `${pc.bold(policy.id)} (${policy.severity}, ${policy.service}): ${policy.title}`,
    "",
    policy.rationale,
    "",
    `Judges: ${policy.types.join(", ")}`,
    ...(policy.securityHub === undefined ? [] : [`AWS Security Hub: ${policy.securityHub.join(", ")}`]),
    ...controls,
    ...(policy.parameters === undefined ? [] : [`Parameters: ${policy.parameters.join(", ")}`]),
    "",
    `Fix: ${policy.fix}`,
    "",
    policy.example,
  ];
  await writeLine(lines.join("\n"));
  return 0;
}
