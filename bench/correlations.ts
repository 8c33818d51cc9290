import { CorrelationEngine } from "../functions/detector/correlation-engine";
import { groupIds } from "../functions/detector/groups";
import { MemorySignalStore } from "../functions/detector/memory-store";
import { detectionPlan } from "../functions/detector/plan";
import type { Signal } from "../functions/detector/signal";
import { buildRuleSet, parseSigma } from "../functions/shared/sigma";
import { randomNumbers } from "./logs";

/*
 * A day of signals of some thousand principals, most of them far from any threshold, and correlations of all kinds over
 * them, evaluated in memory: what the engine itself costs, without the search that a stack waits for.
 */

const names = ["denied", "listed", "read", "changed"];
const rule = (name: string): string =>
  `title: ${name}\nname: ${name}\nlogsource: { product: aws, service: cloudtrail }\ndetection: { s: { eventName: ${name} }, condition: s }\n`;
const correlation = (name: string, type: string, rules: string, condition: string): string =>
  `title: ${name}\nname: ${name}\nlevel: high\ncorrelation:\n  type: ${type}\n  rules: [${rules}]\n  group-by: [user]\n  timespan: 10m\n${condition === "" ? "" : `  condition: ${condition}\n`}`;
const texts = [
  ...names.map(rule),
  correlation("burst", "event_count", "denied", "{ gte: 12 }"),
  correlation("spread", "value_count", "read", "{ field: address, gte: 8 }"),
  correlation("together", "temporal", "denied, listed, changed", ""),
  correlation("in_order", "temporal_ordered", "burst, changed", ""),
  correlation("volume", "value_sum", "read", "{ field: bytes, gt: 9000 }"),
];

const day = 86_400_000;
const start = Date.parse("2026-01-02T00:00:00Z");
const users = 5_000;

export interface CorrelationBench {
  readonly signals: number;
  /** Evaluates all of them; gives the number of hits. */
  readonly run: () => Promise<number>;
}

export function correlationBench(count: number): CorrelationBench {
  const { documents } = parseSigma(texts.join("---\n"), "correlations.yml");
  const { correlations } = detectionPlan(buildRuleSet(documents));
  const below = randomNumbers(11);
  const signals = Array.from({ length: count }, (_, number): Signal => {
    // One user in fifty is busy: half of all signals are of these.
    const user = below(2) === 0 ? below(users / 50) : below(users);
    const name = names[below(names.length)] ?? "read";
    const time = start + below(day);
    const values = { user: [`user-${user}`], address: [`10.0.0.${below(30)}`], bytes: [String(below(2_000))] };
    const about = correlations.filter(({ rules }) => rules.includes(name));
    const groups = about.flatMap((one) => groupIds(one, { rule: name, values }));
    return { id: `signal-${number}`, rule: name, eventId: `event-${number}`, time, ingested: time, groups, values };
  });
  const range = { from: start, to: start + day };
  return {
    signals: count,
    run: async () => {
      const store = new MemorySignalStore();
      store.add(signals);
      const engine = new CorrelationEngine({ correlations, store, allowedLateness: 0 });
      return (await engine.run({ ingested: range, closing: range })).length;
    },
  };
}
