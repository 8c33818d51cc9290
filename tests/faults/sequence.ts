import { SearchPressure } from "../../functions/loader/search-pressure";
import { Random } from "../../local/demo/generator/random";
import { sqsOperation } from "./aws-faults";
import type { Fault, ProxiedRequest } from "./faulty-proxy";
import type { Lane, StoredObject } from "./lane";
import { flowLog, type LogObjectContent, trail } from "./log-objects";
import { planAws, planSearch } from "./random-faults";

/** What happens to some objects, all of it drawn from a seed. */
export interface Sequence {
  readonly objects: readonly StoredObject[];
  readonly removed: ReadonlySet<StoredObject>;
  /** Messages that are sent at once, and those that come late. */
  readonly waves: readonly (readonly (string | StoredObject)[])[];
  /** Messages that nobody understands. */
  readonly unknown: readonly string[];
  /** Whether OpenSearch refuses a document for good. */
  readonly isPoison: (id: string) => boolean;
  /** The faults that have happened, each with the number of the request. */
  readonly happened: readonly string[];
}

const testEvent = '{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"archive"}';

/** Puts the objects of a sequence into the archive and its faults into the proxies. */
export async function prepareSequence(lane: Lane, seed: string): Promise<Sequence> {
  const random = new Random(seed);
  const isPoison = (id: string): boolean => new Random(`${seed}/${id}`).chance(0.05);
  // Few objects are so large, and OpenSearch so slow, that the time of an invocation is not enough.
  const hurried = random.chance(0.04);
  const sequence = await prepareObjects(lane, seed, random, hurried ? 400 : undefined);
  if (hurried) lane.pressure = new SearchPressure(lane.clock, { requestSize: 30_000 });
  const happened: string[] = [];
  planSearch(lane, random, { isPoison, happened, secondsPerRequest: hurried ? 20 : 0 });
  planAws(lane, random, happened);
  return { ...sequence, isPoison, happened };
}

/** As `prepareSequence`, with a loader that is killed at some of its requests, before or after they are carried out. */
export async function prepareKills(lane: Lane, seed: string, kill: () => Promise<void>): Promise<Sequence> {
  const random = new Random(seed);
  const sequence = await prepareObjects(lane, seed, random);
  const kills = new Map<number, "before" | "after">();
  for (let n = random.integer(1, 3); n > 0; n -= 1) kills.set(random.integer(0, 12), random.pick(["before", "after"]));
  const happened: string[] = [];
  let request = 0;
  const plan = (seen: ProxiedRequest): Fault | undefined => {
    // What Lambda itself asks of the queue is no request of the loader.
    if (/^(?:Receive|Delete|GetQueue)/.test(sqsOperation(seen) ?? "")) return undefined;
    const when = kills.get(request++);
    if (when === undefined) return undefined;
    happened.push(`killed ${when} ${seen.method} ${seen.path.slice(0, 20)} ${sqsOperation(seen) ?? ""}`);
    return async (_, forward): Promise<"reset"> => {
      if (when === "after") await forward();
      await kill();
      return "reset";
    };
  };
  lane.search.plan = plan;
  lane.awsPlan = plan;
  return { ...sequence, isPoison: () => false, happened };
}

type SequenceObjects = Omit<Sequence, "isPoison" | "happened">;

async function prepareObjects(lane: Lane, seed: string, random: Random, records?: number): Promise<SequenceObjects> {
  const objects: StoredObject[] = [];
  const removed = new Set<StoredObject>();
  for (let n = random.integer(1, 3); n > 0; n -= 1) {
    const name = `${seed.replaceAll(/[^0-9a-z]/g, "")}x${n}`;
    const container = random.weighted([
      ["gzip", 16],
      ["plain", 2],
      ["truncated", 1],
      ["corrupt", 1],
    ] as const);
    const make = random.chance(0.7)
      ? (): LogObjectContent => flowLog(name, random, container, records)
      : (): LogObjectContent => trail(name, random, container);
    const first = await lane.put(make());
    objects.push(first);
    const fate = random.weighted([
      ["stays", 16],
      ["is removed", 1],
      ["is overwritten", 2],
    ] as const);
    if (fate === "is removed") {
      await lane.remove(first);
      removed.add(first);
    } else if (fate === "is overwritten") objects.push(await lane.put(make()));
  }
  const events: (string | StoredObject)[] = [...objects, ...objects.filter(() => random.chance(0.25))];
  if (random.chance(0.03)) events.push(testEvent);
  const unknown = random.chance(0.02) ? [`{"seed":"${seed}"}`] : [];
  const shuffled = [...events, ...unknown]
    .map((event) => ({ event, place: random.next() }))
    .sort((left, right) => left.place - right.place)
    .map(({ event }) => event);
  const late = random.chance(0.3) ? random.integer(0, shuffled.length) : 0;
  return { objects, removed, waves: [shuffled.slice(late), shuffled.slice(0, late)], unknown };
}
