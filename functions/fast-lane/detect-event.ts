import { normaliseObject } from "../loader/normalise";
import type { NormaliseOptions } from "../loader/normalised-object";
import type { SearchIndex } from "../loader/ports";
import { writtenLines } from "../loader/request-buffer";
import type { SignalMaker } from "../loader/signals";
import { DependencyError } from "../shared/errors";
import { type SigmaLevel, sigmaLevels } from "../shared/sigma/ast";

export interface FastLanePorts {
  readonly search: SearchIndex;
  readonly signals: SignalMaker;
  readonly normalise: Omit<NormaliseOptions, "detect" | "filePath">;
}

/** From this level on the minutes matter that a log takes to arrive. */
const fastLaneLevel: SigmaLevel = "high";

const fastLevels: ReadonlySet<SigmaLevel | undefined> = new Set(sigmaLevels.slice(sigmaLevels.indexOf(fastLaneLevel)));

/**
 * Detects in an event as EventBridge tells it, minutes before the log with the same event arrives. Its signals are the same,
 * by the event's own id: whichever comes second is a duplicate. The event itself is left to the log.
 * @returns the number of signals.
 * @throws DependencyError when they are not stored; Lambda tries again.
 */
export async function detectEvent(event: unknown, { search, signals, normalise }: FastLanePorts): Promise<number> {
  const object = { bucket: "eventbridge", key: "event.json" };
  const options = { ...normalise, detect: signals.detect, filePath: "eventbridge" };
  const lines: Buffer[] = [];
  for await (const record of normaliseObject(object, body(event), options)) {
    if (record.kind !== "document" || record.pipelineError || record.matches === undefined) continue;
    const rules = record.matches.rules.filter(({ level }) => fastLevels.has(level));
    for (const { index, id, document } of signals.signalsOf({ ...record, matches: { ...record.matches, rules } })) {
      const { bytes, start, end } = writtenLines({ index, id, document: JSON.stringify(document) });
      lines.push(bytes.subarray(start, end));
    }
  }
  if (lines.length === 0) return 0;
  const reply = await search.bulk(Buffer.concat(lines));
  if (reply.kind === "failed") throw new DependencyError(`OpenSearch does not take signals: ${reply.reason}`);
  const refused = reply.items.find(({ status }) => status !== 409 && (status < 200 || status > 299));
  if (refused !== undefined) {
    throw new DependencyError(`OpenSearch does not take a signal: ${refused.status} ${refused.reason ?? ""}`);
  }
  return lines.length;
}

async function* body(event: unknown): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(JSON.stringify(event));
}
