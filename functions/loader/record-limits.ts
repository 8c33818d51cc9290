import { RecordError } from "../shared/errors";
import type { Limits } from "../shared/limits";
import { tooDeep } from "./nesting";

/** `"":0,` and `0,` are the shortest that a member and an item can be. */
const shortestMemberBytes = 5;
const shortestItemBytes = 2;

/** Holds the values of records to the limits, before anything else walks through them. */
export class RecordLimits {
  /** A JSON text that is shorter has neither too many members nor too many items. */
  private readonly harmlessBytes: number;

  constructor(private readonly limits: Pick<Limits, "depth" | "keys" | "arrayItems">) {
    this.harmlessBytes = Math.min(limits.keys * shortestMemberBytes, limits.arrayItems * shortestItemBytes);
  }

  tooDeep(value: unknown): boolean {
    return tooDeep(value, this.limits.depth);
  }

  /**
   * The value itself, or a copy in which arrays are cut.
   * @param textBytes of the JSON text that the value was parsed from; undefined where that is not known.
   * @throws RecordError for a value that is too deep or has too many members.
   */
  bounded(value: unknown, textBytes: number | undefined): unknown {
    const { depth, keys, arrayItems } = this.limits;
    if (this.tooDeep(value)) throw new RecordError(`nested deeper than ${depth} levels`, { limit: "depth" });
    if (textBytes !== undefined && textBytes < this.harmlessBytes) return value;
    if (membersOf(value, keys) > keys) throw new RecordError(`more than ${keys} members`, { limit: "keys" });
    return cut(value, arrayItems);
  }
}

/** The members of all objects in a value; no longer counted once they are more than `enough`. */
function membersOf(value: unknown, enough: number): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  let count = Array.isArray(value) ? 0 : inner.length;
  for (const item of inner) {
    if (count > enough) break;
    count += membersOf(item, enough);
  }
  return count;
}

/** The value itself where no array in it is longer. */
function cut(value: unknown, items: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const kept: readonly unknown[] = value.length > items ? value.slice(0, items) : value;
    const inner = kept.map((item) => cut(item, items));
    return kept.length < value.length || inner.some((item, index) => item !== kept[index]) ? inner : value;
  }
  const members = Object.entries(value);
  const inner = members.map(([name, member]) => [name, cut(member, items)] as const);
  // Other than an assignment this keeps a member named `__proto__`.
  return inner.some(([, member], index) => member !== members[index]?.[1]) ? Object.fromEntries(inner) : value;
}
