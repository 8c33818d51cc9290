import { cutText, oneLine } from "../shared/text/message-text";
import { nameOf } from "./sender";
import type { News } from "./watch";

const hourMilliseconds = 3_600_000;
/** SNS takes 256 KiB; what is mailed should be read. */
const mostLines = 200;
const mostBytes = 1_000;

/** At most 100 characters of ASCII, as SNS wants it. */
export function subjectOf(news: readonly News[]): string {
  const silent = news.filter(({ kind }) => kind === "silent").length;
  const back = news.length - silent;
  const parts = [silent > 0 && `${silent} stopped sending logs`, back > 0 && `${back} sending again`];
  return `SIEM: ${parts.filter((part) => part !== false).join(", ")}`;
}

export function messageOf(news: readonly News[], now: number): string {
  const lines = [...news]
    .sort((a, b) => (a.kind === b.kind ? 0 : a.kind === "silent" ? -1 : 1))
    .map((item) => lineOf(item, now));
  const shown = lines.slice(0, mostLines);
  const more = lines.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`... and ${more} more; the function's log has all of them`] : []),
    "",
    "Whose silence is expected is said with siem:silence: docs/silence.md",
  ].join("\n");
}

function lineOf({ kind, sender, limitHours = 0 }: News, now: number): string {
  const since = new Date(sender.lastSeen).toISOString().slice(0, 16).replace("T", " ");
  const name = cutText(oneLine(nameOf(sender)), mostBytes);
  if (kind === "back") return `BACK    ${name}: last seen ${since} UTC`;
  const hours = Math.floor((now - sender.lastSeen) / hourMilliseconds);
  return `SILENT  ${name}: nothing since ${since} UTC (${hours} hours; told after ${round(limitHours)})`;
}

function round(hours: number): string {
  return String(Math.round(hours * 10) / 10);
}
