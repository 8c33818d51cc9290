import type { Clock, ObjectReference } from "../../functions/loader/ports";
import { recordName, recordNameOfLine } from "../../functions/loader/rejected";
import { presentRecords } from "./create-documents";
import type { DocumentIndex, SetAsideFiles } from "./ports";
import type { SelectedFile } from "./read-set-aside";
import { changeLine } from "./replay-documents";
import type { ObjectSender, Sending } from "./send-objects";
import { parseSetAside, type RejectedRecord } from "./set-aside";
import { type LineChanges, settleLines } from "./settle";

/** A rejected record, without its document. */
export type WaitingRecord = Pick<RejectedRecord, "file" | "ordinal" | "index" | "id" | "time">;

/** An object that has rejected records. */
export interface RejectingObject {
  readonly object: ObjectReference;
  readonly records: WaitingRecord[];
}

/** The objects that rejected records come from, so many at most. */
export async function rejectingObjects(
  groups: AsyncIterable<readonly SelectedFile[]>,
  limit: number,
): Promise<readonly RejectingObject[]> {
  const found = new Map<string, RejectingObject>();
  for await (const group of groups) {
    for (const entry of group.flatMap(({ entries }) => entries)) {
      if (entry.kind !== "rejected") continue;
      const { object, file, ordinal, index, id, time } = entry;
      const name = JSON.stringify(object);
      let known = found.get(name);
      if (known === undefined) {
        if (found.size >= limit) continue;
        known = { object, records: [] };
        found.set(name, known);
      }
      known.records.push({ file, ordinal, index, id, time });
    }
  }
  return [...found.values()];
}

/** Has the loader read objects again; returns the records of those that it was told of. */
export async function sendRejecting(
  objects: readonly RejectingObject[],
  sender: ObjectSender,
  onSending: (object: RejectingObject, sending: Sending) => void,
): Promise<readonly WaitingRecord[]> {
  const waiting: WaitingRecord[] = [];
  for (const each of objects) {
    const sending = await sender.send(each.object);
    onSending(each, sending);
    if (sending === "sent") waiting.push(...each.records);
  }
  return waiting;
}

export interface ReloadResult {
  readonly loaded: number;
  readonly refused: number;
  /** Neither in the index nor refused again, so far. */
  readonly open: number;
}

const lookMilliseconds = 2_000;
const recordsAtOnce = 500;

/**
 * Waits for what the loader makes of the records. Those whose documents are in the index leave the list; all others
 * stay, also those of which nothing is known when the time is over.
 */
export async function awaitRecords(
  records: readonly WaitingRecord[],
  { files, index, clock }: { files: SetAsideFiles; index: DocumentIndex; clock: Clock },
  waitSeconds: number,
): Promise<ReloadResult> {
  const end = clock.now().getTime() + waitSeconds * 1_000;
  let open = records;
  let [loaded, refused] = [0, 0];
  for (;;) {
    const missing: WaitingRecord[] = [];
    for (let start = 0; start < open.length; start += recordsAtOnce) {
      const part = open.slice(start, start + recordsAtOnce);
      const present = await presentRecords(part, index);
      const changes = new Map<string, LineChanges>();
      for (const record of present) changeLine(changes, record.file, recordName(record), undefined);
      await settleLines(files, changes, recordNameOfLine);
      loaded += present.size;
      missing.push(...part.filter((record) => !present.has(record)));
    }
    const again = await refusedAgain(missing, files);
    refused += again.size;
    open = missing.filter((record) => !again.has(record));
    if (open.length === 0 || clock.now().getTime() + lookMilliseconds > end) {
      return { loaded, refused, open: open.length };
    }
    await clock.sleep(lookMilliseconds);
  }
}

/** The records that the loader has put aside again since they were looked at. */
async function refusedAgain(
  records: readonly WaitingRecord[],
  files: SetAsideFiles,
): Promise<ReadonlySet<WaitingRecord>> {
  const again = new Set<WaitingRecord>();
  const byFile = new Map<string, WaitingRecord[]>();
  for (const record of records) byFile.set(record.file, [...(byFile.get(record.file) ?? []), record]);
  for (const [file, waiting] of byFile) {
    const times = new Map<string, string | undefined>();
    for (const line of (await files.read(file))?.body.split("\n") ?? []) {
      const entry = line === "" ? "" : parseSetAside("rejected", file, line);
      if (typeof entry !== "string" && entry.kind === "rejected") times.set(recordName(entry), entry.time);
    }
    for (const record of waiting) {
      const time = times.get(recordName(record));
      if (time !== undefined && time !== record.time) again.add(record);
    }
  }
  return again;
}
