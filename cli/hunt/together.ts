import type { Detection } from "../../functions/detector/rule-options";
import { lookupOf, type SigmaCorrelation, type SigmaRule, type SigmaRuleSet } from "../../functions/shared/sigma";

/** What is evaluated together: correlations, each behind those that it refers to, and their rules. */
export type Together = Pick<SigmaRuleSet, "rules" | "correlations">;

/** A rule or correlation with all that it names, and what that names. */
export function namedBy(detection: Detection, { rules, correlations }: Together): Together {
  const find = lookupOf([...rules, ...correlations]);
  const named = new Set<SigmaRule | SigmaCorrelation>();
  const add = (one: SigmaRule | SigmaCorrelation | undefined): void => {
    if (one === undefined || named.has(one)) return;
    named.add(one);
    if (one.kind === "correlation") for (const { to } of one.rules) add(find(to));
  };
  add(detection);
  return { rules: rules.filter((one) => named.has(one)), correlations: correlations.filter((one) => named.has(one)) };
}
