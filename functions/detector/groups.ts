import { createHash } from "node:crypto";
import { type Correlation, type ValuedHit, valuesFor } from "./correlation";

/** Of an event with many values in many fields; each combination is a group. */
const maximumGroups = 64;

type Grouping = Pick<Correlation, "groupPrefix" | "groupBy" | "aliases">;

/**
 * Ids of the groups that a hit belongs to. Of a field with several values, each is a group. A field that is not there is a
 * value of its own, but a hit that has none of the fields belongs to no group.
 */
export function groupIds(correlation: Grouping, hit: ValuedHit): readonly string[] {
  return combinations(correlation.groupBy.map((name) => [...new Set(valuesFor(correlation, name, hit))])).map(
    (values) => groupId(correlation.groupPrefix, values),
  );
}

export function groupId(prefix: string, values: readonly (string | null)[]): string {
  return `${prefix}:${shortHash(JSON.stringify(values))}`;
}

function combinations(fields: readonly (readonly string[])[]): readonly (readonly (string | null)[])[] {
  if (fields.length > 0 && fields.every((values) => values.length === 0)) return [];
  let found: readonly (readonly (string | null)[])[] = [[]];
  for (const values of fields) {
    const choices: readonly (string | null)[] = values.length === 0 ? [null] : values;
    found = found.flatMap((before) => choices.map((value) => [...before, value])).slice(0, maximumGroups);
  }
  return found;
}

/** The values of a group: those of a hit in it, where they are not those of another group of it. */
export function groupValues(correlation: Grouping, group: string, hit: ValuedHit): Readonly<Record<string, string[]>> {
  const fields = correlation.groupBy.map((name) => [...new Set(valuesFor(correlation, name, hit))]);
  const values = combinations(fields).find((one) => groupId(correlation.groupPrefix, one) === group) ?? [];
  return Object.fromEntries(
    correlation.groupBy.flatMap((name, index) => {
      const value = values[index];
      return value === null || value === undefined ? [] : [[name, [value]]];
    }),
  );
}

/** 22 characters, enough for no two of a stack ever to be the same; the first is no hyphen, which would be an option to a shell. */
export function shortHash(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("base64url").slice(0, 22).replace(/^-/, "_");
}

/** Which of `partitions` evaluates a group. */
export function partitionOf(group: string, partitions: number): number {
  return createHash("sha256").update(group).digest().readUInt32BE() % partitions;
}

/** What the id of a group begins with. */
export function prefixOf(group: string): string {
  return group.slice(0, group.lastIndexOf(":"));
}

/** The groups of all correlations that are about a hit. */
export function groupsAbove(correlations: readonly Correlation[], hit: ValuedHit): readonly string[] {
  return correlations.filter(({ rules }) => rules.includes(hit.rule)).flatMap((above) => groupIds(above, hit));
}
