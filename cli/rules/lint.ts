import pc from "picocolors";
import { inOrder } from "../../functions/detector/read-rules";
import { expiredSuppressions } from "../../functions/detector/rule-options";
import { sources } from "../../functions/loader/registry.generated";
import { counted } from "../../functions/shared/text/counted";
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
  const counts = `${counted(rules.length, "rule")}, ${counted(correlations.length, "correlation")}, ${counted(filters.length, "filter")} in ${counted(read.files.length, "file")}`;
  console.error(`${counts}: ${counted(errors, "error")}, ${counted(all.length - errors, "warning")}`);
  const isClear = all.every(({ severity, code }) => severity !== "error" && code !== "also-built-in");
  if (isClear) console.error(pc.green("all rules can be used"));
  return errors === 0 ? 0 : 1;
}
