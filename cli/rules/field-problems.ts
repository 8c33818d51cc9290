import { sigmaLogSources } from "../../functions/loader/detection";
import type { LogSource } from "../../functions/loader/source";
import type { SigmaItem, SigmaProblem, SigmaRule, SigmaSearch } from "../../functions/shared/sigma";
import { isWithin } from "../../functions/shared/sigma/log-source";
import { FieldNotIndexed, indexedFields } from "../hunt/indexed-fields";

/** Fields of rules on documents that no document has: such a rule never matches, or its filter never does. */
export function fieldProblems(rules: readonly SigmaRule[], sources: readonly LogSource[]): SigmaProblem[] {
  return rules
    .filter(({ taxonomy }) => taxonomy === "ecs")
    .flatMap((rule) => {
      const resolvers = sources
        .filter((source) => sigmaLogSources(source).some((log) => isWithin(log, rule.logsource)))
        .map((source) => indexedFields(source, "ecs"));
      // It may be for a log source of somebody's own.
      if (resolvers.length === 0) return [];
      return rule.detection.searches
        .flatMap(({ search }) => itemsOf(search))
        .flatMap(({ field, location }): SigmaProblem[] => {
          if (field === undefined) return [];
          const faults = resolvers.map((resolve) => faultOf(() => resolve(field)));
          const [message] = faults;
          if (message === undefined || faults.includes(undefined)) return [];
          return [{ code: "unknown-field", severity: "error", location, message }];
        });
    });
}

function itemsOf(search: SigmaSearch): readonly SigmaItem[] {
  return search.kind === "item" ? [search] : search.searches.flatMap(itemsOf);
}

function faultOf(resolve: () => unknown): string | undefined {
  try {
    resolve();
    return undefined;
  } catch (error) {
    if (error instanceof FieldNotIndexed) return error.message;
    throw error;
  }
}
