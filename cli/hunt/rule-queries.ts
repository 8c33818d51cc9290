import { sigmaLogSources } from "../../functions/loader/detection";
import type { LogSource } from "../../functions/loader/source";
import type { SigmaFilter, SigmaRule } from "../../functions/shared/sigma";
import { compileExpression } from "../../functions/shared/sigma/compile";
import type { SigmaExpression } from "../../functions/shared/sigma/expression";
import { valuesOf } from "../../functions/shared/sigma/field-path";
import { isWithin } from "../../functions/shared/sigma/log-source";
import {
  conjunction,
  type FieldResolver,
  type RuleSearch,
  ruleSearch,
} from "../../functions/shared/sigma/opensearch-query";
import { partsOf } from "../../functions/shared/sigma/rule-expression";
import { FieldNotIndexed, indexedFields } from "./indexed-fields";

/** A rule on the documents of one log source: what finds them, and what then decides. */
export interface Searchable {
  readonly source: LogSource;
  readonly search: RuleSearch;
  readonly matches: (document: unknown) => boolean;
}

/** What of a raw record is asked for, from the document that was made of it. */
export type RecordView = (document: unknown) => unknown;

/** Or why there is neither. */
export type RuleQuery = Searchable | { readonly source: LogSource; readonly refused: string };

/** A rule, with its filters, on the documents of all log sources that it is for. */
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
        const compiled = parts.map(({ taxonomy, expression }) => {
          const resolve = indexedFields(source, taxonomy);
          const holds = compileExpression(expression);
          const view = taxonomy === "ecs" ? undefined : recordView(fieldsOf(expression), resolve);
          return {
            search: ruleSearch(expression, resolve),
            matches: (document: unknown) => holds(view === undefined ? document : view(document)),
          };
        });
        return {
          source,
          search: conjunction(compiled.map(({ search }) => search)),
          matches: (document) => compiled.every(({ matches }) => matches(document)),
        };
      } catch (error) {
        if (error instanceof FieldNotIndexed) return { source, refused: error.message };
        throw error;
      }
    });
}

/** The same of fields by which matches are grouped; those that no document has as they are are left out. */
export function groupingView(fieldNames: readonly string[], source: LogSource): RecordView {
  const resolve = indexedFields(source, "sigma");
  const known = fieldNames.filter((field) => {
    try {
      resolve(field);
      return true;
    } catch (error) {
      if (error instanceof FieldNotIndexed) return false;
      throw error;
    }
  });
  return recordView(known, resolve);
}

function recordView(fieldNames: readonly string[], resolve: FieldResolver): RecordView {
  const fields = [...new Set(fieldNames)].map((field) => ({
    field,
    values: resolve(field).map(({ name }) => valuesOf(name)),
  }));
  return (document) => {
    const view: Record<string, unknown> = {};
    for (const { field, values } of fields) {
      const found: unknown[] = [];
      for (const each of values) {
        each(document, (value) => {
          found.push(value);
          return false;
        });
      }
      if (found.length > 0) view[field] = found;
    }
    return view;
  };
}

/** All fields that are asked for; those of keywords are none. */
function fieldsOf(expression: SigmaExpression): readonly string[] {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.of.flatMap(fieldsOf);
    case "not":
      return fieldsOf(expression.of);
    case "item": {
      const { field, values } = expression.item;
      if (field === undefined)
        throw new FieldNotIndexed("keywords are looked for in raw records, which are not indexed");
      return [field, ...values.flat().flatMap((test) => (test.kind === "field" ? [test.field] : []))];
    }
  }
}
