import pc from "picocolors";
import { builtInRulesFolder } from "../../components/detection/built-in-rules";
import { describeProblem, type SigmaProblem } from "../../functions/shared/sigma";
import { type ReadRules, readRules } from "../../functions/shared/sigma/read-rules";
import { printable } from "../text-table";

/** Rules of some paths, of this project by default. */
export function rulesOf(paths: readonly string[] | undefined): ReadRules {
  return readRules(paths === undefined || paths.length === 0 ? [builtInRulesFolder] : paths);
}

/** @returns the number of errors. */
export function printProblems(problems: readonly SigmaProblem[]): number {
  for (const problem of problems) {
    const color = problem.severity === "error" ? pc.red : pc.yellow;
    console.error(color(printable(describeProblem(problem))));
  }
  return problems.filter(({ severity }) => severity === "error").length;
}
