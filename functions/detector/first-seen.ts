import type { Correlation } from "./correlation";
import { groupsAbove, groupValues, prefixOf, shortHash } from "./groups";
import type { FirstSeenRule } from "./plan";
import type { CorrelationHit, GroupActivity, Grouped, SignalStore } from "./ports";
import type { Signal, TimeRange } from "./signal";

const day = 86_400_000;
const groupsAtOnce = 200;

/**
 * What rules of new things have seen for the first time in their memory: observations are kept once a day, so a value is
 * new on a day before which there is none. Nothing is new while a rule is learning.
 */
export async function newThings(
  rules: readonly FirstSeenRule[],
  active: readonly GroupActivity[],
  correlations: readonly Correlation[],
  store: SignalStore,
): Promise<readonly CorrelationHit[]> {
  const hits: CorrelationHit[] = [];
  for (const rule of rules) {
    const groups = active.filter(({ group }) => prefixOf(group) === rule.groupPrefix);
    for (const [date, observed] of await observationsByDay(groups, store)) {
      const isLearning = !(await hasAny(store, rule, { from: 0, to: (date + 1) * day - rule.learning }));
      if (isLearning) continue;
      const known = new Set<string>();
      for await (const group of store.groups(grouped(rule), { from: date * day - rule.memory, to: date * day })) {
        known.add(group);
      }
      for (const [group, observation] of observed) {
        if (!known.has(group)) hits.push(newThing(rule, group, date, observation, correlations));
      }
    }
  }
  return hits;
}

/** For each day, the first observation of each group. */
async function observationsByDay(
  active: readonly GroupActivity[],
  store: SignalStore,
): Promise<ReadonlyMap<number, ReadonlyMap<string, Signal>>> {
  const days = new Map<number, Map<string, Signal>>();
  for (let from = 0; from < active.length; from += groupsAtOnce) {
    const some = active.slice(from, from + groupsAtOnce);
    const wanted = new Set(some.map(({ group }) => group));
    const earliest = some.reduce((least, one) => Math.min(least, one.earliest), Number.POSITIVE_INFINITY);
    const latest = some.reduce((most, one) => Math.max(most, one.latest), Number.NEGATIVE_INFINITY);
    const times = { from: Math.floor(earliest / day) * day, to: latest + 1 };
    for await (const signal of store.load([...wanted], times)) {
      const date = Math.floor(signal.time / day);
      const ofDay = days.get(date) ?? new Map<string, Signal>();
      days.set(date, ofDay);
      for (const group of signal.groups) if (wanted.has(group) && !ofDay.has(group)) ofDay.set(group, signal);
    }
  }
  return days;
}

async function hasAny(store: SignalStore, rule: FirstSeenRule, times: TimeRange): Promise<boolean> {
  for await (const _ of store.groups(grouped(rule), times)) return true;
  return false;
}

function grouped({ groupPrefix }: FirstSeenRule): Grouped {
  return { groupPrefix, timespan: day };
}

function newThing(
  rule: FirstSeenRule,
  group: string,
  date: number,
  observation: Signal,
  correlations: readonly Correlation[],
): CorrelationHit {
  const occasion = shortHash(rule.key, rule.hash, group, String(date));
  const { time, ingested, values } = observation;
  const named = { rule: rule.key, values: { ...values, ...groupValues(rule, group, observation) } };
  const groups = groupsAbove(correlations, named);
  const signal = { id: occasion, eventId: observation.eventId, time, ingested, groups, ...named };
  const match = { bucket: date, last: observation, time, start: time, value: 1, signals: [observation], count: 1 };
  return { signal, kind: "first-seen", group, match };
}
