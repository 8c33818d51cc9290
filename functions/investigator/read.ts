import type { EcsDocument } from "../shared/ecs";
import type { Found } from "./search";

/** The value of a field by its full name: `source.ip`. */
export function read(document: EcsDocument, field: string): unknown {
  let value: unknown = document;
  for (const name of field.split(".")) {
    if (typeof value !== "object" || value === null) {
      return undefined;
    }
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

export function readText(found: Found, field: string): string | undefined {
  const value = read(found.document, field);
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}

export function readNumber(found: Found, field: string): number | undefined {
  const value = read(found.document, field);
  return typeof value === "number" ? value : undefined;
}

/** All values of a field that may hold one or several. */
export function readList(found: Found, field: string): string[] {
  const value = read(found.document, field);
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  return values.filter((item): item is string => typeof item === "string");
}

export function timeOf(found: Found): string {
  return readText(found, "@timestamp") ?? "";
}

/** Distinct values in the order of their appearance. */
export function distinct(values: Iterable<string | undefined>): string[] {
  return [...new Set(values)].filter((value) => value !== undefined);
}

/** ISO time moved by a number of minutes. */
export function shift(time: string, minutes: number): string {
  return new Date(Date.parse(time) + minutes * 60_000).toISOString();
}

export function earliest(times: readonly string[]): string | undefined {
  return times.toSorted(byTime)[0];
}

export function latest(times: readonly string[]): string | undefined {
  return times.toSorted(byTime).at(-1);
}

/** Sources write times with different precision, so times are compared as times. */
function byTime(left: string, right: string): number {
  return Date.parse(left) - Date.parse(right);
}
