import { ConfigurationError } from "../../../functions/shared/errors";
import { createDay, type Day } from "./day";
import { type DemoObject, deliver, type PlantedRecord } from "./deliver";
import { DEMO_SOURCES, type DemoSource, type LogEvent } from "./event";
import { intrusion } from "./intrusion";
import { type IntrusionPlan, planIntrusion } from "./intrusion/plan";
import { ordinaryEvents } from "./normal/near-misses";
import { applicationCall, serviceCall } from "./normal/services";
import { personSession, pipelineRun } from "./normal/sessions";
import { flow, imageRead, query, webRequest } from "./normal/traffic";
import { Random } from "./random";
import { createWorld } from "./world";

export type { DemoObject, PlantedRecord } from "./deliver";
export { DEMO_SOURCES, type DemoSource } from "./event";

export interface GeneratorOptions {
  /** Records in all, exactly. Default 20,000; at least 1,000, because the intrusion and its surroundings do not shrink. */
  readonly events?: number | undefined;
  /** Same seed, events and day: same bytes. Default 1. */
  readonly seed?: number | undefined;
  /** The UTC day that the records are of, `YYYY-MM-DD`. Default: yesterday. */
  readonly day?: string | undefined;
}

/** What was planted: for tests and the demo's own check. The code that answers questions never sees it. */
export interface Scenario {
  readonly day: string;
  readonly findingId: string;
  readonly victimInstanceId: string;
  readonly role: string;
  /** Stolen key, backdoor key and the key of the session that the backdoor user assumed. */
  readonly accessKeys: readonly [stolen: string, backdoor: string, assumed: string];
  readonly addresses: {
    readonly web: string;
    readonly api: string;
    readonly backdoor: string;
    readonly command: string;
  };
  readonly domain: string;
  readonly backdoorUser: string;
  readonly bucket: string;
  /** When the credentials left through the shop, ISO 8601. */
  readonly theft: string;
  readonly records: readonly PlantedRecord[];
  readonly eventsBySource: Readonly<Record<DemoSource, number>>;
}

export const DEFAULT_EVENTS = 20_000;
export const MINIMUM_EVENTS = 1_000;

/** Share of each log in the records that make up the day's bulk. Each web request is one ALB and one WAF record. */
const SHARES = { cloudTrail: 0.34, flows: 0.3, webRequests: 0.11, queries: 0.08, imageReads: 0.06 } as const;

/** A normal day of three accounts in two regions with one intrusion in it, as the objects that AWS would deliver. */
export function generate(options: GeneratorOptions = {}): { objects: DemoObject[]; scenario: Scenario } {
  const { seed = 1, day: date = yesterday() } = options;
  const { total, start } = checked(options.events, date);
  const random = new Random(`demo/${seed}`);
  const world = createWorld(random);
  const day = createDay(world, start, random);
  const plan = planIntrusion(day, random);
  const fixed = [...intrusion(day, random, plan), ...ordinaryEvents(day, random, plan)];
  const events = [...fixed, ...bulk(day, random, total - fixed.length)];
  const { objects, planted } = deliver(events, random.fork("deliver"));
  return { objects, scenario: describe(date, plan, day, events, planted) };
}

/** A day of the same organisation without an intrusion; with the same seed, people and machines are the same each day. */
export function generateNormalDay({ events, seed = 1, day: date = yesterday() }: GeneratorOptions): DemoObject[] {
  const { total, start } = checked(events, date);
  const world = createWorld(new Random(`demo/${seed}`));
  const random = new Random(`demo/${seed}/${date}`);
  const day = createDay(world, start, random);
  // What only looks like an intrusion is arranged around where one could be.
  const ordinary = ordinaryEvents(day, random, planIntrusion(day, random));
  return deliver([...ordinary, ...bulk(day, random, total - ordinary.length)], random.fork("deliver")).objects;
}

function checked(total = DEFAULT_EVENTS, date: string): { total: number; start: number } {
  if (!Number.isSafeInteger(total) || total < MINIMUM_EVENTS) {
    throw new ConfigurationError(
      `events is ${total}; it must be a whole number of at least ${MINIMUM_EVENTS}, which the intrusion and its surroundings need`,
    );
  }
  const start = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(start)) {
    throw new ConfigurationError(`day is "${date}"; it must be a date such as 2026-01-02`);
  }
  return { total, start };
}

/** Exactly `count` records of everyday traffic. */
function bulk(day: Day, seed: Random, count: number): LogEvent[] {
  const share = (part: number) => Math.floor(count * part);
  const times = <T>(number: number, make: () => T): T[] => Array.from({ length: number }, make);
  const web = seed.fork("web");
  const queries = seed.fork("queries");
  const images = seed.fork("images");
  const flows = seed.fork("flows");
  const events = [
    ...cloudTrail(day, seed.fork("cloudtrail"), share(SHARES.cloudTrail)),
    ...times(share(SHARES.webRequests), () => webRequest(day, web)).flat(),
    ...times(share(SHARES.queries), () => query(day, queries)),
    ...times(share(SHARES.imageReads), () => imageRead(day, images)),
  ];
  return [...events, ...times(count - events.length, () => flow(day, flows))];
}

/** Sessions of people and pipelines, calls of the application and of services, cut to the number. */
function cloudTrail(day: Day, random: Random, count: number): LogEvent[] {
  const events: LogEvent[] = [];
  while (events.length < count) {
    const make = random.weighted<() => LogEvent | LogEvent[]>([
      [() => personSession(day, random), 5],
      [() => pipelineRun(day, random), 3],
      [() => applicationCall(day, random), 60],
      [() => serviceCall(day, random), 50],
    ]);
    events.push(...[make()].flat());
  }
  return events.slice(0, count);
}

function describe(
  date: string,
  plan: IntrusionPlan,
  day: Day,
  events: readonly LogEvent[],
  records: readonly PlantedRecord[],
): Scenario {
  const counts = Object.fromEntries(DEMO_SOURCES.map((source) => [source, 0])) as Record<DemoSource, number>;
  for (const { stream } of events) {
    counts[stream.source]++;
  }
  return {
    day: date,
    findingId: plan.findingId,
    victimInstanceId: plan.victim.id,
    role: plan.stolen.role.name,
    accessKeys: [plan.stolen.accessKeyId, plan.backdoorKey, plan.exportKey],
    addresses: {
      web: plan.webAddress,
      api: plan.apiAddress,
      backdoor: plan.backdoorAddress,
      command: plan.commandAddress,
    },
    domain: plan.commandDomain,
    backdoorUser: plan.backdoorUser,
    bucket: day.world.buckets.exports.name,
    theft: new Date(plan.times.theft).toISOString(),
    records,
    eventsBySource: counts,
  };
}

function yesterday(): string {
  return new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);
}
