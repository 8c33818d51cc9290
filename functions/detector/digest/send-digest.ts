import { shortHash } from "../groups";
import type { SuppressingFilter } from "../rule-options";
import type { TimeRange } from "../signal";
import { type Digest, isWorthSending, lastDue, type QuietAlerts, suppressionReports } from "./digest";

/** What is counted for a digest. Every method counts all there is, or throws DependencyError. */
export interface DigestCounts {
  /** Alerts opened in a time that nobody was told of, the highest level first. */
  quietAlerts(opened: TimeRange): Promise<readonly QuietAlerts[]>;
  /** Alerts that people were told of and nobody has taken up, by level. */
  openAlerts(): Promise<Digest["open"]>;
  /** Signals that were loaded in a time and that suppressions took out, by the suppression's key. */
  suppressed(ingested: TimeRange): Promise<ReadonlyMap<string, number>>;
}

export interface DigestState {
  /** Epoch milliseconds: all that was before is told. */
  readonly until: number;
  /** Epoch milliseconds: a run has the next one in hand until then. */
  readonly claimedUntil?: number | undefined;
}

export interface DigestStore {
  read(): Promise<(DigestState & { readonly version: string }) | undefined>;
  /** @returns the new version; undefined if somebody else has written it meanwhile. */
  write(state: DigestState, version: string | undefined): Promise<string | undefined>;
}

export interface DigestPorts {
  readonly counts: DigestCounts;
  readonly store: DigestStore;
  readonly send: (id: string, digest: Digest) => Promise<void>;
  readonly now: () => Date;
}

export interface DigestOptions {
  /** Of the day, in UTC. */
  readonly hour: number;
  readonly suppressing: readonly SuppressingFilter[];
}

/** Until what was opened before the hour can be found, also where alerts are kept elsewhere and shown after the run. */
const visibleAfter = 180_000;
/** In which a run either has sent the digest that it took in hand, or has come to its end. */
const claim = 5 * 60_000;

/**
 * Tells, once a day, of what nobody was told of at once. Of two runs at the same time one sends it. A run that ends between
 * sending it and noting that makes a later one send it again, under the same id.
 * @returns whether one was sent.
 */
export async function sendDigest(ports: DigestPorts, { hour, suppressing }: DigestOptions): Promise<boolean> {
  const { counts, store, send, now } = ports;
  const time = now().getTime();
  const to = lastDue(time - visibleAfter, hour);
  const state = await store.read();
  if (state === undefined) {
    await store.write({ until: to }, undefined);
    return false;
  }
  const { until: from, claimedUntil = 0, version } = state;
  if (from >= to || claimedUntil > time) return false;
  const claimed = await store.write({ until: from, claimedUntil: time + claim }, version);
  if (claimed === undefined) return false;
  const range = { from, to };
  const [alerts, open, hits] = await Promise.all([
    counts.quietAlerts(range),
    counts.openAlerts(),
    counts.suppressed(range),
  ]);
  const digest = { range, alerts, open, suppressions: suppressionReports(suppressing, hits, time) };
  const isSent = isWorthSending(digest);
  if (isSent) await send(shortHash("digest", String(to)), digest);
  await store.write({ until: to }, claimed);
  return isSent;
}
