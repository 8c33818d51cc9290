import { createHash } from "node:crypto";
import ipaddr from "ipaddr.js";
import { RE2JS } from "re2js";
import type { EcsDocument } from "../shared/ecs";
import type { FilterCondition, FilterRule } from "./filter-rules";

/** What the filters make of a document. */
export interface FilterVerdict {
  /** It is left out, under this reason. */
  readonly dropped?: string;
  /** It goes to an index of its own: `siem-<dataset>-<route>-<period>`. */
  readonly route?: string;
  /** Filters on trial that match it. */
  readonly trials?: readonly string[];
}

/** Decides on a complete document, by the id of its source and its own. */
export type RecordFilter = (document: EcsDocument, source: string, id: string) => FilterVerdict;

const nothing: FilterVerdict = {};

/**
 * Compiles filters once. They are asked in order: the first that drops a document or routes it decides; a sample's
 * kept documents go on to the next.
 */
export function compileFilters(rules: readonly FilterRule[]): RecordFilter {
  const filters = rules.map((rule) => ({ ...rule, holds: allOf(rule.where) }));
  const bySource = new Map<string, typeof filters>();
  return (document, source, id) => {
    let relevant = bySource.get(source);
    if (relevant === undefined) {
      relevant = filters.filter(({ sources }) => sources === undefined || sources.includes(source));
      bySource.set(source, relevant);
    }
    if (relevant.length === 0) return nothing;
    const trials: string[] = [];
    const withTrials = (verdict: FilterVerdict): FilterVerdict =>
      trials.length === 0 ? verdict : { ...verdict, trials };
    for (const filter of relevant) {
      if (!filter.holds(document)) continue;
      const { name, action, keepOneIn = 1, route = name } = filter;
      if (action === "sample" && isSampled(`${name}\0${id}`, keepOneIn)) continue;
      if (filter.dryRun !== true) return withTrials(action === "route" ? { route } : { dropped: name });
      trials.push(name);
    }
    return withTrials(nothing);
  };
}

/**
 * By the filter's name and the document's id: the same document is kept or not whenever its object is read again, and
 * one filter's choice says nothing about another's.
 */
function isSampled(id: string, keepOneIn: number): boolean {
  return createHash("sha256").update(id).digest().readUInt32BE(0) % keepOneIn === 0;
}

type Test = (document: EcsDocument) => boolean;

function allOf(conditions: readonly FilterCondition[]): Test {
  const tests = conditions.map(compileCondition);
  return (document) => tests.every((test) => test(document));
}

function compileCondition(condition: FilterCondition): Test {
  const path = condition.field.split(".");
  const matches = valueTest(condition);
  const negated = condition.not === true;
  return (document) => {
    const values = valuesAt(document, path);
    const holds = condition.exists === undefined ? values.some(matches) : values.length > 0 === condition.exists;
    return holds !== negated;
  };
}

function valueTest({ equals, cidr, regex }: FilterCondition): (value: unknown) => boolean {
  if (equals !== undefined) {
    const wanted = new Set(equals.map(String));
    return (value) => wanted.has(String(value));
  }
  if (cidr !== undefined) {
    const blocks = cidr.map((block) => ipaddr.parseCIDR(block));
    return (value) => typeof value === "string" && ipaddr.isValid(value) && isWithin(value, blocks);
  }
  // In linear time, whatever the pattern and the record: both are other people's.
  const pattern = RE2JS.compile(regex ?? "");
  return (value) => pattern.matcher(String(value)).find();
}

function isWithin(address: string, blocks: readonly (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[]): boolean {
  const parsed = ipaddr.process(address);
  return blocks.some(([block, bits]) => block.kind() === parsed.kind() && parsed.match(block, bits));
}

/** The values of a field; those of each item where an object on the way is a list. */
function valuesAt(document: unknown, path: readonly string[], from = 0): unknown[] {
  if (Array.isArray(document)) return document.flatMap((item) => valuesAt(item, path, from));
  const name = path[from];
  if (name === undefined) return document === undefined || document === null ? [] : [document];
  if (typeof document !== "object" || document === null || !Object.hasOwn(document, name)) return [];
  return valuesAt((document as Readonly<Record<string, unknown>>)[name], path, from + 1);
}
