import type { Alert } from "../../functions/detector/alerts/alert";
import { counted } from "../../functions/shared/text/counted";
import { choice } from "../choice";
import { writeLine } from "../output";
import type { PlaceOptions } from "../rescue/places";
import { printable, printableJson, textTable } from "../text-table";
import { wholeNumber } from "../whole-number";
import { asJson } from "./as-json";
import type { AlertFilterOptions } from "./filter";
import { atDesk } from "./open-desk";

export interface ListAlertsOptions extends PlaceOptions, AlertFilterOptions {
  /** `table` or `json`. */
  readonly format: string;
  /** So many at most, those with the last signals. */
  readonly limit: string;
}

/** OpenSearch gives no more documents at once. */
const mostAlerts = 10_000;

/** Prints alerts, those with the last signals first. */
export async function listAlerts(options: ListAlertsOptions): Promise<number> {
  const format = choice("--format", options.format, ["table", "json"]);
  const limit = Math.min(mostAlerts, wholeNumber("--limit", options.limit, 1));
  const alerts = await atDesk(options, (desk) => desk.list(options, limit));
  if (format === "json") {
    await writeLine(printableJson(JSON.stringify(alerts.map(asJson), undefined, 2)));
  } else {
    await writeLine(alerts.length === 0 ? "No alert is so." : alertTable(alerts));
  }
  if (alerts.length === limit) console.error(`The last ${counted(limit, "alert")}; there may be more (--limit)`);
  return 0;
}

const header = ["id", "level", "status", "signals", "last seen (UTC)", "about", "owner", "rule"];

function alertTable(alerts: readonly Alert[]): string {
  const rows = alerts.map(({ id, kind, rule, status, verdict, count, lastSeen, key, owner = "" }) => [
    id,
    rule.level,
    verdict === undefined ? status : `${status}: ${verdict}`,
    count,
    lastSeen.slice(0, 19),
    printable(kind === "storm" ? "storm of alerts" : key.join(", ")),
    printable(owner),
    printable(rule.name),
  ]);
  return textTable(header, rows);
}
