import { sigmaLevels } from "../../shared/sigma/ast";
import { counted } from "../../shared/text/counted";
import { cutText, subjectOf } from "../../shared/text/message-text";
import type { AlertMessage } from "../alerts/message";
import type { Digest, QuietAlerts, SuppressionReport } from "./digest";

/** Rules, and suppressions, that a message names. */
const maximumRows = 30;
const maximumBytes = 200;

/** What people are sent of a digest: the same forms as of an alert; `summary` is its text, line by line. */
export function digestMessage(id: string, digest: Digest, dashboardsUrl?: string): AlertMessage {
  const { range, open } = digest;
  const alerts = digest.alerts.slice(0, maximumRows).map(shortAlerts);
  const suppressions = digest.suppressions.slice(0, maximumRows).map(shortReport);
  const [from, to] = [range.from, range.to].map((time) => new Date(time).toISOString());
  const count = digest.alerts.reduce((sum, one) => sum + one.alerts, 0);
  const summary = [
    `What nobody was told of at once, from ${from} to ${to}`,
    ...(count === 0 ? [] : ["", `${counted(count, "alert")}, to be looked at within the day:`]),
    ...alerts.map(alertLine),
    ...more(digest.alerts),
    ...(suppressions.length === 0 ? [] : ["", "Suppressions:"]),
    ...suppressions.map(suppressionLine),
    ...more(digest.suppressions),
    ...stillOpen(open),
    "",
    "All alerts: npx siem alerts list",
    ...(dashboardsUrl === undefined ? [] : [dashboardsUrl]),
  ];
  const level = sigmaLevels.toReversed().find((one) => digest.alerts.some((of) => of.level === one)) ?? "informational";
  const json = {
    notification: id,
    kind: "digest",
    from,
    to,
    summary,
    alerts,
    open,
    suppressions,
    url: dashboardsUrl,
  };
  return {
    subject: subjectOf(`[digest] ${counted(count, "alert")}, ${counted(digest.suppressions.length, "suppression")}`),
    text: summary.join("\n"),
    json: JSON.stringify(json),
    attributes: { level, kind: "digest" },
  };
}

function more(all: readonly unknown[]): readonly string[] {
  return all.length > maximumRows ? [`  and ${all.length - maximumRows} more`] : [];
}

function shortAlerts(one: QuietAlerts): QuietAlerts {
  const { rule, name, author } = one;
  const authors = author.length === 0 ? [] : [cut(author.join(", "))];
  return { ...one, rule: cut(rule), name: cut(name), author: authors };
}

function shortReport(one: SuppressionReport): SuppressionReport {
  if (one.state === "unknown") return { ...one, name: cut(one.name) };
  const { name, title, owner, reason } = one;
  return { ...one, name: cut(name), title: cut(title), owner: cut(owner), reason: cut(reason) };
}

function cut(text: string): string {
  return cutText(text, maximumBytes);
}

function alertLine({ name, rule, author, level, alerts, signals }: QuietAlerts): string {
  const by = author.map((one) => ` by ${one}`).join("");
  return `  [${level}] ${name}: ${counted(alerts, "alert")} of ${counted(signals, "signal")} (rule ${rule}${by})`;
}

function suppressionLine(report: SuppressionReport): string {
  if (report.state === "unknown")
    return `  ${report.name}: ${counted(report.hits, "signal")}; it is not among the rules any more`;
  const { name, title, owner, reason, expires, hits, state } = report;
  const ends = { "in force": "until", "expires soon": "ends on", expired: "EXPIRED on" }[state];
  return `  ${title} (${name}, ${owner}): ${counted(hits, "signal")}, ${ends} ${expires}: ${reason}`;
}

function stillOpen(open: Digest["open"]): readonly string[] {
  const counts = sigmaLevels.toReversed().flatMap((level) => (open[level] ? [`${open[level]} ${level}`] : []));
  return counts.length === 0 ? [] : ["", `Told of, and taken up by nobody: ${counts.join(", ")}`];
}
