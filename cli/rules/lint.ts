import pc from "picocolors";
import { expiredSuppressions, optionProblems } from "../../functions/detector/rule-options";
import { sources } from "../../functions/loader/registry.generated";
import { fieldProblems } from "./field-problems";
import { printProblems, rulesOf } from "./read";

/** @returns 0, or 1 if a rule has an error; warnings do not count. */
export async function lintRules(paths: readonly string[]): Promise<number> {
  const { files, rules, correlations, filters, problems } = rulesOf(paths);
  const all = [
    ...problems,
    ...optionProblems({ rules, correlations, filters }),
    ...expiredSuppressions(filters, new Date()),
    ...fieldProblems(rules, sources),
  ];
  const errors = printProblems(all);
  const counts = `${rules.length} rules, ${correlations.length} correlations, ${filters.length} filters in ${files.length} files`;
  console.error(`${counts}: ${errors} errors, ${all.length - errors} warnings`);
  if (errors === 0) console.error(pc.green("all rules can be used"));
  return errors === 0 ? 0 : 1;
}
