import type { Evidence, RelatedRecords, RootCause } from "../../../functions/investigator";
import { readText, timeOf } from "../../../functions/investigator/read";
import { sources } from "../../../functions/loader/registry.generated";
import { counted, noun } from "../../../functions/shared/text/counted";
import { bars, lanes } from "./charts";
import { bytes, clock, type Html, html, number } from "./html";

export function findingCard({ finding }: RootCause): Html {
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    ["Account and region", `${finding.account}, ${finding.region}`],
    ["Principal", finding.userName],
    ["Access key", finding.accessKeyId],
    ["Instance", finding.instanceId],
    ["Remote address", finding.remoteAddresses.join(", ")],
    ["Seen", `${number(finding.count)} ${noun(finding.count, "time")}, ${finding.firstSeen} to ${finding.lastSeen}`],
    ["Deliveries", number(finding.deliveries.length)],
    ["Finding", finding.id],
  ];
  const rows = facts.filter(([, value]) => value !== undefined && value !== "");
  return html`<div class="card finding"><span class="badge bad">${finding.severity} ${finding.severityScore}</span> <strong class="mono">${finding.type}</strong><p style="margin-top:8px">${finding.description}</p><dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${value}</dd>`)}</dl></div>`;
}

/** The answer in a few sentences. */
export function inShort(cause: RootCause): Html {
  const { compromise, candidates: ranked, taken, entryClient, instanceId, peers } = cause;
  const [best] = ranked;
  const [first] = compromise.events;
  const refused = compromise.events.filter((call) => readText(call, "event.outcome") === "failure").length;
  const domains = peers.flatMap((peer) => peer.domains);
  const sentences = [
    best === undefined
      ? ""
      : html`Most likely (${best.confidence} confidence): <strong>${lowerFirst(best.title)}</strong>${entryClient?.theft === undefined ? "" : html`, which got the credentials of <strong>${instanceId}</strong> at ${clock(timeOf(entryClient.theft))} UTC`}. `,
    first === undefined
      ? ""
      : html`From ${clock(timeOf(first))} on the intruder made <strong>${number(compromise.events.length)} ${noun(compromise.events.length, "call")}</strong> (${number(refused)} refused) with ${number(compromise.keys.length)} ${noun(compromise.keys.length, "key")} from ${compromise.addresses.join(" and ")}`,
    first === undefined
      ? ""
      : compromise.users.length === 0
        ? ". "
        : html` and made the user <strong>${compromise.users.join(", ")}</strong>. `,
    ...taken.map(
      ({ bucket, objects, bytes: size }) =>
        html`<strong>${number(objects)} ${noun(objects, "object")}, ${bytes(size)}</strong>, ${noun(objects, "was", "were")} taken from bucket <strong>${bucket}</strong>. `,
    ),
    domains.length === 0 ? "" : html`The instance has since been connecting to <strong>${domains.join(", ")}</strong>.`,
  ];
  return html`<div class="card short">${sentences}</div>`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

interface Node {
  readonly kind: string;
  readonly name: string;
  readonly detail: string;
  /** Beside the chain, not its next link. */
  readonly branch?: boolean;
}

/** The chain from the way in to the loss, as far as it is known. */
export function chain(cause: RootCause): Html {
  const nodes = [...entryNodes(cause), ...credentialNodes(cause), ...lossNodes(cause)];
  const items = nodes.map(
    ({ kind, name, detail, branch }) =>
      html`<li class="${branch === true ? "branch" : ""}"><span class="kind">${kind}</span><strong>${name}</strong><small>${detail}</small></li>`,
  );
  return html`<ol class="chain">${items}</ol>`;
}

function entryNodes({ entryClient, instanceId, compromise }: RootCause): Node[] {
  const nodes: Node[] = [];
  if (entryClient !== undefined) {
    const at = entryClient.theft === undefined ? "" : `, ${clock(timeOf(entryClient.theft))} UTC`;
    nodes.push({
      kind: "web client",
      name: entryClient.address,
      detail: `${entryClient.userAgent ?? "no user agent"}${at}`,
    });
  }
  if (instanceId !== undefined) {
    const version = compromise.metadataVersion === "1.0" ? " through IMDSv1" : "";
    nodes.push({
      kind: "web application on",
      name: instanceId,
      detail: `fetches its own role's credentials${version}`,
    });
  }
  return nodes;
}

function credentialNodes({ compromise }: RootCause): Node[] {
  return compromise.keys.map(({ accessKeyId, principal }) => {
    const calls = compromise.events.filter(
      (call) => readText(call, "aws.cloudtrail.user_identity.access_key_id") === accessKeyId,
    );
    const [first] = calls;
    const addresses = [...new Set(calls.map((call) => readText(call, "source.ip") ?? ""))].join(", ");
    const failed = calls.filter((call) => readText(call, "event.outcome") === "failure").length;
    return {
      kind: accessKeyId.startsWith("ASIA") ? "session of role" : "key of user",
      name: principal,
      detail:
        first === undefined
          ? `${accessKeyId}, not used yet`
          : `${accessKeyId}, from ${addresses} since ${clock(timeOf(first))}: ${number(calls.length)} ${noun(calls.length, "call")}, ${number(failed)} refused`,
    };
  });
}

function lossNodes({ taken, peers }: RootCause): Node[] {
  return [
    ...taken.map(({ bucket, objects, bytes: size }) => ({
      kind: "data taken from bucket",
      name: bucket,
      detail: `${number(objects)} ${noun(objects, "object")}, ${bytes(size)}`,
    })),
    ...peers
      .filter(({ domains }) => domains.length > 0)
      .map(({ address, domains, flows }) => ({
        kind: "command and control",
        name: domains.join(", "),
        detail: `${address}, ${number(flows)} outgoing flows of the instance`,
        branch: true,
      })),
  ];
}

export function candidates({ candidates: ranked, contributing }: RootCause): Html {
  const colors = { high: "bad", medium: "warn", low: "dim" } as const;
  const items = ranked.map(
    ({ title, confidence, technique, reasons, evidence }) =>
      html`<div class="candidate"><p><strong>${title}</strong> <span class="badge ${colors[confidence]}">${confidence} confidence</span></p><p class="dim">${technique}</p><ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul><details><summary>${counted(evidence.length, "record")} as evidence</summary>${evidenceTable(evidence)}</details></div>`,
  );
  const causes = contributing.map((statement) => html`<li>${statement}</li>`);
  return html`<div class="card"><h3>How the intruder came in</h3>${items}${causes.length > 0 ? html`<h3 style="margin-top:20px">What made it possible</h3><ul class="plain">${causes}</ul>` : ""}</div>`;
}

export function lineage({ lineage: steps }: RootCause): Html {
  const items = steps.map(
    ({ statement, issuedBy }) =>
      html`<li>${statement}${issuedBy === undefined ? "" : html` <span class="dim">(${issuedBy.time}, event <code>${issuedBy.id}</code>)</span>`}</li>`,
  );
  return items.length === 0
    ? html``
    : html`<div class="card"><h3>Where the credentials come from</h3><ul class="plain">${items}</ul></div>`;
}

export function attackTimeline({ steps }: RootCause): Html {
  const rows = steps.map(
    ({ from, to, tactic, statement, records, evidence }) =>
      html`<tr><td class="mono">${clock(from)}${from === to ? "" : html`<br><span class="dim">${clock(to)}</span>`}</td><td>${tactic}</td><td>${evidence[0] === undefined ? statement : html`<details><summary>${statement}</summary>${evidenceTable(evidence)}</details>`}</td><td class="num">${number(records)}</td></tr>`,
  );
  return html`<div class="card"><h3>By ATT&amp;CK tactic, UTC</h3>${lanes(steps)}</div><div class="card records steps"><table><thead><tr><th>time</th><th>tactic</th><th>what happened</th><th class="num">records</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function limits({ blindSpots, queries }: RootCause): Html {
  const rows = queries.map(
    ({ purpose, matched, milliseconds }) =>
      html`<tr><td>${purpose}</td><td class="num">${matched === undefined ? "" : number(matched)}</td><td class="num">${number(milliseconds)} ms</td></tr>`,
  );
  return html`<div class="card"><h3>What could not be seen</h3><ul class="plain">${blindSpots.map((spot) => html`<li>${spot}</li>`)}</ul><details><summary>The ${counted(queries.length, "query", "queries")} behind this answer</summary><table><thead><tr><th>question</th><th class="num">records</th><th class="num">time</th></tr></thead><tbody>${rows}</tbody></table></details></div>`;
}

/** Records shown of each log before the rest is folded away. */
const SHOWN = 4;
const MOST_IN_PAGE = 300;

export function related({ groups, entities, leftOut }: RelatedRecords): Html {
  const ties = entities.map(
    ({ kind, value, role }) =>
      html`<tr><td>${kind}</td><td class="mono">${value}</td><td class="dim">${role}</td></tr>`,
  );
  const tables = groups.map(({ dataset, records }) => {
    const row = ({ time, summary, reasons, id }: RelatedRecords["groups"][number]["records"][number]) =>
      html`<tr><td class="mono">${clock(time)}</td><td>${summary}<br><small>${reasons.join("; ")}</small></td><td class="id"><code class="dim">${id}</code></td></tr>`;
    const rest = records.slice(SHOWN, MOST_IN_PAGE);
    const more =
      rest.length === 0
        ? ""
        : html`<details><summary>${rest.length} more${records.length > MOST_IN_PAGE ? `, and ${number(records.length - MOST_IN_PAGE)} that this page leaves out` : ""}</summary><table><tbody>${rest.map(row)}</tbody></table></details>`;
    return html`<div class="card records"><h3 class="log">${titleOf(dataset)}: ${number(records.length)} ${noun(records.length, "record")}</h3><table><tbody>${records.slice(0, SHOWN).map(row)}</tbody></table>${more}</div>`;
  });
  return html`<div class="columns" style="grid-template-columns:repeat(auto-fit,minmax(320px,1fr))"><div class="card">${bars(
    "Records by log",
    groups.map(({ dataset, records }) => ({ value: titleOf(dataset), count: records.length, counted: 0 })),
  )}</div><div class="card"><h3>Left out, and why</h3><ul class="plain">${leftOut.map((statement) => html`<li>${statement}</li>`)}</ul></div></div><div class="card"><h3>What ties them together</h3><table><tbody>${ties}</tbody></table></div>${tables}`;
}

function titleOf(dataset: string): string {
  return sources.find((source) => source.dataset === dataset)?.title ?? dataset;
}

function evidenceTable(evidence: readonly Evidence[]): Html {
  const rows = evidence.map(
    ({ time, dataset, summary, id }) =>
      html`<tr><td class="mono">${clock(time)}</td><td>${dataset}</td><td>${summary}</td><td><code class="dim">${id}</code></td></tr>`,
  );
  return html`<table><tbody>${rows}</tbody></table>`;
}
