import { decimal, ipAddress } from "../values";
import type { SigmaItem, SigmaTest, SigmaTextPart } from "./ast";
import type { SigmaExpression } from "./expression";
import { luceneRegex } from "./lucene-regex";
import { isAnyText, literalOf } from "./text-pattern";

/** How a field is indexed, as far as queries differ. */
export interface IndexedField {
  /** Its full name, or a path within a `flat_object`. */
  readonly name: string;
  readonly type: "keyword" | "number" | "boolean" | "date" | "ip" | "text" | "flat_object";
}

/** The indexed fields that a rule's field stands for: where there are several, each event has one of them. */
export type FieldResolver = (field: string) => readonly IndexedField[];

/** A query of OpenSearch, as JSON. */
export type SearchQuery = Readonly<Record<string, unknown>>;

/** What finds all documents that a rule matches; if it is not exact, others too, which the engine then leaves out. */
export interface RuleSearch {
  readonly query: SearchQuery;
  readonly exact: boolean;
}

const matchAll: SearchQuery = { match_all: {} };
const matchNone: SearchQuery = { match_none: {} };
/** For what no query says. */
const anything: RuleSearch = { query: matchAll, exact: false };
const exactly = (query: SearchQuery): RuleSearch => ({ query, exact: true });

export function ruleSearch(expression: SigmaExpression, resolve: FieldResolver): RuleSearch {
  switch (expression.kind) {
    case "and":
      return conjunction(expression.of.map((one) => ruleSearch(one, resolve)));
    case "or":
      return disjunction(expression.of.map((one) => ruleSearch(one, resolve)));
    case "not":
      return negation(ruleSearch(expression.of, resolve));
    case "item":
      return itemSearch(expression.item, resolve);
  }
}

export function conjunction(searches: readonly RuleSearch[]): RuleSearch {
  const none = searches.find(({ query }) => query === matchNone);
  if (none !== undefined) return none;
  const exact = searches.every((search) => search.exact);
  const [first = matchAll, ...others] = searches.map(({ query }) => query).filter((query) => query !== matchAll);
  return { query: others.length === 0 ? first : { bool: { filter: [first, ...others] } }, exact };
}

function disjunction(searches: readonly RuleSearch[]): RuleSearch {
  const all = searches.find(({ query, exact }) => query === matchAll && exact);
  if (all !== undefined) return all;
  if (searches.some(({ query }) => query === matchAll)) return anything;
  const exact = searches.every((search) => search.exact);
  const [first = matchNone, ...others] = searches.map(({ query }) => query).filter((query) => query !== matchNone);
  return {
    query: others.length === 0 ? first : { bool: { should: [first, ...others], minimum_should_match: 1 } },
    exact,
  };
}

/** The opposite of what finds too much would find too little. */
function negation({ query, exact }: RuleSearch): RuleSearch {
  if (!exact) return anything;
  if (query === matchAll) return exactly(matchNone);
  return exactly(query === matchNone ? matchAll : { bool: { must_not: [query] } });
}

function itemSearch({ field, linking, values }: SigmaItem, resolve: FieldResolver): RuleSearch {
  if (field === undefined) return anything;
  const fields = resolve(field);
  const ofValues = values.map((alternatives) => disjunction(alternatives.map((test) => testSearch(test, fields))));
  return linking === "all" ? conjunction(ofValues) : disjunction(ofValues);
}

function testSearch(test: SigmaTest, fields: readonly IndexedField[]): RuleSearch {
  switch (test.kind) {
    case "null":
      return negation(existence(fields));
    case "exists":
      return test.value ? existence(fields) : negation(existence(fields));
    case "field":
      return anything;
    case "text":
      if (test.parts.length === 1 && isAnyText(test.parts[0])) return existence(fields);
      return disjunction(fields.map((one) => textSearch(test.parts, test.cased, one)));
    case "regex":
      return disjunction(fields.map((one) => regexSearch(test, one)));
    case "cidr":
      return disjunction(
        fields.map(({ name, type }) => (type === "ip" ? exactly({ term: { [name]: test.network } }) : anything)),
      );
    case "compare":
      return disjunction(fields.map((one) => comparisonSearch(test, one)));
  }
}

/** In a `flat_object`, `exists` looks for the last name of a path wherever it is, and a value at a path is no object. */
function existence(fields: readonly IndexedField[]): RuleSearch {
  return disjunction(
    fields.map(({ name, type }) => (type === "flat_object" ? anything : exactly({ exists: { field: name } }))),
  );
}

function textSearch(parts: readonly SigmaTextPart[], cased: boolean, { name, type }: IndexedField): RuleSearch {
  const literal = literalOf(parts);
  switch (type) {
    case "keyword":
      return exactly(stringQuery(parts, cased, name));
    case "flat_object":
      return mayBeObject(parts) ? anything : exactly(pathQuery(parts, cased, name));
    case "number": {
      if (literal === undefined) return anything;
      const number = decimal(literal);
      return exactly(number === undefined || String(number) !== literal ? matchNone : { term: { [name]: number } });
    }
    case "boolean": {
      const lower = literal?.toLowerCase();
      if (lower === undefined) return anything;
      return exactly(lower === "true" || lower === "false" ? { term: { [name]: lower === "true" } } : matchNone);
    }
    case "ip":
      if (parts.some((part) => typeof part === "string" && !/^[0-9a-fA-F:.]*$/.test(part))) return exactly(matchNone);
      if (literal === undefined) return anything;
      // An address may be written in several ways.
      return { query: ipAddress(literal) === undefined ? matchNone : { term: { [name]: literal } }, exact: false };
    case "date":
    case "text":
      return anything;
  }
}

/** Whether an object's JSON could be like the pattern: what is indexed of an object is only its members. */
function mayBeObject(parts: readonly SigmaTextPart[]): boolean {
  const first = parts[0];
  const last = parts.at(-1);
  const opens = typeof first !== "string" || first.startsWith("{");
  const closes = typeof last !== "string" || last.endsWith("}");
  return opens && closes;
}

/** Letters outside of ASCII, which `case_insensitive` does not cover. */
const otherLetters = /[^\0-\x7f]/;

function stringQuery(parts: readonly SigmaTextPart[], cased: boolean, name: string): SearchQuery {
  const options = cased ? {} : { case_insensitive: true };
  const literal = literalOf(parts);
  const hasOthers = !cased && parts.some((part) => typeof part === "string" && otherLetters.test(part));
  if (hasOthers || parts.some((part) => typeof part === "object" && "oneOf" in part)) {
    return { regexp: { [name]: { value: regexOf(parts, cased), flags: "NONE" } } };
  }
  if (literal !== undefined) return { term: { [name]: { value: literal, ...options } } };
  const value = parts
    .map((part) =>
      typeof part === "string" ? part.replace(/[\\*?]/g, String.raw`\$&`) : "wildcard" in part ? part.wildcard : "",
    )
    .join("");
  return { wildcard: { [name]: { value, ...options } } };
}

/** OpenSearch refuses longer expressions (`index.max_regex_length`). */
const longestRegex = 1_000;

/** In a `flat_object`, `case_insensitive` would be so of the names on the path too. */
function pathQuery(parts: readonly SigmaTextPart[], cased: boolean, name: string): SearchQuery {
  if (cased || !parts.some((part) => typeof part === "string" && /\p{L}/u.test(part))) {
    return stringQuery(parts, true, name);
  }
  const value = regexOf(parts, false);
  return value.length > longestRegex
    ? stringQuery(parts, false, name)
    : { regexp: { [name]: { value, flags: "NONE" } } };
}

function regexOf(parts: readonly SigmaTextPart[], cased: boolean): string {
  return parts.map((part) => regexOfPart(part, cased)).join("");
}

function regexOfPart(part: SigmaTextPart, cased: boolean): string {
  if (typeof part === "string") return [...part].map((character) => regexCharacter(character, cased)).join("");
  if ("oneOf" in part) return `(${[...part.oneOf].map((character) => regexCharacter(character, true)).join("|")})`;
  return part.wildcard === "*" ? "(.|\n)*" : "(.|\n)";
}

/** Small letters that have two forms. */
const otherForms: Readonly<Record<string, readonly string[]>> = { σ: ["ς"], ς: ["σ"] };

function regexCharacter(character: string, cased: boolean): string {
  const lower = character.toLowerCase();
  const forms = new Set([character, ...(cased ? [] : [lower, character.toUpperCase(), ...(otherForms[lower] ?? [])])]);
  const written = [...forms].map((form) => form.replace(/[^\p{L}\p{N}]/gu, String.raw`\$&`));
  return written.length === 1 ? written.join("") : `(${written.join("|")})`;
}

function regexSearch({ pattern, flags }: SigmaTest & { kind: "regex" }, { name, type }: IndexedField): RuleSearch {
  const translated = type === "keyword" ? luceneRegex(pattern, flags) : undefined;
  if (translated === undefined || translated.regex.length > longestRegex) return anything;
  const options = translated.ignoreCase ? { case_insensitive: true } : {};
  return exactly({ regexp: { [name]: { value: translated.regex, flags: "NONE", ...options } } });
}

function comparisonSearch(
  { operator, value, part }: SigmaTest & { kind: "compare" },
  { name, type }: IndexedField,
): RuleSearch {
  if (part !== undefined || type !== "number") return anything;
  return exactly(operator === "eq" ? { term: { [name]: value } } : { range: { [name]: { [operator]: value } } });
}
