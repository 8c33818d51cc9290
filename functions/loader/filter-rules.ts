import ipaddr from "ipaddr.js";
import { RE2JS } from "re2js";
import { ConfigurationError } from "../shared/errors";
import { suggest } from "../shared/suggest";
import { asRecord, type JsonObject } from "../shared/values";
import { unknownSource } from "./source-rules";

/** A condition on a field of the document; exactly one of `equals`, `cidr`, `regex` and `exists`. */
export interface FilterCondition {
  /** Full name, such as `source.ip`. Of a list, one value suffices. */
  readonly field: string;
  /** One of these values. */
  readonly equals?: readonly (string | number | boolean)[] | undefined;
  /** An address in one of these networks, IPv4 or IPv6. */
  readonly cidr?: readonly string[] | undefined;
  /** A part of the value matches; RE2 syntax. `(?i)` at its start ignores case. */
  readonly regex?: string | undefined;
  /** There is such a field, or there is none. */
  readonly exists?: boolean | undefined;
  /** The opposite of the condition. */
  readonly not?: boolean | undefined;
}

/** Drops, samples or routes documents. Pipeline errors are never filtered. */
export interface FilterRule {
  /** Kebab-case: the reason under which dropped records are counted. */
  readonly name: string;
  /** Ids of the log sources it is for; all by default. */
  readonly sources?: readonly string[] | undefined;
  /** All must hold. */
  readonly where: readonly FilterCondition[];
  readonly action: "drop" | "sample" | "route";
  /** For `sample`: one document in so many is kept. */
  readonly keepOneIn?: number | undefined;
  /** For `route`: the part of the index name, `siem-<dataset>-<route>-<period>`; the filter's name by default. */
  readonly route?: string | undefined;
  /** On trial: only counts what it would do. */
  readonly dryRun?: boolean | undefined;
}

/** What a configuration may name. */
export interface KnownSources {
  /** The ids of all log sources. */
  readonly ids: readonly string[];
  /** Whether documents may have a field of this name. */
  readonly hasField: (field: string) => boolean;
  /** Names of fields, to say which one may be meant. */
  readonly fields: readonly string[];
}

const ruleMembers = ["name", "sources", "where", "action", "keepOneIn", "route", "dryRun"] as const;
const conditionMembers = ["field", "equals", "cidr", "regex", "exists", "not"] as const;
const tests = ["equals", "cidr", "regex", "exists"] as const;
const kebabCase = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/**
 * Checks filters as a configuration gives them; a single value may stand for a list of one.
 * @throws ConfigurationError that names the filter, what is wrong and what is allowed.
 */
export function parseFilterRules(value: unknown, known: KnownSources): FilterRule[] {
  if (!Array.isArray(value)) throw new ConfigurationError("filters must be a list");
  const rules = value.map((item: unknown, index) => {
    const rule = asRecord(item);
    const place = `filter ${index + 1}${typeof rule?.name === "string" ? ` (${rule.name})` : ""}`;
    if (rule === undefined) throw new ConfigurationError(`${place} must be an object`);
    try {
      return parseRule(rule, known);
    } catch (error) {
      throw new ConfigurationError(`${place}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  });
  const names = rules.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new ConfigurationError(`two filters have the name ${twice}; their counts would be mixed`);
  return rules;
}

function parseRule(rule: JsonObject, known: KnownSources): FilterRule {
  refuseOthers(rule, ruleMembers);
  const { name, action, keepOneIn, route, dryRun, where } = rule;
  const sources = optionalList(rule.sources);
  if (typeof name !== "string" || !kebabCase.test(name)) refuse("name must be of a-z, 0-9 and single hyphens");
  if (action !== "drop" && action !== "sample" && action !== "route") refuse("action must be drop, sample or route");
  if ((action === "sample") !== (keepOneIn !== undefined))
    refuse("keepOneIn belongs to the action sample, and sample needs it");
  if (keepOneIn !== undefined && !(Number.isSafeInteger(keepOneIn) && Number(keepOneIn) >= 2)) {
    refuse("keepOneIn must be a whole number from 2 on");
  }
  if (route !== undefined && action !== "route") refuse("route belongs to the action route");
  if (route !== undefined && (typeof route !== "string" || !kebabCase.test(route) || route.length > 40)) {
    refuse("route must be of a-z, 0-9 and single hyphens, at most 40");
  }
  if (dryRun !== undefined && typeof dryRun !== "boolean") refuse("dryRun must be true or false");
  const wrong = sources?.find((id) => !known.ids.includes(String(id)));
  if (wrong !== undefined) refuse(unknownSource(wrong, known.ids));
  if (!Array.isArray(where) || where.length === 0) refuse("where must be a list of conditions, at least one");
  return {
    name,
    sources: sources?.map(String),
    where: where.map((condition: unknown) =>
      parseCondition(asRecord(condition) ?? refuse("a condition must be an object"), known),
    ),
    action,
    keepOneIn: keepOneIn === undefined ? undefined : Number(keepOneIn),
    route: typeof route === "string" ? route : undefined,
    dryRun: dryRun === true ? true : undefined,
  };
}

function parseCondition(condition: JsonObject, known: KnownSources): FilterCondition {
  refuseOthers(condition, conditionMembers);
  const { field, regex, exists, not } = condition;
  if (typeof field !== "string" || field === "") refuse("a condition needs a field, such as source.ip");
  // A misspelt field is never there, and `not` would hold for every document.
  if (!known.hasField(field)) refuse(unknownField(field, known.fields));
  const given = tests.filter((name) => condition[name] !== undefined);
  if (given.length !== 1) refuse(`the condition on ${field} needs exactly one of ${tests.join(", ")}`);
  if (exists !== undefined && typeof exists !== "boolean") refuse(`exists of ${field} must be true or false`);
  if (not !== undefined && typeof not !== "boolean") refuse(`not of ${field} must be true or false`);
  const equals = optionalList(condition.equals)?.map((value) =>
    typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? value
      : refuse(`equals of ${field} must be texts, numbers or booleans`),
  );
  const cidr = optionalList(condition.cidr)?.map((value) =>
    typeof value === "string" && ipaddr.isValidCIDR(value)
      ? value
      : refuse(`cidr of ${field} has ${JSON.stringify(value)}, which is no network such as 192.0.2.0/24`),
  );
  if (regex !== undefined) compile(regex, field);
  return { field, equals, cidr, regex: regex === undefined ? undefined : String(regex), exists, not };
}

function compile(regex: unknown, field: string): void {
  if (typeof regex !== "string" || regex === "") refuse(`regex of ${field} must be a text`);
  try {
    RE2JS.compile(regex);
  } catch (error) {
    refuse(`regex of ${field} is not in RE2 syntax: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function optionalList(value: unknown): readonly unknown[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return [value];
  return value.length > 0 ? value : refuse("an empty list matches nothing: leave it out, or name something");
}

function unknownField(field: string, fields: readonly string[]): string {
  const meant = suggest(field, fields);
  return `there is no field ${field}${meant === undefined ? "" : `: did you mean ${meant}?`}; \`siem normalize\` shows the fields of documents`;
}

function refuseOthers(value: JsonObject, allowed: readonly string[]): void {
  const other = Object.keys(value).find((name) => !allowed.includes(name));
  if (other !== undefined) refuse(`"${other}" is none of ${allowed.join(", ")}`);
}

function refuse(problem: string): never {
  throw new ConfigurationError(problem);
}
