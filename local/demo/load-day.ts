import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import { ConfigurationError } from "../../functions/shared/errors";
import { accountingIn, droppedCount, type ObjectAccounting } from "../object-accounting";
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

interface Accounting extends ObjectAccounting {
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
  const accountings = new Map<string, Accounting>();
  const places = new Set(objects.map(({ bucket, key }) => `${buckets[bucket]}/${key}`));
  const total = objects.reduce((sum, { events }) => sum + events, 0);
  let events = 0;
  let lastNews = Date.now();
  const stopListening = stage.onFunctionLog((text) => {
    const accounting = accountingWithSeconds(text);
    if (accounting === undefined || !places.has(`${accounting.bucket}/${accounting.key}`)) {
      return;
    }
    const place = `${accounting.bucket}/${accounting.key}`;
    events += accounting.received - (accountings.get(place)?.received ?? 0);
    accountings.set(place, accounting);
    lastNews = Date.now();
    line.show(
      `${accountings.size} of ${objects.length} objects, ${events.toLocaleString("en")} of ${total.toLocaleString("en")} events accounted for`,
    );
  });
  const began = performance.now();
  try {
    const limit = pLimit(DELIVERIES_AT_ONCE);
    await limit.map(objects, ({ bucket, key, body }) => stage.deliver(buckets[bucket], key, body));
    let idleSince: number | undefined;
    while (accountings.size < objects.length && Date.now() - lastNews < STANDSTILL_SECONDS * 1000) {
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
  return { accounts: accountsBySource(objects, buckets, accountings), seconds };
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
  buckets: Readonly<Record<DemoObject["bucket"], string>>,
  accountings: ReadonlyMap<string, Accounting>,
): SourceAccount[] {
  return DEMO_SOURCES.map((source) => {
    const own = objects.filter((object) => object.source === source);
    const found = own.map((object) => accountings.get(`${buckets[object.bucket]}/${object.key}`));
    const sum = (count: (accounting: Accounting) => number): number =>
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

function accountingWithSeconds(text: string): Accounting | undefined {
  const accounting = accountingIn(text);
  if (accounting === undefined) {
    return undefined;
  }
  const seconds = Number(/"seconds":\s*([\d.]+)/.exec(text)?.[1] ?? 0);
  return { ...accounting, seconds };
}

function textOutput({ outputs }: Stage, name: string): string {
  const value = outputs[name];
  if (typeof value !== "string") {
    throw new ConfigurationError(`The stack of the local stage has no output ${name}`);
  }
  return value;
}
