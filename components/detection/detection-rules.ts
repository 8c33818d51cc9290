import { resolve } from "node:path";
import { optionProblems } from "../../functions/detector/rule-options";
import type { DetectionRules } from "../../functions/loader/signals";
import { SigmaError, type SigmaMetadata, sigmaKey } from "../../functions/shared/sigma";
import { contentHash } from "../../functions/shared/sigma/content-hash";
import { readRules } from "../../functions/shared/sigma/read-rules";

/** The rules of this project. */
export const builtInRulesFolder = resolve(__dirname, "../../rules");

/**
 * The rules, correlations and filters of files and folders, as they are bundled: without what only their tests and lists
 * need.
 * @throws SigmaError that names file, line and column of everything that is wrong: nothing is deployed then.
 */
export function detectionRules(paths: readonly string[]): DetectionRules {
  if (paths.length === 0) return { rules: [], correlations: [], filters: [] };
  const { rules, correlations, filters, problems } = readRules(paths);
  const errors = [...problems, ...optionProblems({ rules, correlations, filters })].filter(
    ({ severity }) => severity === "error",
  );
  if (errors.length > 0) throw new SigmaError(errors);
  return {
    rules: rules.map(({ tests: _, ...rule }) => bare(rule)),
    correlations: correlations.map(bare),
    filters: filters.map(bare),
  };
}

function bare<Document extends SigmaMetadata>(document: Document): Document {
  const { triage: _, tests: __, ...custom } = document.custom;
  return { ...document, custom, falsepositives: [] };
}

/** What is deployed, by name: a stack's output, in which a preview shows which rules come, change and go. */
export function ruleVersions({ rules, correlations, filters }: DetectionRules): Readonly<Record<string, string>> {
  const versions = [...rules, ...correlations, ...filters].map(
    (document) => [document.name ?? sigmaKey(document), contentHash(document)] as const,
  );
  return Object.fromEntries(versions.sort(([a], [b]) => (a < b ? -1 : 1)));
}
