import type { SigmaFilter, SigmaRule } from "./ast";
import { isWithin } from "./log-source";

/** The filters that are added to a rule: those that name it, and those for any rule of a log source that it is for. */
export function filtersOf(rule: SigmaRule, filters: readonly SigmaFilter[]): readonly SigmaFilter[] {
  return filters.filter((filter) => {
    if (!isWithin(rule.logsource, filter.logsource)) return false;
    return filter.rules === "any" || filter.rules.some(({ to }) => to === rule.id || to === rule.name);
  });
}
