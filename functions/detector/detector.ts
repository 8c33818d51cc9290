import type { CorrelationEngine } from "./correlation-engine";
import type { StateStore } from "./ports";
import type { TimeRange } from "./signal";

export interface DetectorPorts {
  readonly engine: Pick<CorrelationEngine, "run">;
  readonly state: StateStore;
  /** Done for all signals that were loaded in a time, hits of correlations among them. */
  readonly raiseAlerts: (ingested: TimeRange) => Promise<void>;
  readonly now: () => Date;
}

export interface DetectorOptions {
  /** What the state is called: each partition has its own. */
  readonly name: string;
  /** Milliseconds from when a signal says that it was loaded until all can see it: it is looked at again so long. */
  readonly overlap: number;
  /** Epoch milliseconds: what is not done by then is left to the next run. */
  readonly deadline: number;
}

export interface DetectorReport {
  /** Epoch milliseconds: all that was loaded before is done. */
  readonly watermark: number;
  readonly correlationHits: number;
  /** Whether there is no more to do for now. */
  readonly complete: boolean;
}

/** After an outage, the time that is caught up with at once. */
const longestStep = 3_600_000;
/**
 * How far the first run of a name looks back: when the number of partitions is changed, none of the new ones knows how far
 * the old ones were. What is looked at twice is found once.
 */
const firstReach = 86_400_000;

/**
 * Evaluates what was loaded since the last run. The watermark is written behind all that it stands for, so a run that fails
 * anywhere is repeated by the next one, which stores nothing twice.
 * @throws DependencyError
 */
export async function runDetector(ports: DetectorPorts, options: DetectorOptions): Promise<DetectorReport> {
  const { engine, state, raiseAlerts, now } = ports;
  const { name, overlap, deadline } = options;
  const end = now().getTime();
  let stored = await state.read(name);
  let watermark = stored?.watermark ?? end - firstReach;
  let correlationHits = 0;
  while (watermark < end && now().getTime() < deadline) {
    const to = Math.min(end, watermark + longestStep);
    const ingested = { from: watermark - overlap, to };
    const hits = await engine.run({ ingested, closing: { from: watermark - overlap, to: to - overlap } });
    // Hits of this run were stored just now, later than what they are made of.
    await raiseAlerts({ from: ingested.from, to: Number.POSITIVE_INFINITY });
    correlationHits += hits.length;
    // Another run that is at it at the same time does the rest.
    if (!(await state.write(name, { watermark: to }, stored?.version))) break;
    watermark = to;
    stored = to < end ? await state.read(name) : undefined;
  }
  return { watermark, correlationHits, complete: watermark >= end };
}
