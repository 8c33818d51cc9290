import { read } from "../../../functions/investigator/read";
import type {
  Condition,
  FindQuery,
  FindResult,
  Found,
  Search,
  Tally,
  TallyQuery,
  TimelineQuery,
  TimelineRow,
} from "../../../functions/investigator/search";

/** The investigator's port over documents in memory: what OpenSearch would answer, evaluated plainly. */
export class MemorySearch implements Search {
  readonly queries: string[] = [];
  readonly #documents: readonly Found[];

  constructor(documents: readonly Found[]) {
    this.#documents = documents.toSorted((left, right) => timeOf(left) - timeOf(right));
  }

  find({ purpose, order, limit, ...query }: FindQuery): Promise<FindResult> {
    this.queries.push(purpose);
    const found = this.#matching(query);
    const sorted = order === "oldest" ? found : found.toReversed();
    return Promise.resolve({ total: found.length, found: sorted.slice(0, limit) });
  }

  tally({ purpose, by, size, counting, ...query }: TallyQuery): Promise<Tally> {
    this.queries.push(purpose);
    const found = this.#matching(query);
    const rows = by.map((field) => {
      const counts = new Map<string, { count: number; counted: number }>();
      for (const one of found) {
        for (const value of valuesOf(one, field)) {
          const row = counts.get(String(value)) ?? { count: 0, counted: 0 };
          row.count++;
          row.counted += counting !== undefined && satisfies(one, counting) ? 1 : 0;
          counts.set(String(value), row);
        }
      }
      const sorted = [...counts].map(([value, row]) => ({ value, ...row })).sort((a, b) => b.count - a.count);
      return [field, sorted.slice(0, size)] as const;
    });
    return Promise.resolve(Object.fromEntries(rows));
  }

  timeline({ purpose, minutes, by, ...query }: TimelineQuery): Promise<readonly TimelineRow[]> {
    this.queries.push(purpose);
    const length = minutes * 60_000;
    const rows = new Map<number, Record<string, number>>();
    for (const one of this.#matching(query)) {
      const start = Math.floor(timeOf(one) / length) * length;
      const counts = rows.get(start) ?? {};
      for (const value of valuesOf(one, by)) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
      rows.set(start, counts);
    }
    const sorted = [...rows].sort(([left], [right]) => left - right);
    return Promise.resolve(sorted.map(([start, counts]) => ({ start: new Date(start).toISOString(), counts })));
  }

  #matching({ datasets, window, where }: Pick<FindQuery, "datasets" | "window" | "where">): Found[] {
    return this.#documents.filter(
      (one) =>
        datasets.some((dataset) => dataset === read(one.document, "event.dataset")) &&
        (window === undefined || (timeOf(one) >= Date.parse(window.from) && timeOf(one) <= Date.parse(window.to))) &&
        (where === undefined || satisfies(one, where)),
    );
  }
}

function timeOf({ document }: Found): number {
  return Date.parse(String(read(document, "@timestamp")));
}

function valuesOf({ document }: Found, field: string): unknown[] {
  const value = read(document, field);
  return value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
}

function satisfies(found: Found, condition: Condition): boolean {
  if ("anyOf" in condition) return condition.anyOf.some((part) => satisfies(found, part));
  if ("allOf" in condition) return condition.allOf.every((part) => satisfies(found, part));
  if ("not" in condition) return !satisfies(found, condition.not);
  const values = valuesOf(found, condition.field);
  if ("is" in condition) return values.some((value) => [condition.is].flat().includes(value as string));
  if ("contains" in condition) {
    return values.some((value) => String(value).toLowerCase().includes(condition.contains.toLowerCase()));
  }
  if ("holds" in condition) return values.some((value) => holds(value, condition.holds));
  if ("exists" in condition) return values.length > 0;
  const comparable = (value: unknown) => (typeof value === "number" ? value : Date.parse(String(value)));
  return values.some(
    (value) =>
      (condition.from === undefined || comparable(value) >= comparable(condition.from)) &&
      (condition.to === undefined || comparable(value) <= comparable(condition.to)),
  );
}

function holds(value: unknown, text: string): boolean {
  return typeof value === "object" && value !== null
    ? Object.values(value).some((part) => holds(part, text))
    : value === text;
}
