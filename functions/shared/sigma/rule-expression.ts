import type { SigmaFilter, SigmaRule } from "./ast";
import { expressionOf } from "./expression";
import { filtersOf } from "./filters";
import type { TaxonomyExpression } from "./witness";

/** What must hold for a rule: its own detection, and those of its filters. */
export function partsOf(rule: SigmaRule, filters: readonly SigmaFilter[]): TaxonomyExpression[] {
  return [rule, ...filtersOf(rule, filters)].map(({ taxonomy, detection }) => ({
    taxonomy,
    expression: expressionOf(detection),
  }));
}
