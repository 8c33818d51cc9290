import { type Correlation, fieldFor, holds, isJudgedAtClose } from "../../../functions/detector/correlation";
import { CorrelationEngine } from "../../../functions/detector/correlation-engine";
import { groupId, groupIds, shortHash } from "../../../functions/detector/groups";
import { MemorySignalStore } from "../../../functions/detector/memory-store";
import type { SignalStore } from "../../../functions/detector/ports";
import type { Signal, SignalValues } from "../../../functions/detector/signal";

export const minute = 60_000;
/** A whole number of days, so that fixed windows of any usual length start with it. */
export const start = Date.parse("2026-01-31T00:00:00Z");
export const lateness = 60 * minute;
export const overlap = 10 * minute;

export function correlation(given: Partial<Correlation> & Pick<Correlation, "type">): Correlation {
  const { key = "correlation", groupBy = ["user"] } = given;
  return {
    key,
    hash: "hash",
    rules: ["rule"],
    groupPrefix: key,
    groupBy,
    timespan: 10 * minute,
    bounds: [{ operator: "gte", value: 3 }],
    fields: [],
    percentile: 50,
    aliases: {},
    ...given,
  };
}

export interface Hit {
  readonly rule?: string;
  /** Minutes from the start. */
  readonly at: number;
  /** Minutes until it is loaded. */
  readonly delay?: number;
  readonly event?: string;
  readonly values?: SignalValues;
}

export function signals(correlations: readonly Correlation[], hits: readonly Hit[]): readonly Signal[] {
  return hits.map(({ rule = "rule", at, delay = 0, event, values = { user: ["mary"] } }, number) => {
    const time = start + Math.round(at * minute);
    const eventId = event ?? `event-${String(number).padStart(4, "0")}`;
    const about = correlations.filter(({ rules }) => rules.includes(rule));
    const groups = about.flatMap((one) => groupIds(one, { rule, values }));
    const id = shortHash(rule, eventId);
    return { id, rule, eventId, time, ingested: time + Math.round(delay * minute), groups, values };
  });
}

/** Loads signals as they arrive and runs the detector each minute of `minutes`; gives what it has stored. */
export async function detected(
  correlations: readonly Correlation[],
  all: readonly Signal[],
  options: { readonly minutes?: number; readonly store?: MemorySignalStore; readonly partitions?: number } = {},
): Promise<readonly Signal[]> {
  const { minutes = 150, store = new MemorySignalStore(), partitions = 1 } = options;
  const arriving = [...all].sort((a, b) => a.ingested - b.ingested);
  let next = 0;
  for (let now = 0; now <= minutes; now += 1) {
    const until = start + now * minute;
    const arrived = arriving.slice(next).findIndex(({ ingested }) => ingested >= until);
    const to = arrived === -1 ? arriving.length : next + arrived;
    store.add(arriving.slice(next, to));
    next = to;
    for (let number = 0; number < partitions; number += 1) {
      await runAt(correlations, store, until, { number, of: partitions });
    }
  }
  return hitsOf(correlations, store);
}

function runAt(
  correlations: readonly Correlation[],
  store: SignalStore,
  now: number,
  partition = { number: 0, of: 1 },
): Promise<unknown> {
  const engine = new CorrelationEngine({ correlations, store, allowedLateness: lateness, partition });
  return engine.run({
    ingested: { from: now - overlap, to: now },
    closing: { from: now - overlap - minute, to: now - overlap },
  });
}

export function hitsOf(correlations: readonly Correlation[], store: MemorySignalStore): readonly Signal[] {
  const keys = new Set(correlations.map(({ key }) => key));
  return store.signals.filter(({ rule }) => keys.has(rule)).sort((a, b) => a.time - b.time);
}

/** The occasions of a correlation: its key, its group and in which fixed window it held. */
export function occasions(hits: readonly Signal[]): readonly string[] {
  return [...new Set(hits.map(({ eventId }) => eventId))].sort();
}

/**
 * The same by definition, of all signals at once: each instant's window is put together anew and measured in the plainest
 * way. Correlations about correlations see the first hit of each occasion.
 */
export function naive(
  correlations: readonly Correlation[],
  base: readonly Signal[],
  closedUntil: number,
): readonly Signal[] {
  const arrived = [...base].sort((a, b) => b.ingested - a.ingested);
  const all = [...new Map(arrived.map((signal) => [signal.id, signal])).values()];
  for (const one of correlations) {
    const groups = new Set(
      all.flatMap((signal) => signal.groups).filter((group) => group.startsWith(`${one.groupPrefix}:`)),
    );
    for (const group of groups) {
      const members = firstOfEach(all.filter((signal) => signal.groups.includes(group)));
      const found = isJudgedAtClose(one) ? closed(one, group, members, closedUntil) : slid(one, group, members);
      for (const { bucket, time, values } of found) {
        const eventId = shortHash(one.key, one.hash, group, String(bucket));
        const about = correlations.filter(({ rules }) => rules.includes(one.key));
        const hit = { rule: one.key, values };
        const above = about.flatMap((upper) => groupIds(upper, hit));
        all.push({ id: `${eventId}-naive`, eventId, time, ingested: time, groups: above, ...hit });
      }
    }
  }
  const keys = new Set(correlations.map(({ key }) => key));
  return all.filter(({ rule }) => keys.has(rule));
}

interface Found {
  readonly bucket: number;
  readonly time: number;
  readonly values: SignalValues;
}

function slid(one: Correlation, group: string, members: readonly Signal[]): readonly Found[] {
  const found = new Map<number, Found>();
  for (const { time } of [...members].sort((a, b) => a.time - b.time)) {
    const bucket = Math.floor(time / one.timespan);
    const window = members.filter((other) => other.time >= time - one.timespan && other.time <= time);
    if (!found.has(bucket) && holds(one.bounds, measured(one, window))) {
      found.set(bucket, { bucket, time, values: valuesOf(one, group, window) });
    }
  }
  return [...found.values()];
}

function closed(one: Correlation, group: string, members: readonly Signal[], closedUntil: number): readonly Found[] {
  const found: Found[] = [];
  const first = Math.floor(Math.min(...members.map(({ time }) => time)) / one.timespan);
  for (let bucket = first; (bucket + 1) * one.timespan + lateness < closedUntil; bucket += 1) {
    const end = (bucket + 1) * one.timespan;
    const window = members.filter(
      ({ time, ingested }) => time >= end - one.timespan && time < end && ingested < end + lateness,
    );
    const before = members.some(({ time }) => time < end);
    if (before && holds(one.bounds, measured(one, window))) {
      found.push({ bucket, time: end, values: valuesOf(one, group, members) });
    }
  }
  return found;
}

/** Of the test's correlations, which have one field or none to group by. */
function valuesOf(one: Correlation, group: string, [member]: readonly Signal[]): SignalValues {
  const [name] = one.groupBy;
  if (member === undefined || name === undefined) return {};
  const values = member.values[fieldFor(one, name, member.rule)] ?? [];
  return { [name]: values.filter((value) => groupId(one.groupPrefix, [value]) === group) };
}

function measured(one: Correlation, window: readonly Signal[]): number | undefined {
  const field = one.fields[0] ?? "";
  const texts = (signal: Signal): readonly string[] => signal.values[fieldFor(one, field, signal.rule)] ?? [];
  const byEvent = new Map(window.map((signal) => [signal.eventId, signal]));
  const numbers = [...byEvent.values()]
    .flatMap(texts)
    .map(Number)
    .sort((a, b) => a - b);
  const sum = numbers.reduce((total, number) => total + number, 0);
  switch (one.type) {
    case "event_count":
      return byEvent.size;
    case "value_count":
      return new Set(window.flatMap(texts)).size;
    case "temporal":
      return new Set(window.map(({ rule }) => rule)).size;
    case "temporal_ordered":
      return longestChain(one.rules, 0, Number.NEGATIVE_INFINITY, window);
    case "value_sum":
      return sum;
    case "value_avg":
      return numbers.length === 0 ? undefined : sum / numbers.length;
    case "value_percentile": {
      const rank = (one.percentile / 100) * (numbers.length - 1);
      const below = numbers[Math.floor(rank)];
      const above = numbers[Math.ceil(rank)];
      return below === undefined || above === undefined ? undefined : below + (above - below) * (rank % 1);
    }
  }
}

/** By trying: each rule may be left out, or be at any of its hits that is not before the last one. */
function longestChain(rules: readonly string[], from: number, since: number, window: readonly Signal[]): number {
  let longest = 0;
  for (let place = from; place < rules.length; place += 1) {
    for (const { rule, time } of window) {
      if (rule !== rules[place] || time < since) continue;
      longest = Math.max(longest, 1 + longestChain(rules, place + 1, time, window));
    }
  }
  return longest;
}

function firstOfEach(members: readonly Signal[]): readonly Signal[] {
  const first = new Map<string, Signal>();
  for (const signal of [...members].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))) {
    const hit = `${signal.rule} ${signal.eventId}`;
    if (!first.has(hit)) first.set(hit, signal);
  }
  return [...first.values()];
}
