import ipaddr from "ipaddr.js";
import { decimal } from "../values";
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

/** A rule that no query says; the message says which part of it, and what to do. */
export class SigmaQueryError extends Error {}

/**
 * The indexed fields that a rule's field stands for: where there are several, each event has one of them.
 * @throws SigmaQueryError for a field that is not indexed.
 */
export type FieldResolver = (field: string) => readonly IndexedField[];

/** A query of OpenSearch, as JSON. */
export type SearchQuery = Readonly<Record<string, unknown>>;

const matchAll: SearchQuery = { match_all: {} };
const matchNone: SearchQuery = { match_none: {} };

/**
 * What finds the documents that a rule matches, if it finds exactly those.
 * @throws SigmaQueryError for what cannot be searched for.
 */
export function searchQuery(expression: SigmaExpression, resolve: FieldResolver): SearchQuery {
  switch (expression.kind) {
    case "and":
      return conjunction(expression.of.map((one) => searchQuery(one, resolve)));
    case "or":
      return disjunction(expression.of.map((one) => searchQuery(one, resolve)));
    case "not":
      return negation(searchQuery(expression.of, resolve));
    case "item":
      return itemQuery(expression.item, resolve);
  }
}

export function conjunction(queries: readonly SearchQuery[]): SearchQuery {
  if (queries.includes(matchNone)) return matchNone;
  const [first = matchAll, ...others] = queries.filter((query) => query !== matchAll);
  return others.length === 0 ? first : { bool: { filter: [first, ...others] } };
}

function disjunction(queries: readonly SearchQuery[]): SearchQuery {
  if (queries.includes(matchAll)) return matchAll;
  const [first = matchNone, ...others] = queries.filter((query) => query !== matchNone);
  return others.length === 0 ? first : { bool: { should: [first, ...others], minimum_should_match: 1 } };
}

function negation(query: SearchQuery): SearchQuery {
  if (query === matchAll) return matchNone;
  return query === matchNone ? matchAll : { bool: { must_not: [query] } };
}

function itemQuery({ field, linking, values }: SigmaItem, resolve: FieldResolver): SearchQuery {
  if (field === undefined) {
    throw new SigmaQueryError("keywords are looked for in the whole record, which is not indexed: name a field");
  }
  const fields = resolve(field);
  const ofValues = values.map((alternatives) =>
    disjunction(alternatives.map((test) => testQuery(test, field, fields))),
  );
  return linking === "all" ? conjunction(ofValues) : disjunction(ofValues);
}

function testQuery(test: SigmaTest, field: string, fields: readonly IndexedField[]): SearchQuery {
  const exists = disjunction(fields.map(existsQuery));
  switch (test.kind) {
    case "null":
      return negation(exists);
    case "exists":
      return test.value ? exists : negation(exists);
    case "field":
      throw new SigmaQueryError(`${field}: two fields of a document cannot be compared by a query`);
    case "text":
      if (test.parts.length === 1 && isAnyText(test.parts[0])) return exists;
      return disjunction(fields.map((one) => textQuery(test.parts, test.cased, one)));
    case "regex":
      return disjunction(fields.map((one) => regexQuery(test, one)));
    case "cidr":
      return disjunction(fields.map((one) => networkQuery(test.network, one)));
    case "compare":
      return disjunction(fields.map((one) => comparisonQuery(test, one)));
  }
}

/** In a `flat_object`, `exists` looks for the last name of a path wherever it is; this only for a value at the path. */
function existsQuery({ name, type }: IndexedField): SearchQuery {
  return type === "flat_object" ? { wildcard: { [name]: { value: "*" } } } : { exists: { field: name } };
}

function textQuery(parts: readonly SigmaTextPart[], cased: boolean, { name, type }: IndexedField): SearchQuery {
  const literal = literalOf(parts);
  switch (type) {
    case "keyword":
      return stringQuery(parts, cased, name);
    case "flat_object":
      return pathQuery(parts, cased, name);
    case "number": {
      if (literal === undefined) throw new SigmaQueryError(`${name} is a number: write it without wildcards`);
      const number = decimal(literal);
      return number === undefined || String(number) !== literal ? matchNone : { term: { [name]: number } };
    }
    case "boolean": {
      const lower = literal?.toLowerCase();
      if (literal === undefined) throw new SigmaQueryError(`${name} is a boolean: write true or false`);
      return lower === "true" || lower === "false" ? { term: { [name]: lower === "true" } } : matchNone;
    }
    case "ip":
      if (parts.some((part) => typeof part === "string" && !/^[0-9a-fA-F:.]*$/.test(part))) return matchNone;
      if (literal === undefined)
        throw new SigmaQueryError(`${name} is an address: write ${name}|cidr instead of a pattern`);
      return ipaddr.isValid(literal) ? { term: { [name]: literal } } : matchNone;
    case "date":
      throw new SigmaQueryError(`${name} is a time: search for a period instead (--since)`);
    case "text":
      throw new SigmaQueryError(`${name} is indexed by its words: use a field that is a keyword`);
  }
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

function regexQuery({ pattern, flags }: SigmaTest & { kind: "regex" }, { name, type }: IndexedField): SearchQuery {
  if (type !== "keyword" && type !== "flat_object") {
    throw new SigmaQueryError(`${name} is no keyword: a regular expression cannot be searched for in it`);
  }
  const translated = luceneRegex(pattern, flags);
  if ("refused" in translated) {
    throw new SigmaQueryError(`${name}: OpenSearch has no ${translated.refused} in regular expressions`);
  }
  const options = translated.ignoreCase ? { case_insensitive: true } : {};
  return { regexp: { [name]: { value: translated.regex, flags: "NONE", ...options } } };
}

function networkQuery(network: string, { name, type }: IndexedField): SearchQuery {
  if (type === "ip") return { term: { [name]: network } };
  throw new SigmaQueryError(`${name} is not indexed as an address: networks cannot be searched for in it`);
}

function comparisonQuery(
  { operator, value, part }: SigmaTest & { kind: "compare" },
  { name, type }: IndexedField,
): SearchQuery {
  if (part !== undefined) throw new SigmaQueryError(`${name}: parts of a time (${part}) are not indexed`);
  if (type !== "number")
    throw new SigmaQueryError(`${name} is not indexed as a number: ${operator} cannot be searched for`);
  return operator === "eq" ? { term: { [name]: value } } : { range: { [name]: { [operator]: value } } };
}
