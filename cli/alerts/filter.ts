import { type AlertStatus, alertStatuses, levelsFrom } from "../../functions/detector/alerts/alert";
import { sigmaLevels } from "../../functions/shared/sigma";
import type { JsonObject } from "../../functions/shared/values";
import { choice, choices } from "../choice";
import { parseSince } from "../rescue/set-aside-filter";

/** Which alerts, as the command line says it. */
export interface AlertFilterOptions {
  /** Some of the statuses, separated by commas, or `all`; by default what is not closed. */
  readonly status?: string;
  /** This level and those above it. */
  readonly severity?: string;
  /** Its id, name or title. */
  readonly rule?: string;
  readonly account?: string;
  readonly owner?: string;
  /** With signals since then: ISO 8601, or how long ago. */
  readonly since?: string;
}

/** @throws ConfigurationError for a value that is not allowed. */
export function alertQuery(options: AlertFilterOptions, now: Date): JsonObject {
  const { severity, rule, account, owner, since } = options;
  const filter: JsonObject[] = [{ terms: { "siem.alert.status": statuses(options.status) } }];
  if (severity !== undefined) {
    filter.push({ terms: { "siem.alert.level": levelsFrom(choice("--severity", severity, sigmaLevels)) } });
  }
  if (rule !== undefined) filter.push({ bool: { should: ruleFields.map((field) => ({ term: { [field]: rule } })) } });
  if (account !== undefined) filter.push({ term: { "siem.alert.entities.account": account } });
  if (owner !== undefined) filter.push({ term: { "siem.alert.owner": owner } });
  if (since !== undefined) {
    filter.push({ range: { "siem.alert.last_seen": { gte: parseSince(since, now).toISOString() } } });
  }
  return { bool: { filter } };
}

/** What people know a rule by: its id or what stands for it, its name and its title. */
export const ruleFields: readonly string[] = ["rule.id", "rule.ruleset", "rule.name"];

const unfinished: readonly AlertStatus[] = alertStatuses.filter((status) => status !== "closed");

function statuses(given: string | undefined): readonly AlertStatus[] {
  if (given === undefined) return unfinished;
  return given === "all" ? alertStatuses : choices("--status", given, alertStatuses);
}
