import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type ReadRules, readRules } from "../../functions/detector/read-rules";
import type { DetectionRules } from "../../functions/loader/signals";
import { SigmaError, type SigmaMetadata, sigmaKey } from "../../functions/shared/sigma";
import { contentHash } from "../../functions/shared/sigma/content-hash";
import { rememberedBuild } from "../lambda/remembered-build";

/**
 * The rules, correlations and filters of files and folders, as they are bundled: without what only their tests and lists
 * need.
 * @throws SigmaError that names file, line and column of everything that is wrong: nothing is deployed then.
 */
export function detectionRules(paths: readonly string[]): DetectionRules {
  if (paths.length === 0) return { rules: [], correlations: [], filters: [] };
  return rememberedBuild(`rules ${paths.join("\n")}`, process.cwd(), () => {
    const { files, ...read } = readRules(paths);
    return { value: bundledRules(read), inputs: [...files, ...foldersOf(paths)] };
  });
}

/** Files that are added there are rules too. */
function foldersOf(paths: readonly string[]): string[] {
  return paths
    .filter((path) => statSync(path).isDirectory())
    .flatMap((folder) => [
      folder,
      ...readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ parentPath, name }) => join(parentPath, name)),
    ]);
}

function bundledRules({ rules, correlations, filters, problems }: Omit<ReadRules, "files">): DetectionRules {
  const errors = problems.filter(({ severity }) => severity === "error");
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
