import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import { ConfigurationError } from "../../functions/shared/errors";
import { counted } from "../../functions/shared/text/counted";
import { droppedCount, type ObjectAccounting, ObjectAccountings, type ObjectVersion } from "../object-accounting";
import type { Stage } from "../stage";
import { DEMO_SOURCES, type DemoObject, type DemoSource } from "./generator";
import type { ProgressLine } from "./progress-line";

/** What became of the records of one log source. */
export interface SourceAccount {
  readonly source: DemoSource;
  readonly objects: number;
  /** Records that were generated. */
  readonly events: number;
  readonly received: number;
  readonly indexed: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly dropped: number;
  /** Seconds that the loader worked on the source's objects; several objects are loaded at once. */
  readonly seconds: number;
  /** Objects of which the loader said nothing, or something incomplete. */
  readonly unaccounted: readonly string[];
}

export interface LoadedDay {
  readonly accounts: readonly SourceAccount[];
  /** From the first delivery to the last accounting. */
  readonly seconds: number;
}

/** Deliveries under way at once; the emulator's S3 answers from one process. */
const DELIVERIES_AT_ONCE = 6;
/** After the queue is empty, the last log lines may be a moment late. */
const LOG_GRACE_MILLISECONDS = 1500;
/** How long nothing at all may happen before the wait ends. */
const STANDSTILL_SECONDS = 120;

/** Delivers the objects through S3 and waits until the loader has accounted for each, or stands still. */
export async function loadDay(stage: Stage, objects: readonly DemoObject[], line: ProgressLine): Promise<LoadedDay> {
  const buckets = {
    archive: textOutput(stage, "archiveBucketName"),
    accessLogs: textOutput(stage, "accessLogBucketName"),
  } as const;
  const places = objects.map(({ bucket, key }): ObjectVersion => ({ bucket: buckets[bucket], key }));
  const accountings = new ObjectAccountings(places);
  const accounted = (): number => places.filter((place) => accountings.isWhole(place)).length;
  const total = objects.reduce((sum, { events }) => sum + events, 0);
  let lastNews = Date.now();
  const stopListening = stage.onFunctionLog((text) => {
    if (accountings.hear(text) === undefined) return;
    const events = places.reduce((sum, place) => sum + (accountings.of(place)?.received ?? 0), 0);
    lastNews = Date.now();
    line.show(
      `${accounted()} of ${counted(objects.length, "object")}, ${events.toLocaleString("en")} of ${total.toLocaleString("en")} events accounted for`,
    );
  });
  const began = performance.now();
  try {
    const limit = pLimit(DELIVERIES_AT_ONCE);
    await limit.map(objects, ({ bucket, key, body }) => stage.deliver(buckets[bucket], key, body));
    let idleSince: number | undefined;
    while (accounted() < objects.length && Date.now() - lastNews < STANDSTILL_SECONDS * 1000) {
      if (idleSince !== undefined && Date.now() - idleSince > LOG_GRACE_MILLISECONDS) {
        break;
      }
      await sleep(50);
      stage.assertRunning();
      idleSince = (await isIdle(stage)) ? (idleSince ?? Date.now()) : undefined;
    }
  } finally {
    stopListening();
    line.end();
  }
  const seconds = (performance.now() - began) / 1000;
  return { accounts: accountsBySource(objects, places, accountings), seconds };
}

async function isIdle(stage: Stage): Promise<boolean> {
  try {
    await stage.waitUntilIdle({ timeoutSeconds: 1 });
    return true;
  } catch {
    // Still at work: the caller waits on and gives up when nothing happens for long.
    return false;
  }
}

function accountsBySource(
  objects: readonly DemoObject[],
  places: readonly ObjectVersion[],
  accountings: ObjectAccountings,
): SourceAccount[] {
  return DEMO_SOURCES.map((source) => {
    const own = objects.flatMap((object, index) => {
      const place = places[index];
      return object.source === source && place !== undefined ? { ...object, place } : [];
    });
    const found = own.map(({ place }) => accountings.of(place));
    const sum = (count: (accounting: ObjectAccounting) => number): number =>
      found.reduce((total, accounting) => total + (accounting === undefined ? 0 : count(accounting)), 0);
    return {
      source,
      objects: own.length,
      events: own.reduce((total, { events }) => total + events, 0),
      received: sum(({ received }) => received),
      indexed: sum(({ indexed }) => indexed),
      duplicate: sum(({ duplicate }) => duplicate),
      rejected: sum(({ rejected }) => rejected),
      dropped: sum(droppedCount),
      seconds: sum(({ seconds }) => seconds),
      unaccounted: own
        .filter(({ events }, index) => {
          const accounting = found[index];
          return accounting === undefined || accounting.received !== events || accounting.source !== source;
        })
        .map(({ key }) => key),
    };
  });
}

function textOutput({ outputs }: Stage, name: string): string {
  const value = outputs[name];
  if (typeof value !== "string") {
    throw new ConfigurationError(`The stack of the local stage has no output ${name}`);
  }
  return value;
}
