import pc from "picocolors";
import type { CloudTrailActivity, RelatedRecords, RootCause } from "../functions/investigator";
import type { TallyRow } from "../functions/investigator/search";
import { counted, noun } from "../functions/shared/text/counted";
import { printable, textTable } from "./text-table";

/** The three answers for a terminal. */
export function renderRootCause(cause: RootCause): string {
  const { finding } = cause;
  const lines = [
    heading("a) What caused this GuardDuty finding?"),
    `${pc.bold(printable(finding.type))}  severity ${finding.severityScore} (${finding.severity}), seen ${counted(finding.count, "time")}`,
    printable(finding.description),
    pc.dim(`finding ${finding.id}, account ${finding.account}, ${finding.region}, first seen ${finding.firstSeen}`),
    "",
    pc.bold("Where the credentials come from"),
    ...cause.lineage.map(({ statement }) => `  ${printable(statement)}`),
    "",
    pc.bold("How the intruder came in"),
    ...cause.candidates.flatMap(({ title, confidence, technique, reasons }, index) => [
      `  ${index + 1}. ${printable(title)} ${confidenceColor(confidence)(`[${confidence} confidence]`)}`,
      pc.dim(`     ${technique}`),
      ...reasons.map((reason) => `     - ${printable(reason)}`),
    ]),
    ...(cause.contributing.length > 0 ? ["", pc.bold("What made it possible")] : []),
    ...cause.contributing.map((statement) => `  - ${printable(statement)}`),
    "",
    pc.bold("What happened"),
    ...cause.steps.map(
      ({ from, tactic, statement }) => `  ${pc.dim(clock(from))}  ${tactic.padEnd(20)}  ${printable(statement)}`,
    ),
    "",
    pc.bold("What could not be seen"),
    ...cause.blindSpots.map((spot) => `  - ${printable(spot)}`),
    pc.dim(
      `  ${counted(cause.queries.length, "query", "queries")}, ${sum(cause.queries.map(({ milliseconds }) => milliseconds))} ms`,
    ),
  ];
  return lines.join("\n");
}

export function renderRelatedRecords(related: RelatedRecords): string {
  const rows = related.groups.map(({ dataset, records }) => [
    dataset,
    records.length,
    clock(records[0]?.time ?? ""),
    clock(records.at(-1)?.time ?? ""),
    printable(records[0]?.summary ?? "").slice(0, 90),
  ]);
  return [
    heading("b) Which records of which logs belong to the intrusion?"),
    `${counted(related.total, "record")} of ${counted(related.groups.length, "log")}, tied together by`,
    ...related.entities.map(
      ({ kind, value, role }) => `  ${kind.padEnd(10)}  ${pc.cyan(printable(value))}  ${pc.dim(printable(role))}`,
    ),
    "",
    textTable(["log", "records", "first", "last", "for example"], rows),
    "",
    pc.bold("Left out"),
    ...related.leftOut.map((statement) => `  - ${printable(statement)}`),
  ].join("\n");
}

export function renderActivity(activity: CloudTrailActivity): string {
  const parts: readonly (readonly [title: string, rows: readonly TallyRow[]])[] = [
    ["principal", activity.principals],
    ["API", activity.apis],
    ["country", activity.countries],
    ["error", activity.errors],
    ["account", activity.accounts],
    ["region", activity.regions],
  ];
  return [
    heading("c) What happened in CloudTrail?"),
    `${activity.total.toLocaleString("en")} ${noun(activity.total, "event")} from ${activity.window.from} to ${activity.window.to}`,
    ...parts.flatMap(([title, rows]) => [
      "",
      textTable([`by ${title}`.padEnd(44), "events", "failed"], topRows(title, rows, activity.total)),
    ]),
  ].join("\n");
}

const rowsShown = 8;

/** The first rows, and what is not in them, so that a reader can add up: events without such a field, other values. */
function topRows(title: string, rows: readonly TallyRow[], total: number): (string | number)[][] {
  const shown = rows.slice(0, rowsShown);
  const rest = total - sum(shown.map(({ count }) => count));
  const none = { country: "none: AWS services, private addresses", error: "none: no error" }[title];
  return [
    ...shown.map(({ value, count, counted }) => [printable(value), count, counted]),
    ...(rest > 0 ? [[rows.length > rowsShown ? "others" : (none ?? "others"), rest, ""]] : []),
  ];
}

function heading(text: string): string {
  return `\n${pc.bold(pc.underline(text))}`;
}

function confidenceColor(confidence: string): (text: string) => string {
  return confidence === "high" ? pc.red : confidence === "medium" ? pc.yellow : pc.dim;
}

function clock(time: string): string {
  return time.slice(11, 19);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
