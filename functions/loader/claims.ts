import { asArray, asRecord } from "../shared/values";
import type { EnvelopeLayout, LogSource, RecordEnvelope } from "./source";

/** Tells which of some sources a record belongs to. */
export class Claims {
  private readonly specificSources: readonly LogSource[];
  private readonly genericSources: readonly LogSource[];

  /** @param first is asked before the others. */
  constructor(sources: readonly LogSource[], first?: LogSource) {
    const ordered = first === undefined ? sources : [first, ...sources.filter((source) => source !== first)];
    this.specificSources = ordered.filter(({ generic }) => generic !== true);
    this.genericSources = ordered.filter(({ generic }) => generic === true);
  }

  /** The source whose own format the value has, or whose envelope it came in. */
  specific(value: unknown, envelope?: RecordEnvelope): LogSource | undefined {
    return claimant(this.specificSources, value, envelope);
  }

  /** The source of a general format; asked where no specific one claims the value or what it holds. */
  generic(value: unknown, envelope?: RecordEnvelope): LogSource | undefined {
    return claimant(this.genericSources, value, envelope);
  }

  any(value: unknown, envelope?: RecordEnvelope): LogSource | undefined {
    return this.specific(value, envelope) ?? this.generic(value, envelope);
  }
}

function claimant(
  sources: readonly LogSource[],
  value: unknown,
  envelope: RecordEnvelope | undefined,
): LogSource | undefined {
  // Like a key, an envelope says what the owner documents; content may look like much.
  const delivered =
    envelope?.logGroup === undefined && envelope?.eventSource === undefined
      ? undefined
      : sources.find(
          (source) =>
            !holdsRecords(value, source) && source.envelopes?.some((layout) => matches(layout, envelope)) === true,
        );
  return delivered ?? sources.find((source) => isRecognised(value, source));
}

/** Whether the value has the source's form. One that a source fails on is none of its: it costs no other record. */
export function isRecognised(value: unknown, source: LogSource): boolean {
  try {
    return source.recognises(value);
  } catch {
    return false;
  }
}

/** Whether the value is around records of the source itself, which are what the envelope delivers. */
function holdsRecords(value: unknown, { recordArrays }: LogSource): boolean {
  const members = asRecord(value);
  return members !== undefined && recordArrays?.some((name) => asArray(members[name]).length > 0) === true;
}

function matches(layout: EnvelopeLayout, envelope: RecordEnvelope): boolean {
  return "logGroup" in layout
    ? layout.logGroup.test(envelope.logGroup ?? "") && (layout.logStream?.test(envelope.logStream ?? "") ?? true)
    : layout.eventSource.test(envelope.eventSource ?? "") &&
        (layout.detailType?.test(envelope.detailType ?? "") ?? true);
}
