import pc from "picocolors";
import { expiredSuppressions, optionProblems } from "../../functions/detector/rule-options";
import { sources } from "../../functions/loader/registry.generated";
import { counted } from "../../functions/shared/text/counted";
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
  const counts = `${counted(rules.length, "rule")}, ${counted(correlations.length, "correlation")}, ${counted(filters.length, "filter")} in ${counted(files.length, "file")}`;
  console.error(`${counts}: ${counted(errors, "error")}, ${counted(all.length - errors, "warning")}`);
  if (errors === 0) console.error(pc.green("all rules can be used"));
  return errors === 0 ? 0 : 1;
}
