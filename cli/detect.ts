import { recordDetector } from "../functions/loader/detection";
import { chooseSource, type NormalizeOptions, readFiles } from "./normalize";
import { writeLine } from "./output";
import { printProblems, rulesOf } from "./rules/read";
import { signalOf } from "./rules/signal";
import { printable } from "./text-table";

export interface DetectOptions extends NormalizeOptions {
  /** Rule files or folders, instead of the project's own rules. */
  readonly rules?: readonly string[];
}

/**
 * Prints a line for each signal: a rule that matches a record.
 * @returns 0, or 1 if a file could not be read or a rule not be used.
 */
export async function detect(files: readonly string[], options: DetectOptions): Promise<number> {
  const rules = rulesOf(options.rules);
  const errors = printProblems(rules.problems);
  const detector = recordDetector(rules, chooseSource(options.source).sources);
  const counts = new Map<string, number>();
  let events = 0;
  const exitCode = await readFiles(files, { ...options, detect: detector }, async (record) => {
    events += 1;
    if (record.kind !== "document") return;
    for (const rule of record.matches?.rules ?? []) {
      counts.set(rule.title, (counts.get(rule.title) ?? 0) + 1);
      await writeLine(JSON.stringify(signalOf(rule, record)));
    }
  });
  const signals = [...counts.values()].reduce((sum, count) => sum + count, 0);
  console.error(`${rules.rules.length} rules, ${events} records, ${signals} signals`);
  for (const [title, count] of [...counts].sort(([, a], [, b]) => b - a))
    console.error(`  ${count}  ${printable(title)}`);
  return errors > 0 ? 1 : exitCode;
}
