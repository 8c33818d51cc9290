import { counted } from "../../../functions/shared/text/counted";
import type { Finding } from "../../../policies/check-graph";
import type { Judgement } from "../../../policies/judge";
import { countsOf, nameOf } from "./counts";
import { escaped } from "./escape";

const style = `
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1b1f24; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #d0d7de; }
  code { font-size: .9em; overflow-wrap: anywhere; } .mandatory, .error { color: #b42318; } .advisory { color: #8a5a00; } .undecided { color: #175cd3; } .exempt { color: #57606a; }
  @media (prefers-color-scheme: dark) { body { background: #0d1117; color: #e6edf3; } .mandatory, .error { color: #ff7b72; } .advisory { color: #e3b341; } .undecided { color: #79c0ff; } .exempt { color: #8b949e; } th, td { border-color: #30363d; } }`;

/** A page of its own for people who were not there. */
export function asHtml(judgements: readonly Judgement[]): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Policies</title><style>${style}</style></head>
<body>
<h1>Policies</h1>
${judgements.map(section).join("\n")}
</body>
</html>`;
}

function section(judgement: Judgement): string {
  const { preset, policies, resources, findings, exempted } = judgement;
  const { mandatory, advisory, undecided, failed } = countsOf(judgement);
  const rows = [
    ...findings.map((finding) =>
      row(labelOf(finding), finding, finding.outcome === "violation" ? finding.policy.fix : ""),
    ),
    ...exempted.map(({ finding, exemption }) =>
      row("exempt", finding, `${exemption.reason} (${exemption.owner}, until ${exemption.expires})`),
    ),
  ];
  return `<h2>${escaped(nameOf(judgement))}</h2>
<p>${counted(policies.length, "policy", "policies")} (${escaped(preset)}) on ${counted(resources, "resource")}: ${counted(mandatory, "mandatory violation")}, ${advisory} advisory, ${undecided} cannot be decided yet, ${failed} failed, ${exempted.length} exempt.</p>
${rows.length === 0 ? "" : `<table>\n<tr><th></th><th>Policy</th><th>Resource</th><th>Finding</th><th>Fix or reason</th></tr>\n${rows.join("\n")}\n</table>`}`;
}

function labelOf({ outcome, policy }: Finding): string {
  return outcome === "violation" ? policy.severity : outcome;
}

function row(label: string, { policy, resource, message, outcome }: Finding, note: string): string {
  const text = outcome === "undecided" ? `cannot be decided yet: ${message}` : message;
  const cells = [
    `<span class="${label}">${label}</span>`,
    `<code title="${escaped(policy.title)}">${escaped(policy.id)}</code>`,
    `${escaped(resource.name)}<br><code>${escaped(resource.type)}</code>`,
    escaped(text),
    escaped(note),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}
