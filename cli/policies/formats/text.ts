import pc from "picocolors";
import { counted } from "../../../functions/shared/text/counted";
import type { Finding } from "../../../policies/check-graph";
import type { Judgement } from "../../../policies/judge";
import { printable } from "../../text-table";
import { countsOf, nameOf } from "./counts";

/** For a person at a terminal: the worst first, each with its fix. */
export function asText(judgements: readonly Judgement[]): string {
  return judgements.map(one).join("\n\n");
}

function one(judgement: Judgement): string {
  const { preset, policies, resources, findings, exempted } = judgement;
  const { mandatory, advisory, undecided, failed } = countsOf(judgement);
  const summary = [
    counted(mandatory, "mandatory violation"),
    `${advisory} advisory`,
    `${undecided} cannot be decided yet`,
    ...(failed > 0 ? [`${counted(failed, "policy", "policies")} failed`] : []),
    `${exempted.length} exempt`,
  ].join(", ");
  const groups = [...findings].sort((a, b) => rank(a) - rank(b)).map(describe);
  const accepted = exempted.map(({ finding: { policy, resource }, exemption }) =>
    pc.dim(
      printable(
        `exempt     ${policy.id}: ${resource.name}, until ${exemption.expires ?? ""}: ${exemption.reason ?? ""}`,
      ),
    ),
  );
  const head = `${pc.bold(nameOf(judgement))}: ${counted(policies.length, "policy", "policies")} (${preset}) on ${counted(resources, "resource")}: ${summary}`;
  return [head, ...groups, ...accepted].join("\n");
}

const labels = [
  ["failed", pc.red, ({ outcome }: Finding) => outcome === "error"],
  ["mandatory", pc.red, ({ outcome, policy }: Finding) => outcome === "violation" && policy.severity === "mandatory"],
  ["advisory", pc.yellow, ({ outcome }: Finding) => outcome === "violation"],
  ["undecided", pc.cyan, () => true],
] as const;

const rank = (finding: Finding) => labels.findIndex(([, , holds]) => holds(finding));

function describe(finding: Finding): string {
  const { policy, resource, message, outcome } = finding;
  const [label, color] = labels[rank(finding)] ?? labels[3];
  const what = outcome === "undecided" ? `cannot be decided yet: ${message}` : message;
  const line = `${color(label.padEnd(10))} ${printable(`${policy.id}: ${resource.type} "${resource.name}": ${what}`)}`;
  return outcome === "violation" ? `${line}\n${pc.dim(`           fix: ${policy.fix}`)}` : line;
}
