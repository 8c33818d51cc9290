import pc from "picocolors";
import { builtInRulesFolder } from "../../components/detection/built-in-rules";
import { type ReadRules, readRules } from "../../functions/detector/read-rules";
import { describeProblem, type SigmaDocument, type SigmaProblem } from "../../functions/shared/sigma";
import { printable } from "../text-table";

/** Rules of some paths, with those of this project that they name; this project's by default. */
export function rulesOf(paths: readonly string[] | undefined): ReadRules {
  if (paths === undefined || paths.length === 0) return readRules([builtInRulesFolder]);
  return readRules(paths, { beside: builtInRulesFolder });
}

/** What is in the files themselves, without what they only name. */
export function writtenIn(read: ReadRules): Pick<ReadRules, "rules" | "correlations" | "filters"> {
  const files = new Set(read.files);
  const isWritten = ({ location }: SigmaDocument): boolean => files.has(location.file);
  return {
    rules: read.rules.filter(isWritten),
    correlations: read.correlations.filter(isWritten),
    filters: read.filters.filter(isWritten),
  };
}

/** @returns the number of errors. */
export function printProblems(problems: readonly SigmaProblem[]): number {
  for (const problem of problems) {
    const color = problem.severity === "error" ? pc.red : pc.yellow;
    console.error(color(printable(describeProblem(problem))));
  }
  return problems.filter(({ severity }) => severity === "error").length;
}
