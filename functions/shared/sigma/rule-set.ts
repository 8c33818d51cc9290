import {
  type SigmaCorrelation,
  type SigmaDocument,
  type SigmaFilter,
  type SigmaReference,
  type SigmaRule,
  sigmaKey,
} from "./ast";
import { isWithin } from "./log-source";
import { didYouMean } from "./members";
import { type SigmaProblem, SigmaProblems } from "./problems";

/** Rules that belong together, from any number of files. */
export interface SigmaRuleSet {
  readonly rules: readonly SigmaRule[];
  readonly filters: readonly SigmaFilter[];
  /** Each behind those that it refers to. */
  readonly correlations: readonly SigmaCorrelation[];
  /** Of what is between documents: names that two have, references that lead nowhere, cycles. */
  readonly problems: readonly SigmaProblem[];
}

/** A rule or correlation by its id or name. */
export type SigmaLookup = (reference: string) => SigmaRule | SigmaCorrelation | undefined;

/**
 * Puts documents together; what refers to something that is not there is reported and left out.
 * @param others ids and names that may be meant by one that is not there.
 */
export function buildRuleSet(documents: readonly SigmaDocument[], others: readonly string[] = []): SigmaRuleSet {
  const problems = new SigmaProblems();
  const unique = withoutDuplicates(documents, problems);
  const rules = unique.filter((document) => document.kind === "rule");
  const correlations = unique.filter((document) => document.kind === "correlation");
  const filters = unique.filter((document) => document.kind === "filter");
  const find = lookupOf([...rules, ...correlations]);
  const own = [...rules, ...correlations].flatMap(({ id, name }) => [name, id]).filter((one) => one !== undefined);
  const names = [...own, ...others];
  return {
    rules,
    filters: filters.filter((filter) => filterApplies(filter, find, names, problems)),
    correlations: inOrder(correlations, find, names, problems),
    problems: problems.list,
  };
}

export function lookupOf(documents: readonly (SigmaRule | SigmaCorrelation)[]): SigmaLookup {
  const byName = new Map(documents.flatMap((document) => (document.name ? [[document.name, document] as const] : [])));
  const byId = new Map(documents.flatMap((document) => (document.id ? [[document.id, document] as const] : [])));
  return (reference) => byId.get(reference) ?? byName.get(reference);
}

function withoutDuplicates(documents: readonly SigmaDocument[], problems: SigmaProblems): SigmaDocument[] {
  const seen = new Map<string, SigmaDocument>();
  return documents.filter((document) => {
    const names = [document.id, document.name].filter((name) => name !== undefined);
    const keys = names.length === 0 ? [sigmaKey(document)] : names;
    const twice = keys.find((key) => seen.has(key));
    const first = twice === undefined ? undefined : seen.get(twice);
    for (const key of keys) if (!seen.has(key)) seen.set(key, document);
    if (first === undefined) return true;
    const { file, line } = first.location;
    problems.report("duplicate", document, `${twice} is also the id or name of ${file}:${line}: give each its own`);
    return false;
  });
}

function filterApplies(
  filter: SigmaFilter,
  find: SigmaLookup,
  names: readonly string[],
  problems: SigmaProblems,
): boolean {
  if (filter.rules === "any") return true;
  const faultsBefore = problems.errorCount;
  for (const reference of filter.rules) {
    const rule = find(reference.to);
    if (rule === undefined) {
      reportUnknown(reference, names, problems);
    } else if (rule.kind === "correlation") {
      problems.report(
        "unknown-rule",
        reference,
        `${reference.to} is a correlation: filter the rules that it refers to`,
      );
    } else if (!isWithin(rule.logsource, filter.logsource)) {
      problems.report("wrong-value", reference, `${reference.to} is for other logs than the filter's logsource`);
    }
  }
  return problems.errorCount === faultsBefore;
}

function reportUnknown(reference: SigmaReference, names: readonly string[], problems: SigmaProblems): void {
  const hint = names.length === 0 || names.length > 20 ? nearest(reference.to, names) : didYouMean(reference.to, names);
  problems.report("unknown-rule", reference, `there is no rule with the id or name ${reference.to}${hint}`);
}

/** Of many names, only one that is near is worth saying. */
function nearest(word: string, names: readonly string[]): string {
  const hint = didYouMean(word, names);
  return hint.startsWith(":") ? hint : "";
}

/** Each correlation behind those that it refers to; those in a circle, and those that refer to nothing, are left out. */
function inOrder(
  correlations: readonly SigmaCorrelation[],
  find: SigmaLookup,
  names: readonly string[],
  problems: SigmaProblems,
): SigmaCorrelation[] {
  const ordered: SigmaCorrelation[] = [];
  const state = new Map<SigmaCorrelation, "open" | "ordered" | "refused">();
  const visit = (correlation: SigmaCorrelation, path: readonly SigmaCorrelation[]): boolean => {
    const known = state.get(correlation);
    if (known === "open") {
      const circle = [...path.slice(path.indexOf(correlation)), correlation].map(sigmaKey).join(" -> ");
      problems.report("cycle", correlation, `the correlation refers to itself: ${circle}`);
      return false;
    }
    if (known !== undefined) return known === "ordered";
    state.set(correlation, "open");
    let isSound = true;
    for (const reference of correlation.rules) {
      const to = find(reference.to);
      if (to === undefined) reportUnknown(reference, names, problems);
      if (to === undefined || (to.kind === "correlation" && !visit(to, [...path, correlation]))) isSound = false;
    }
    state.set(correlation, isSound ? "ordered" : "refused");
    if (isSound) ordered.push(correlation);
    return isSound;
  };
  for (const correlation of correlations) visit(correlation, []);
  return ordered;
}
