import pc from "picocolors";
import { printable, textTable } from "../text-table";
import type { Group } from "./groups";

/** Of a reason as much as fits a line; `--json` and `show` have all of it. */
const shownReason = 100;

/** What is put aside, as tables for a person: one of records, one of objects. */
export function renderGroups(rows: readonly Group[]): string[] {
  const lines: string[] = [];
  for (const [kind, title, columns] of [
    ["rejected", "Rejected records", ["source", "index", "status"]],
    ["quarantined", "Quarantined objects", ["source"]],
  ] as const) {
    const ofKind = rows.filter((row) => row.kind === kind);
    if (ofKind.length === 0) continue;
    const total = ofKind.reduce((sum, { count }) => sum + count, 0);
    lines.push(
      pc.bold(`${title}: ${total.toLocaleString("en")}`),
      textTable(
        ["count", "first", "last", ...columns, "reason"],
        ofKind.map((row) => [
          row.count,
          seconds(row.first),
          seconds(row.last),
          ...columns.map((column) => printable(String(row[column] ?? "-"))),
          printable(row.reason).slice(0, shownReason),
        ]),
      ),
      "",
    );
  }
  return lines.length === 0 ? ["Nothing is put aside, or nothing that the options select."] : lines;
}

function seconds(time: string | undefined): string {
  return time === undefined ? "-" : `${time.slice(0, 19)}Z`;
}
