import pc from "picocolors";
import { inOrder } from "../../functions/detector/read-rules";
import { expiredSuppressions } from "../../functions/detector/rule-options";
import { sources } from "../../functions/loader/registry.generated";
import { correlationProblems } from "./correlation-problems";
import { fieldProblems } from "./field-problems";
import { logSourceProblems } from "./log-source-problems";
import { printProblems, rulesOf, writtenIn } from "./read";

/** @returns 0, or 1 if a rule has an error; warnings do not count. */
export async function lintRules(paths: readonly string[]): Promise<number> {
  const read = rulesOf(paths);
  const { rules, correlations, filters } = writtenIn(read);
  const found = [
    ...read.problems,
    ...expiredSuppressions(filters, new Date()),
    ...logSourceProblems([...rules, ...filters], sources),
    ...fieldProblems([...rules, ...filters], sources),
    ...correlationProblems({ rules: read.rules, correlations }, sources),
  ];
  const all = inOrder(found, read.files);
  const errors = printProblems(all);
  const counts = `${rules.length} rules, ${correlations.length} correlations, ${filters.length} filters in ${read.files.length} files`;
  console.error(`${counts}: ${errors} errors, ${all.length - errors} warnings`);
  if (errors === 0) console.error(pc.green("all rules can be used"));
  return errors === 0 ? 0 : 1;
}
