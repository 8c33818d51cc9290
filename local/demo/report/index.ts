import type { CloudTrailActivity, RelatedRecords, RootCause } from "../../../functions/investigator";
import type { TimelineRow } from "../../../functions/investigator/search";
import { counted, noun } from "../../../functions/shared/text/counted";
import type { DeployResult } from "../../deploy";
import type { LoadedDay } from "../load-day";
import type { AnswerCheck, Verification } from "../verify";
import { bars, stackedColumns } from "./charts";
import { Html, html, number } from "./html";
import { attackTimeline, candidates, chain, findingCard, inShort, limits, lineage, related } from "./investigation";
import { dayChart, pipelineTable, tiles } from "./pipeline";
import { STYLE } from "./style";

/** Everything that the page tells. */
export interface DemoReport {
  readonly day: string;
  readonly writtenAt: string;
  readonly deployment: Pick<DeployResult, "resources" | "seconds">;
  readonly loaded: LoadedDay;
  readonly verification: Verification;
  /** Events of all logs over the day, by dataset. */
  readonly timeline: readonly TimelineRow[];
  readonly cause: RootCause | undefined;
  readonly related: RelatedRecords | undefined;
  readonly activity: CloudTrailActivity;
  readonly check: AnswerCheck;
}

/** One page that needs nothing else: style and charts are in it, and it asks no server for anything. */
export function renderReport(report: DemoReport): string {
  const { cause, related: records, check } = report;
  const verdict = check.found === check.planted && check.others === 0;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>SIEM demo, ${report.day}</title><style>${new Html(STYLE)}</style></head><body><main>
<h1>One day in three AWS accounts, and an intrusion in it</h1>
<p class="lead">${report.day}, UTC. The logs were generated, delivered to S3 as AWS delivers them, loaded by the deployed function into OpenSearch, and the answers below come from what is indexed there.</p>
${cause === undefined ? "" : inShort(cause)}
${tiles(report)}
<h2>The day</h2>
<p class="lead">Every event of all logs, by half hour.</p>
${dayChart(report, cause)}
${pipelineTable(report)}
${cause === undefined ? html`<p class="bad">No finding was found.</p>` : rootCauseSection(cause)}
${records === undefined ? "" : html`<h2>Which records belong to the intrusion?</h2><p class="lead">${number(records.total)} of ${number(totalOf(report))} records, from ${counted(records.groups.length, "log")}. Compared with what the generator planted: <span class="${verdict ? "good" : "bad"}">${number(check.found)} of ${number(check.planted)} found, ${number(check.others)} others</span>.</p>${related(records)}`}
${activitySection(report.activity)}
<footer>Written ${report.writtenAt} by the demo of pulumi-aws-siem. Addresses, accounts and names are those reserved for documentation.</footer>
</main></body></html>`;
  return page.text;
}

function rootCauseSection(cause: RootCause): Html {
  return html`<h2>What caused this GuardDuty finding?</h2>
<p class="lead">From the finding back to the way in, and on to what was lost.</p>
${findingCard(cause)}
<div class="card"><h3>The chain</h3>${chain(cause)}</div>
${candidates(cause)}
${lineage(cause)}
<h2>What happened, step by step</h2>
${attackTimeline(cause)}
${limits(cause)}`;
}

function activitySection(activity: CloudTrailActivity): Html {
  const charts: readonly (readonly [string, CloudTrailActivity["principals"], string?])[] = [
    ["By principal", activity.principals],
    ["By API", activity.apis],
    ["By country", activity.countries, "No address of a call could be placed in a country."],
    ["By error", activity.errors],
    ["By service", activity.services],
    ["By kind of principal", activity.principalTypes],
    ["By account", activity.accounts],
    ["By region", activity.regions],
  ];
  const outcomes = [
    { value: "success", label: "succeeded", color: "var(--c1)" },
    { value: "failure", label: "failed", color: "var(--bad)" },
  ];
  return html`<h2>What happened in CloudTrail?</h2>
<p class="lead">${number(activity.total)} ${noun(activity.total, "event")} of the day. The red part of a bar failed.</p>
<div class="card">${stackedColumns(activity.timeline, outcomes, [])}</div>
<div class="columns">${charts.map(([title, rows, empty]) => html`<div class="card">${bars(title, rows.slice(0, 10), empty)}</div>`)}</div>`;
}

function totalOf({ verification }: DemoReport): number {
  return [...verification.documents.values()].reduce((sum, count) => sum + count, 0);
}
