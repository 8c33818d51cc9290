import pc from "picocolors";
import { printProblems, rulesOf } from "./read";

/** @returns 0, or 1 if a rule has an error; warnings do not count. */
export async function lintRules(paths: readonly string[]): Promise<number> {
  const { files, rules, correlations, filters, problems } = rulesOf(paths);
  const errors = printProblems(problems);
  const counts = `${rules.length} rules, ${correlations.length} correlations, ${filters.length} filters in ${files.length} files`;
  console.error(`${counts}: ${errors} errors, ${problems.length - errors} warnings`);
  if (errors === 0) console.error(pc.green("all rules can be used"));
  return errors === 0 ? 0 : 1;
}
