import { ObjectError } from "../shared/errors";
import type { ObjectAccount } from "./account";
import type { BulkEntry, BulkWriter } from "./bulk";
import { normaliseObject } from "./normalise";
import type { NormalisedRecord, NormaliseOptions } from "./normalised-object";
import type { AsideStore, LogStore } from "./ports";
import { holdsManyRejections, writeQuarantine, writeRejections } from "./rejected";

export interface LoadObjectPorts {
  readonly store: LogStore;
  readonly aside: AsideStore;
  readonly writer: BulkWriter;
  readonly normalise: NormaliseOptions;
}

/**
 * Reads an object and hands its documents to the writer; counts in its account. What it cannot read goes to quarantine.
 * Does not throw: what must be delivered again is the account's failure. Its documents may still be on their way.
 */
export async function loadObject(account: ObjectAccount, ports: LoadObjectPorts): Promise<void> {
  try {
    await readObject(account, ports);
  } catch (error) {
    if (error instanceof ObjectError) await quarantine(account, error, ports);
    else account.fail(error instanceof Error ? error : new Error(String(error)));
  }
}

async function readObject(account: ObjectAccount, { store, aside, writer, normalise }: LoadObjectPorts): Promise<void> {
  const { reference } = account;
  const opened = await store.open(reference);
  if (opened === undefined) {
    account.outcome = "missing";
    return;
  }
  const { body, size, lastModified } = opened;
  account.lastModified = lastModified;
  const versionId = reference.versionId ?? opened.versionId;
  const object = { ...reference, versionId, etag: reference.etag ?? opened.etag, size, lastModified };
  const normalised = normaliseObject(object, body, normalise);
  try {
    for await (const batch of normalised.batches()) {
      for (const record of batch) account.receive(record);
      await writer.add(bulkEntries(batch, account));
      if (holdsManyRejections(account)) await writeRejections(account, aside, normalise.now());
      // The rest would only be sent again when the object is.
      if (account.failure !== undefined) return;
    }
  } finally {
    account.source = normalised.summary.source;
    account.limitsReached = normalised.summary.limitsReached;
  }
  account.outcome = normalised.summary.outcome;
}

function* bulkEntries(records: readonly NormalisedRecord[], account: ObjectAccount): Generator<BulkEntry> {
  for (const record of records) {
    if (record.kind === "dropped") continue;
    const { source, ordinal, offset, index, id, document } = record;
    yield { account, source, ordinal, offset, index, id, document: JSON.stringify(document) };
  }
}

async function quarantine(
  account: ObjectAccount,
  error: ObjectError,
  { aside, normalise }: LoadObjectPorts,
): Promise<void> {
  account.outcome = "quarantined";
  account.quarantineReason = error.message;
  try {
    await writeQuarantine(account, error.message, error.place, aside, normalise.now());
  } catch (writeError) {
    account.fail(writeError instanceof Error ? writeError : new Error(String(writeError)));
  }
}
