import { normaliseObject } from "../loader/normalise";
import type { NormaliseOptions } from "../loader/normalised-object";
import type { SearchIndex } from "../loader/ports";
import { writtenLines } from "../loader/request-buffer";
import type { SignalMaker } from "../loader/signals";
import { DependencyError } from "../shared/errors";
import { isFast } from "./fast-rules";

export interface FastLanePorts {
  readonly search: SearchIndex;
  readonly signals: SignalMaker;
  readonly normalise: Omit<NormaliseOptions, "detect" | "filePath">;
}

/** What EventBridge is asked for is read as: anything else is of a form that these do not know. */
const laneSources: ReadonlySet<string> = new Set(["aws-cloudtrail", "aws-guardduty"]);

export interface FastLaneReport {
  readonly signals: number;
  /** Records of the event that could not be read: rules see them when their log is there. */
  readonly unread: number;
}

/**
 * Detects in an event as EventBridge tells it, minutes before the log with the same event arrives. Its signals are the same,
 * by the event's own id: whichever comes second is a duplicate. The event itself is left to the log.
 * @throws DependencyError when they are not stored; Lambda tries again.
 */
export async function detectEvent(
  event: unknown,
  { search, signals, normalise }: FastLanePorts,
): Promise<FastLaneReport> {
  const object = { bucket: "eventbridge", key: "event.json" };
  const options = { ...normalise, detect: signals.detect, filePath: "eventbridge" };
  const lines: Buffer[] = [];
  let unread = 0;
  for await (const record of normaliseObject(object, body(event), options)) {
    if (record.kind !== "document" || record.pipelineError || !laneSources.has(record.source)) {
      unread += 1;
      continue;
    }
    if (record.matches === undefined) continue;
    const rules = record.matches.rules.filter(isFast);
    for (const { index, id, document } of signals.signalsOf({ ...record, matches: { ...record.matches, rules } })) {
      const { bytes, start, end } = writtenLines({ index, id, document: JSON.stringify(document) });
      lines.push(bytes.subarray(start, end));
    }
  }
  if (lines.length === 0) return { signals: 0, unread };
  const reply = await search.bulk(Buffer.concat(lines));
  if (reply.kind === "failed") throw new DependencyError(`OpenSearch does not take signals: ${reply.reason}`);
  const refused = reply.items.find(({ status }) => status !== 409 && (status < 200 || status > 299));
  if (refused !== undefined) {
    throw new DependencyError(`OpenSearch does not take a signal: ${refused.status} ${refused.reason ?? ""}`);
  }
  return { signals: lines.length, unread };
}

async function* body(event: unknown): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(JSON.stringify(event));
}
