import pc from "picocolors";
import { sources } from "../../functions/loader/registry.generated";
import { testRule } from "../../functions/loader/rule-test";
import { counted } from "../../functions/shared/text/counted";
import { printable } from "../text-table";
import { printProblems, rulesOf, writtenIn } from "./read";

/** @returns 0, or 1 if a rule has an error or one of its events does not do what it should. */
export async function testRules(paths: readonly string[]): Promise<number> {
  const read = rulesOf(paths);
  const { rules } = writtenIn(read);
  let faults = printProblems(read.problems);
  let events = 0;
  let untested = 0;
  for (const rule of rules) {
    const { match = [], noMatch = [] } = rule.tests ?? {};
    if (match.length === 0 || noMatch.length === 0) untested += 1;
    events += match.length + noMatch.length;
    for (const { location, message } of await testRule(rule, sources)) {
      console.error(
        pc.red(printable(`${location.file}:${location.line}:${location.column}: ${rule.title}: ${message}`)),
      );
      faults += 1;
    }
  }
  const without =
    untested === 0 ? "" : `, ${counted(untested, "rule")} without an event that fires and one that does not`;
  console.error(`${counted(rules.length, "rule")}, ${counted(events, "event")}: ${counted(faults, "fault")}${without}`);
  return faults === 0 ? 0 : 1;
}
