import type { RootCause } from "../../../functions/investigator";
import { sources } from "../../../functions/loader/registry.generated";
import { counted } from "../../../functions/shared/text/counted";
import { type Series, stackedColumns } from "./charts";
import { type Html, html, number } from "./html";
import type { DemoReport } from "./index";

/** What was deployed and loaded, in four numbers. */
export function tiles({ deployment, loaded, verification }: DemoReport): Html {
  const events = loaded.accounts.reduce((sum, account) => sum + account.events, 0);
  const objects = loaded.accounts.reduce((sum, account) => sum + account.objects, 0);
  const real = deployment.resources.filter((resource) => resource.real).length;
  const complete = verification.problems.length === 0;
  return html`<div class="tiles">
<div class="tile"><b>${number(deployment.resources.length)}</b><span>resources deployed in ${deployment.seconds.toFixed(0)} s, ${number(real)} of them in the AWS emulator</span></div>
<div class="tile"><b>${number(events)}</b><span>events in ${number(objects)} S3 objects of ${counted(loaded.accounts.length, "log")}</span></div>
<div class="tile"><b>${number(Math.round(events / loaded.seconds))}</b><span>events a second, from delivery to index (${loaded.seconds.toFixed(1)} s)</span></div>
<div class="tile"><b class="${complete ? "good" : "bad"}">${complete ? "100 %" : "not all"}</b><span>${complete ? "of the events are accounted for" : "of the events are accounted for, see below"}</span></div>
</div>`;
}

/** One row a log: what was delivered, what became of it, what the index holds. */
export function pipelineTable({ loaded: { accounts }, verification }: DemoReport): Html {
  const columns = ["objects", "events", "indexed", "duplicate", "rejected", "dropped"] as const;
  const rows = accounts.map(
    (account) =>
      html`<tr><td>${titleOf(account.source)}</td>${columns.map((column) => html`<td class="num">${number(account[column])}</td>`)}<td class="num">${number(verification.documents.get(account.source) ?? 0)}</td><td class="num">${account.seconds.toFixed(1)}</td><td class="num">${number(Math.round(account.events / Math.max(account.seconds, 0.001)))}</td></tr>`,
  );
  const total = (column: (typeof columns)[number]) => accounts.reduce((sum, account) => sum + account[column], 0);
  const documents = [...verification.documents.values()].reduce((sum, count) => sum + count, 0);
  const heads = [
    "objects",
    "events",
    "indexed",
    "known already",
    "rejected",
    "dropped",
    "in the index",
    "work, s",
    "events/s",
  ];
  const problems = verification.problems.map((problem) => html`<li class="bad">${problem}</li>`);
  return html`<div class="card"><table><thead><tr><th>log</th>${heads.map((head) => html`<th class="num">${head}</th>`)}</tr></thead><tbody>${rows}</tbody><tfoot><tr><td>all</td>${columns.map((column) => html`<td class="num">${number(total(column))}</td>`)}<td class="num">${number(documents)}</td><td></td><td></td></tr></tfoot></table>${problems.length > 0 ? html`<ul class="plain">${problems}</ul>` : ""}</div>`;
}

/** The day, by log, with the moment at which the intrusion began. */
export function dayChart({ timeline, loaded }: DemoReport, cause: RootCause | undefined): Html {
  const series: Series[] = loaded.accounts.map(({ source }, index) => ({
    value: sources.find(({ id }) => id === source)?.dataset ?? source,
    label: titleOf(source),
    color: `var(--c${index + 1})`,
  }));
  const [first] = cause?.steps ?? [];
  const marks = first === undefined ? [] : [{ time: first.from, label: "the intrusion begins" }];
  return html`<div class="card">${stackedColumns(timeline, series, marks)}</div>`;
}

function titleOf(source: string): string {
  return sources.find(({ id }) => id === source)?.title ?? source;
}
