import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigurationError } from "../shared/errors";
import {
  buildRuleSet,
  parseSigma,
  type SigmaDocument,
  type SigmaFile,
  type SigmaParseOptions,
  type SigmaProblem,
  type SigmaReference,
  type SigmaRuleSet,
} from "../shared/sigma";
import { ruleOptions } from "./rule-options";

/** What was read from rule files. */
export interface ReadRules extends SigmaRuleSet {
  /** Paths of all files, sorted. */
  readonly files: readonly string[];
  /** All that is wrong, in the files and between them, in the order of the files. */
  readonly problems: readonly SigmaProblem[];
}

export interface ReadRulesOptions extends Pick<SigmaParseOptions, "placeholders"> {
  /**
   * A file or folder with rules that these may name: those that are named are read too, with the filters on them. None
   * by default.
   */
  readonly beside?: string | undefined;
}

/**
 * Reads the rules, correlations and filters of files, and of all `.yml` and `.yaml` files in folders.
 * @throws ConfigurationError for a path that is not there or cannot be read, or a folder without such a file.
 */
export function readRules(paths: readonly string[], { placeholders, beside }: ReadRulesOptions = {}): ReadRules {
  const read = (file: string): SigmaFile => parseSigma(textOf(file), file, { placeholders, extension: ruleOptions });
  const files = [...new Set(paths.flatMap(ruleFiles))];
  const parsed = files.map(read);
  const own = parsed.flatMap(({ documents }) => documents);
  const ownFiles = new Set(files.map((file) => resolve(file)));
  const others = (beside === undefined ? [] : ruleFiles(beside))
    .filter((file) => !ownFiles.has(resolve(file)))
    .flatMap((file) => read(file).documents);
  const named = namedAmong(others, own);
  const set = buildRuleSet([...own, ...named], others.flatMap(namesOf));
  const problems = [...parsed.flatMap((file) => file.problems), ...set.problems, ...alsoElsewhere(own, others)];
  return { ...set, files, problems: inOrder(problems, files) };
}

/** Problems in the order of files, and of the lines in them. */
export function inOrder(problems: readonly SigmaProblem[], files: readonly string[]): readonly SigmaProblem[] {
  const place = new Map([...files.entries()].map(([index, file]) => [file, index]));
  const placeOf = ({ location }: SigmaProblem): number => place.get(location.file) ?? 0;
  return [...problems].sort((a, b) => placeOf(a) - placeOf(b) || a.location.line - b.location.line);
}

/** What documents name of others and have not themselves, what that names, and so on; and the filters on all of it. */
function namedAmong(others: readonly SigmaDocument[], own: readonly SigmaDocument[]): readonly SigmaDocument[] {
  const byName = new Map(others.flatMap((other) => namesOf(other).map((name) => [name, other] as const)));
  const known = new Set(own.flatMap(namesOf));
  const named = new Set<SigmaDocument>();
  const add = (references: readonly SigmaReference[]): void => {
    for (const { to } of references) {
      const other = known.has(to) ? undefined : byName.get(to);
      if (other === undefined || other.kind === "filter" || named.has(other)) continue;
      named.add(other);
      add(referencesOf(other));
    }
  };
  for (const document of own) add(referencesOf(document));
  const names = new Set([...named].flatMap(namesOf));
  const filters = others.flatMap((filter) => {
    const rules = filter.kind === "filter" ? referencesOf(filter).filter(({ to }) => names.has(to)) : [];
    return filter.kind === "filter" && rules.length > 0 ? [{ ...filter, rules }] : [];
  });
  return [...named, ...filters];
}

function referencesOf(document: SigmaDocument): readonly SigmaReference[] {
  if (document.kind === "rule" || document.rules === "any") return [];
  return document.rules;
}

function namesOf({ id, name }: SigmaDocument): readonly string[] {
  return [id, name].filter((one) => one !== undefined);
}

/** Documents that could not be read together with the others. */
function alsoElsewhere(own: readonly SigmaDocument[], others: readonly SigmaDocument[]): readonly SigmaProblem[] {
  const byName = new Map(others.flatMap((other) => namesOf(other).map((name) => [name, other] as const)));
  return own.flatMap((document) => {
    const twice = namesOf(document).find((name) => byName.has(name));
    const other = twice === undefined ? undefined : byName.get(twice);
    if (other === undefined) return [];
    const { file, line } = other.location;
    const fix = "give it its own, or set siem:detection.builtInRules to false";
    const message = `${twice} is also the id or name of the built-in ${file}:${line}: ${fix}`;
    return [{ code: "also-built-in", severity: "warning", location: document.location, message } as const];
  });
}

function textOf(file: string): string {
  return reading(file, () => readFileSync(file, "utf8"));
}

function ruleFiles(path: string): string[] {
  const stats = path === "" ? undefined : reading(path, () => statSync(path, { throwIfNoEntry: false }));
  if (stats === undefined) throw new ConfigurationError(`there is no file or folder ${path || '""'} with rules`);
  if (!stats.isDirectory()) return [path];
  const files = reading(path, () => readdirSync(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  if (files.length === 0) throw new ConfigurationError(`the folder ${path} has no rules: they are .yml files`);
  return files;
}

/** Says which path cannot be read, and why. */
function reading<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    const reason = error.code === "EACCES" ? "you have no permission" : error.message;
    throw new ConfigurationError(`the rules in ${path} cannot be read: ${reason}`, { cause: error });
  }
}
