import type { SigmaMetadata } from "../functions/shared/sigma";
import { counted } from "../functions/shared/text/counted";
import { chooseSource, type NormalizeOptions, readFiles } from "./normalize";
import { writeLine } from "./output";
import { OfflineDetection, type OfflineSignal } from "./rules/offline-detection";
import { printProblems, rulesOf } from "./rules/read";
import { correlatedSignalOf, signalOf } from "./rules/signal";
import { printable } from "./text-table";

export interface DetectOptions extends NormalizeOptions {
  /** Rule files or folders, instead of the project's own rules. */
  readonly rules?: readonly string[];
}

/**
 * Prints a line for each signal: a rule that matches a record, and, behind the last one, what correlations find.
 * @returns 0, or 1 if a file could not be read or a rule not be used.
 */
export async function detect(files: readonly string[], options: DetectOptions): Promise<number> {
  const rules = rulesOf(options.rules);
  const errors = printProblems(rules.problems);
  const detection = new OfflineDetection(rules, chooseSource(options.source).sources);
  const counts = new Map<SigmaMetadata, number>();
  const print = async (found: OfflineSignal, printed: object): Promise<void> => {
    counts.set(found.detection, (counts.get(found.detection) ?? 0) + 1);
    await writeLine(JSON.stringify(printed));
  };
  let events = 0;
  const exitCode = await readFiles(files, { ...options, detect: detection.maker.detect }, async (record) => {
    events += 1;
    if (record.kind !== "document") return;
    for (const found of detection.take(record)) await print(found, signalOf(found.detection, record));
  });
  for (const found of await detection.correlate()) await print(found, correlatedSignalOf(found));
  const signals = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const sets = `${counted(rules.rules.length, "rule")}, ${counted(rules.correlations.length, "correlation")}`;
  console.error(`${sets}, ${counted(events, "record")}, ${counted(signals, "signal")}`);
  for (const [{ title }, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    console.error(`  ${count}  ${printable(title)}`);
  }
  return errors > 0 ? 1 : exitCode;
}
