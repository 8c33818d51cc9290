import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "../errors";
import { parseSigma, type SigmaParseOptions } from "./parse";
import type { SigmaProblem } from "./problems";
import { buildRuleSet, type SigmaRuleSet } from "./rule-set";

/** What was read from rule files. */
export interface ReadRules extends SigmaRuleSet {
  /** Paths of all files, sorted. */
  readonly files: readonly string[];
  /** All that is wrong, in the files and between them, in the order of the files. */
  readonly problems: readonly SigmaProblem[];
}

/**
 * Reads the rules, correlations and filters of files, and of all `.yml` and `.yaml` files in folders.
 * @throws ConfigurationError for a path that is not there, or a folder without such a file.
 */
export function readRules(paths: readonly string[], options?: SigmaParseOptions): ReadRules {
  const files = [...new Set(paths.flatMap(ruleFiles))];
  const parsed = files.map((file) => parseSigma(readFileSync(file, "utf8"), file, options));
  const set = buildRuleSet(parsed.flatMap(({ documents }) => documents));
  const place = new Map(files.map((file, index) => [file, index]));
  const problems = [...parsed.flatMap((file) => file.problems), ...set.problems].sort(
    (a, b) =>
      (place.get(a.location.file) ?? 0) - (place.get(b.location.file) ?? 0) || a.location.line - b.location.line,
  );
  return { ...set, files, problems };
}

function ruleFiles(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new ConfigurationError(`there is no file or folder ${path} with rules`);
  if (!stats.isDirectory()) return [path];
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  if (files.length === 0) throw new ConfigurationError(`the folder ${path} has no rules: they are .yml files`);
  return files;
}
