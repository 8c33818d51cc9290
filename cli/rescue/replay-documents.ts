import type { Clock } from "../../functions/loader/ports";
import { recordName, recordNameOfLine, rejectedLine } from "../../functions/loader/rejected";
import { SearchPressure } from "../../functions/loader/search-pressure";
import { createDocuments, type Outcome } from "./create-documents";
import { Pace } from "./pace";
import type { DocumentIndex, SetAsideFiles } from "./ports";
import type { RejectedRecord } from "./set-aside";
import { type LineChanges, settleLines } from "./settle";

export interface DocumentReplayPorts {
  readonly files: SetAsideFiles;
  readonly index: DocumentIndex;
  readonly clock: Clock;
}

/** How the line is found that a record is kept on, and what is written there when it is refused again. */
export interface Keeping {
  readonly nameOf: (record: RejectedRecord) => string;
  readonly nameOfLine: (line: string) => string;
  /** Undefined: the line stays as it is. */
  readonly refusedLine: (record: RejectedRecord, refusal: Refusal, time: Date) => string | undefined;
}

type Refusal = Extract<Outcome, { kind: "refused" }>;

/** Records as they are kept: only the very line that was sent is changed, not one that the loader wrote since. */
export const asKept: Keeping = {
  nameOf: ({ line }) => line,
  nameOfLine: (line) => line,
  refusedLine: ({ object, source = "unknown", ordinal, offset = 0, index, id, document }, { status, reason }, time) =>
    rejectedLine(
      object,
      { source, ordinal, offset, index, id, document: JSON.stringify(document), status, reason },
      time.toISOString(),
    ),
};

/** Records that a person has edited: what is kept stays as it was until the edited one is in the index. */
export const asEdited: Keeping = {
  nameOf: recordName,
  nameOfLine: recordNameOfLine,
  refusedLine: () => undefined,
};

export interface DocumentReplayOptions<Item extends RejectedRecord> {
  /** Documents a second. */
  readonly rate: number;
  /** Documents at most. */
  readonly limit: number;
  readonly keeping: Keeping;
  readonly onOutcome: (record: Item, outcome: Outcome) => void;
}

/** Documents sent together; what became of them is written down before the next are. */
const documentsAtOnce = 500;

/**
 * Sends documents to the index again. A record leaves the list only after OpenSearch said that its document is there;
 * what was sent when this is killed is found to be there the next time.
 * @throws the first failure that is not a document's fault, when all that is known is written down.
 */
export async function replayDocuments<Item extends RejectedRecord>(
  groups: AsyncIterable<readonly Item[]>,
  { files, index, clock }: DocumentReplayPorts,
  { rate, limit, keeping, onOutcome }: DocumentReplayOptions<Item>,
): Promise<void> {
  const pace = new Pace(rate, clock);
  const pressure = new SearchPressure(clock);
  const size = Math.max(1, Math.min(documentsAtOnce, Math.floor(rate)));
  let left = limit;
  for await (const group of groups) {
    const chosen = group.slice(0, left);
    left -= chosen.length;
    for (let start = 0; start < chosen.length; start += size) {
      const sent = chosen.slice(start, start + size);
      await pace.take(sent.length);
      const outcomes = await createDocuments(sent, index, clock, pressure);
      const settled = sent.flatMap((record, place) => ({ record, outcome: outcomes[place] ?? unknownOutcome }));
      await settleLines(files, changesOf(settled, keeping, clock.now()), keeping.nameOfLine);
      for (const { record, outcome } of settled) onOutcome(record, outcome);
      const failure = settled.find(({ outcome }) => outcome.kind === "failed")?.outcome;
      if (failure?.kind === "failed") throw failure.error;
    }
    if (left <= 0) return;
  }
}

const unknownOutcome: Outcome = { kind: "failed", error: new Error("it is not known what became of the document") };

function changesOf(
  settled: readonly { readonly record: RejectedRecord; readonly outcome: Outcome }[],
  { nameOf, refusedLine }: Keeping,
  now: Date,
): Map<string, LineChanges> {
  const changes = new Map<string, LineChanges>();
  for (const { record, outcome } of settled) {
    if (outcome.kind === "failed") continue;
    const line = outcome.kind === "refused" ? refusedLine(record, outcome, now) : undefined;
    if (outcome.kind === "refused" && line === undefined) continue;
    changeLine(changes, record.file, nameOf(record), line);
  }
  return changes;
}

/** Adds a change of a file's line. */
export function changeLine(
  changes: Map<string, LineChanges>,
  file: string,
  name: string,
  line: string | undefined,
): void {
  const ofFile = changes.get(file) ?? new Map<string, string | undefined>();
  changes.set(file, ofFile.set(name, line));
}
