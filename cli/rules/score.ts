import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import pc from "picocolors";
import { isAtLeast } from "../../functions/detector/alerts/alert";
import { unrecognisedSource } from "../../functions/loader/indices";
import { sources } from "../../functions/loader/registry.generated";
import type { DetectionRules } from "../../functions/loader/signals";
import { ConfigurationError } from "../../functions/shared/errors";
import { type SigmaLevel, sigmaKey, sigmaLevels } from "../../functions/shared/sigma";
import { counted, noun } from "../../functions/shared/text/counted";
import { choice } from "../choice";
import { shownPath } from "../file-fault";
import { readFiles } from "../normalize";
import { writeLine } from "../output";
import { printable, textTable } from "../text-table";
import { OfflineDetection, type OfflineSignal } from "./offline-detection";
import { printProblems, rulesOf } from "./read";

export interface ScoreOptions {
  /** Files and folders of attacks, each file one of them. */
  readonly attacks?: readonly string[];
  /** Files and folders of logs in which nothing is wrong. */
  readonly normal?: readonly string[];
  readonly rules?: readonly string[];
  /** From this level on an alert wakes somebody. */
  readonly level: string;
  /** `table` or `json`. */
  readonly format: string;
}

interface RuleCount {
  readonly rule: string;
  readonly level: SigmaLevel;
  readonly signals: number;
  readonly alerts: number;
}

export interface Score {
  readonly level: SigmaLevel;
  readonly attacks: {
    /** Those with records of a log source. */
    readonly logs: number;
    readonly records: number;
    /** Logs with any signal. */
    readonly seen: number;
    /** Logs with a signal of the level. */
    readonly waking: number;
    readonly missed: readonly string[];
    /** Files that no log source recognises: no rule looks at them, so they are not counted. */
    readonly unrecognised: readonly string[];
  };
  readonly normal: {
    readonly records: number;
    /** Records that raise a signal of the level. */
    readonly records_waking: number;
    /** Alerts of the level, and below it, after deduplication. */
    readonly alerts: number;
    readonly quiet_alerts: number;
    readonly rules: readonly RuleCount[];
  };
}

/**
 * Says how many attacks rules see, and how often they wake somebody for nothing.
 * @param folder with the folders `attacks` and `normal`, instead of the options of these names.
 * @returns 0, or 1 if a rule cannot be used or a log not be read.
 */
export async function scoreRules(folder: string | undefined, options: ScoreOptions): Promise<number> {
  const level = choice("--level", options.level, sigmaLevels);
  const format = choice("--format", options.format, ["table", "json"]);
  const attacks = logsOf(options.attacks ?? partOf(folder, "attacks"));
  const normal = logsOf(options.normal ?? partOf(folder, "normal"));
  if (attacks.length + normal.length === 0) {
    throw new ConfigurationError(
      "There are no logs: give a folder with attacks/ and normal/, or --attacks and --normal",
    );
  }
  const rules = rulesOf(options.rules);
  const errors = printProblems(rules.problems);
  const seen = await scoreAttacks(attacks, rules, level);
  const woken = await scoreNormal(normal, rules, level);
  const score: Score = { level, attacks: seen.score, normal: woken.score };
  await writeLine(format === "json" ? JSON.stringify(score, undefined, 2) : asText(score));
  return errors > 0 ? 1 : Math.max(seen.exitCode, woken.exitCode);
}

/** A folder of a score's; none where there is no such part in it. */
function partOf(folder: string | undefined, name: string): readonly string[] {
  if (folder === undefined) return [];
  const stats = folder === "" ? undefined : statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) throw new ConfigurationError(`there is no folder ${shownPath(folder)}`);
  if (!stats.isDirectory()) {
    throw new ConfigurationError(
      `${shownPath(folder)} is a file: give a folder with attacks/ and normal/, or name it with --attacks or --normal`,
    );
  }
  const part = join(folder, name);
  return existsSync(part) ? [part] : [];
}

/** The files of paths, folders with all that is in them. */
function logsOf(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new ConfigurationError(`there is no file or folder ${shownPath(path)}`);
    if (!statSync(path).isDirectory()) return [path];
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort();
  });
}

interface Detected {
  readonly records: number;
  /** How many of them are of no log source. */
  readonly unrecognised: number;
  readonly exitCode: number;
  readonly signals: readonly (OfflineSignal & { readonly record?: string | undefined })[];
}

/** Detects in logs as if they were all there are. */
async function detectIn(logs: readonly string[], rules: DetectionRules): Promise<Detected> {
  const detection = new OfflineDetection(rules, sources);
  const signals: Detected["signals"][number][] = [];
  let records = 0;
  let unrecognised = 0;
  const exitCode = await readFiles(logs, { detect: detection.maker.detect, quiet: true }, async (record) => {
    records += 1;
    if (record.kind !== "document") return;
    if (record.source === unrecognisedSource) unrecognised += 1;
    for (const found of detection.take(record)) signals.push({ ...found, record: `${record.index} ${record.id}` });
  });
  signals.push(...(await detection.correlate()));
  return { records, unrecognised, exitCode, signals };
}

async function scoreAttacks(
  logs: readonly string[],
  rules: DetectionRules,
  least: SigmaLevel,
): Promise<{ readonly score: Score["attacks"]; readonly exitCode: number }> {
  const missed: string[] = [];
  const unrecognised: string[] = [];
  const totals = { logs: 0, records: 0, seen: 0, waking: 0, exitCode: 0 };
  for (const log of logs) {
    const { records, unrecognised: unknown, exitCode, signals } = await detectIn([log], rules);
    totals.exitCode = Math.max(totals.exitCode, exitCode);
    if (records > 0 && records === unknown) unrecognised.push(log);
    if (records === unknown) continue;
    totals.logs += 1;
    totals.records += records;
    if (signals.length > 0) totals.seen += 1;
    if (signals.some((one) => isAtLeast(levelOf(one), least))) totals.waking += 1;
    else missed.push(log);
  }
  const { exitCode, ...counts } = totals;
  return { score: { ...counts, missed, unrecognised }, exitCode };
}

async function scoreNormal(
  logs: readonly string[],
  rules: DetectionRules,
  least: SigmaLevel,
): Promise<{ readonly score: Score["normal"]; readonly exitCode: number }> {
  const { records, exitCode, signals } = await detectIn(logs, rules);
  const waking = new Set<string>();
  const alerts = new Set<string>();
  const quiet = new Set<string>();
  const byRule = new Map<string, { title: string; level: SigmaLevel; signals: number; alerts: Set<string> }>();
  for (const { detection, alert, record, ...one } of signals) {
    const level = levelOf({ detection, ...one });
    const isWaking = isAtLeast(level, least);
    if (isWaking && record !== undefined) waking.add(record);
    if (alert === undefined || level === "informational") continue;
    (isWaking ? alerts : quiet).add(alert);
    const key = sigmaKey(detection);
    const rule = byRule.get(key) ?? { title: detection.title, level, signals: 0, alerts: new Set<string>() };
    byRule.set(key, rule);
    rule.signals += 1;
    rule.alerts.add(alert);
  }
  const counts = [...byRule.values()].map((of) => ({
    rule: of.title,
    level: of.level,
    signals: of.signals,
    alerts: of.alerts.size,
  }));
  const rank = ({ level }: RuleCount) => sigmaLevels.indexOf(level);
  const ofRules = counts.sort((a, b) => rank(b) - rank(a) || b.alerts - a.alerts);
  const score = { records, records_waking: waking.size, alerts: alerts.size, quiet_alerts: quiet.size, rules: ofRules };
  return { score, exitCode };
}

function levelOf({ detection }: Pick<OfflineSignal, "detection">): SigmaLevel {
  return detection.level ?? "informational";
}

function asText({ level, attacks, normal }: Score): string {
  const lines = attacks.unrecognised.map((log) => pc.yellow(`${printable(log)} is of no log source: not counted`));
  if (attacks.logs > 0) {
    const { logs, records, seen, waking, missed } = attacks;
    lines.push(
      pc.bold(`${counted(logs, "attack")} of ${records.toLocaleString("en")} ${noun(records, "record")}`),
      `  seen by any rule        ${seen}  ${percent(seen, logs)}`,
      `  of ${level} and above  ${waking}  ${percent(waking, logs)}`,
      ...missed.map((log) => pc.dim(`    not: ${printable(log)}`)),
    );
  }
  if (normal.records > 0) {
    const { records, records_waking: waking, alerts, quiet_alerts: quiet, rules } = normal;
    lines.push(
      pc.bold(`${records.toLocaleString("en")} normal records`),
      `  that raise ${level} and above  ${waking}  ${percent(waking, records)}`,
      `  alerts of ${level} and above   ${alerts}, ${quiet} below`,
    );
    const rows = rules.map((one) => [one.level, one.alerts, one.signals, printable(one.rule)]);
    if (rows.length > 0) lines.push(textTable(["level", "alerts", "signals", "rule"], rows));
  }
  return lines.join("\n");
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(part === 0 || part === whole ? 0 : 3)} %`;
}
