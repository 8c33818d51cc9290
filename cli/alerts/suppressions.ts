import { type SuppressionReport, suppressionReports } from "../../functions/detector/digest/digest";
import { splitFilters } from "../../functions/detector/rule-options";
import { choice } from "../choice";
import { writeLine } from "../output";
import type { PlaceOptions } from "../rescue/places";
import { parseSince } from "../rescue/set-aside-filter";
import { rulesOfStage } from "../rules/of-stage";
import { printable, printableJson, textTable } from "../text-table";
import { atDesk } from "./open-desk";

export interface SuppressionOptions extends PlaceOptions {
  /** ISO 8601, or how long ago: so far back hits are counted. */
  readonly since: string;
  /** Rule files or folders, instead of those that the stage's settings name. */
  readonly rules?: readonly string[];
  /** `table` or `json`. */
  readonly format: string;
}

/** Prints suppressions, what each took out, and which of them do nothing any more. */
export async function listSuppressions(options: SuppressionOptions): Promise<number> {
  const format = choice("--format", options.format, ["table", "json"]);
  const now = new Date();
  const range = { from: parseSince(options.since, now).getTime(), to: now.getTime() };
  const { suppressing } = splitFilters(rulesOfStage(options).filters);
  const hits = await atDesk(options, (desk) => desk.suppressed(range));
  const reports = suppressionReports(suppressing, hits, now.getTime());
  if (format === "json") {
    await writeLine(printableJson(JSON.stringify(reports, undefined, 2)));
    return 0;
  }
  const rows = reports.map((report) =>
    cellsOf(report).map((cell) => (typeof cell === "number" ? cell : printable(cell))),
  );
  const header = ["state", "expires", "signals", "suppression", "owner", "reason"];
  await writeLine(rows.length === 0 ? "There are no suppressions." : textTable(header, rows));
  return 0;
}

function cellsOf(report: SuppressionReport): readonly (string | number)[] {
  const { state, hits, name } = report;
  if (state === "unknown") return [state, "-", hits, name, "-", "not among the rules that were read: see --rules"];
  return [state, report.expires, hits, name, report.owner, report.reason];
}
