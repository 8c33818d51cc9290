import { sigmaLogSources } from "../../functions/loader/detection";
import type { LogSource } from "../../functions/loader/source";
import type { SigmaFilter, SigmaRule } from "../../functions/shared/sigma";
import { isWithin } from "../../functions/shared/sigma/log-source";
import {
  conjunction,
  type SearchQuery,
  SigmaQueryError,
  searchQuery,
} from "../../functions/shared/sigma/opensearch-query";
import { partsOf } from "../../functions/shared/sigma/rule-expression";
import { indexedFields } from "./indexed-fields";

/** A rule as a query on the indices of one log source, or why there is none. */
export type RuleQuery =
  | { readonly source: LogSource; readonly query: SearchQuery }
  | { readonly source: LogSource; readonly refused: string };

/** A rule, with its filters, as queries on the indices of all log sources that it is for. */
export function ruleQueries(
  rule: SigmaRule,
  filters: readonly SigmaFilter[],
  sources: readonly LogSource[],
): readonly RuleQuery[] {
  const parts = partsOf(rule, filters);
  return sources
    .filter((source) => sigmaLogSources(source).some((log) => isWithin(log, rule.logsource)))
    .map((source): RuleQuery => {
      try {
        const queries = parts.map(({ taxonomy, expression }) =>
          searchQuery(expression, indexedFields(source, taxonomy)),
        );
        return { source, query: conjunction(queries) };
      } catch (error) {
        if (error instanceof SigmaQueryError) return { source, refused: error.message };
        throw error;
      }
    });
}
