import { DependencyError, ObjectError } from "../shared/errors";
import type { ObjectAccount } from "./account";
import type { BulkDocument, BulkWriter } from "./bulk";
import { Interruption } from "./interruption";
import { normaliseObject } from "./normalise";
import type { NormalisedObject, NormalisedRecord, NormaliseOptions } from "./normalised-object";
import type { AsideStore, Clock, LogStore } from "./ports";
import { holdsManyRejections, writeQuarantine, writeRejections } from "./rejected";
import type { SignalMaker } from "./signals";

export interface LoadObjectPorts {
  readonly store: LogStore;
  readonly aside: AsideStore;
  readonly writer: BulkWriter;
  readonly clock: Clock;
  readonly normalise: NormaliseOptions;
  /** Writes signals of the rules that records match. Default: none. */
  readonly signals?: SignalMaker | undefined;
  /** Epoch milliseconds: what is not read by then is the account's `rest`. */
  readonly readUntil: number;
}

/** What the store is asked for comes in a second, or not for long. */
const waitingMilliseconds = 2_000;

/**
 * Reads an object and hands its documents to the writer; counts in its account. What it cannot read goes to quarantine.
 * Does not throw: what must be delivered again is the account's failure. Its documents may still be on their way.
 */
export async function loadObject(account: ObjectAccount, ports: LoadObjectPorts): Promise<void> {
  try {
    await readObject(account, ports);
  } catch (error) {
    if (error instanceof ObjectError) await quarantine(account, error, ports);
    else account.fail(errorOf(error));
  }
}

async function readObject(account: ObjectAccount, ports: LoadObjectPorts): Promise<void> {
  const { store, aside, writer, clock, readUntil } = ports;
  const { reference, resume } = account;
  const isTimeOver = (): boolean => clock.now().getTime() >= readUntil;
  // Of an object that fails, the rest would only be sent again when all of it is.
  const interrupt = () => (account.failure !== undefined || isTimeOver() ? new Interruption() : undefined);
  let normalised: NormalisedObject | undefined;
  try {
    const opened = await store.open(reference, readUntil + waitingMilliseconds - clock.now().getTime());
    if (opened === undefined) {
      account.conclude("missing");
      return;
    }
    const { body, size, lastModified } = opened;
    account.lastModified = lastModified;
    account.size = size;
    const version = {
      versionId: reference.versionId ?? opened.versionId,
      etag: reference.etag ?? opened.etag,
    };
    account.version = version;
    const object = { ...reference, ...version, size, lastModified };
    normalised = normaliseObject(object, body, { ...ports.normalise, resume, interrupt });
    for await (const batch of normalised.batches()) {
      for (const record of batch) account.receive(record);
      await writer.add(bulkDocuments(batch, account, ports.signals));
      // What is not written is lost unless the object comes again, however little time there is.
      if (holdsManyRejections(account)) {
        await writeRejections(account, aside, clock.now()).catch((error: unknown) => account.fail(errorOf(error)));
      }
      const interruption = interrupt();
      if (interruption !== undefined) throw interruption;
    }
    account.conclude(normalised.summary.outcome);
  } catch (error) {
    // What fails when the time is over is as good as out of time: the rest is for a later invocation.
    const failure = error instanceof DependencyError && isTimeOver() ? error : undefined;
    if (failure === undefined && !(error instanceof Interruption)) throw error;
    const reached = normalised?.reached ?? { ordinal: 0, place: undefined };
    if (account.failure === undefined) account.stopAt(reached, failure);
  } finally {
    account.source = normalised?.summary.source;
    account.limitsReached = normalised?.summary.limitsReached ?? {};
  }
}

function* bulkDocuments(
  records: readonly NormalisedRecord[],
  account: ObjectAccount,
  signals: SignalMaker | undefined,
): Generator<BulkDocument> {
  for (const record of records) {
    if (record.kind === "dropped") continue;
    const { source, ordinal, offset, index, id, document } = record;
    // Written out: spreading an object for every record took a quarter of the loader's time.
    yield { account, source, ordinal, offset, index, id, document };
    if (record.matches === undefined || signals === undefined) continue;
    for (const { index, id, document, stored } of signals.signalsOf(record)) {
      account.signals.raised += 1;
      yield { account, source, ordinal, offset, signal: { stored }, index, id, document };
    }
  }
}

async function quarantine(
  account: ObjectAccount,
  error: ObjectError,
  { aside, normalise }: LoadObjectPorts,
): Promise<void> {
  account.conclude("quarantined");
  account.quarantineReason = error.message;
  try {
    await writeQuarantine(account, error.message, error.place, aside, normalise.now());
  } catch (writeError) {
    account.fail(errorOf(writeError));
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
