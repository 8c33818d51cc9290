import type { LogSource } from "../../functions/loader/source";
import {
  placeIn,
  type SigmaFilter,
  type SigmaItem,
  type SigmaPath,
  type SigmaProblem,
  type SigmaRule,
  type SigmaSearch,
} from "../../functions/shared/sigma";
import { asArray } from "../../functions/shared/values";
import { type FieldFault, fieldFault, groupFieldFault } from "./known-fields";
import { sourcesFor } from "./sources-for";

/** Fields that no event has: such a rule never matches, or its filter never does, or all its events are one alert. */
export function fieldProblems(
  documents: readonly (SigmaRule | SigmaFilter)[],
  sources: readonly LogSource[],
): SigmaProblem[] {
  return documents.flatMap((document) => {
    const ofDocument = sourcesFor(document.logsource, sources);
    const searched = document.detection.searches
      .flatMap(({ search }) => itemsOf(search))
      .flatMap(({ field, location }): SigmaProblem[] => {
        if (field === undefined) return [];
        const fault = faultInAll(ofDocument, (source) => fieldFault(source, field, document.taxonomy));
        return fault === undefined ? [] : [problemOf(fault, location)];
      });
    return [...searched, ...(document.kind === "rule" ? groupingProblems(document, ofDocument) : [])];
  });
}

/** Of fields that alerts, and what is new, are told apart by. */
function groupingProblems(rule: SigmaRule, sources: readonly LogSource[]): readonly SigmaProblem[] {
  const lists: readonly SigmaPath[] = [
    ["alert", "group-by"],
    ["first_seen", "fields"],
  ];
  return lists.flatMap((path) => {
    const value = path.reduce<unknown>(
      (from, name) => (from as Record<string, unknown> | undefined)?.[name],
      rule.custom,
    );
    return asArray(value).flatMap((field, index): SigmaProblem[] => {
      if (typeof field !== "string") return [];
      const fault = faultInAll(sources, (source) => groupFieldFault(source, field));
      if (fault === undefined) return [];
      return [problemOf({ ...fault, certain: false }, placeIn(rule, [...path, index]))];
    });
  });
}

/** What keeps a field out of the events of all sources; it may be a rule for a log source of somebody's own. */
export function faultInAll(
  sources: readonly LogSource[],
  faultOf: (source: LogSource) => FieldFault | undefined,
): FieldFault | undefined {
  const faults = sources.map(faultOf);
  const [first] = faults;
  return faults.includes(undefined) ? undefined : first;
}

function problemOf({ certain, message }: FieldFault, location: SigmaProblem["location"]): SigmaProblem {
  return certain
    ? { code: "unknown-field", severity: "error", location, message }
    : { code: "never-matches", severity: "warning", location, message };
}

function itemsOf(search: SigmaSearch): readonly SigmaItem[] {
  return search.kind === "item" ? [search] : search.searches.flatMap(itemsOf);
}
