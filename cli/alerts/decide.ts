import { userInfo } from "node:os";
import { alertStatuses, alertVerdicts } from "../../functions/detector/alerts/alert";
import type { AlertDecision } from "../../functions/detector/alerts/handling";
import { ConfigurationError } from "../../functions/shared/errors";
import { choice } from "../choice";
import { writeLine } from "../output";
import type { PlaceOptions } from "../rescue/places";
import { printable } from "../text-table";
import { atDesk } from "./open-desk";

interface DecideOptions extends PlaceOptions {
  /** Who decides. */
  readonly by?: string;
}

export interface CloseAlertsOptions extends DecideOptions {
  readonly verdict: string;
  readonly reason: string;
}

export interface UpdateAlertsOptions extends DecideOptions {
  readonly status?: string;
  readonly owner?: string;
  readonly note?: string;
}

/** Closes alerts with what they turned out to be, and why. */
export async function closeAlerts(ids: readonly string[], options: CloseAlertsOptions): Promise<number> {
  const verdict = choice("--verdict", options.verdict, alertVerdicts);
  if (options.reason.trim() === "") throw new ConfigurationError("--reason is empty: say why it is closed");
  return decideAll(ids, { status: "closed", verdict, note: options.reason, author: author(options) }, options);
}

/** Says how far alerts are: who sees to them, what was found. */
export async function updateAlerts(ids: readonly string[], options: UpdateAlertsOptions): Promise<number> {
  const { owner, note } = options;
  if (options.status === "closed") {
    throw new ConfigurationError("Alerts are closed with a verdict and a reason: siem alerts close");
  }
  const status = options.status === undefined ? undefined : choice("--status", options.status, unfinished);
  if (status === undefined && owner === undefined && note === undefined) {
    throw new ConfigurationError("Nothing is to be changed: give --status, --owner or --note");
  }
  return decideAll(ids, { status, owner, note, author: author(options) }, options);
}

const unfinished = alertStatuses.filter((status) => status !== "closed");

function author({ by = userInfo().username }: DecideOptions): string {
  if (by.trim() === "") throw new ConfigurationError("--by is empty: say who decides");
  return by;
}

/** Characters: an alert has room for many notes. */
const most = { note: 4_000, name: 200 };

/** @throws ConfigurationError for a text that is too long to be kept with an alert. */
function checkLength(option: string, value: string | undefined, limit: number): void {
  if (value === undefined || value.length <= limit) return;
  throw new ConfigurationError(
    `${option} has ${value.length} characters; it may have ${limit}: write the rest elsewhere, and where that is`,
  );
}

async function decideAll(ids: readonly string[], decision: AlertDecision, options: PlaceOptions): Promise<number> {
  checkLength(decision.status === "closed" ? "--reason" : "--note", decision.note, most.note);
  checkLength("--owner", decision.owner, most.name);
  checkLength("--by", decision.author, most.name);
  await atDesk(options, async (desk) => {
    // All are looked for before any is changed.
    const alerts = [];
    for (const id of ids) alerts.push(await desk.alert(id));
    for (const { id } of alerts) {
      const { status, verdict, owner, rule } = await desk.decide(id, decision);
      const state = [status, verdict].filter((part) => part !== undefined).join(": ");
      await writeLine(`${id}  ${state}${owner === undefined ? "" : `, ${printable(owner)}`}  ${printable(rule.name)}`);
    }
  });
  return 0;
}
