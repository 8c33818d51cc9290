import type { Clock } from "../../functions/loader/ports";
import { ConfigurationError } from "../../functions/shared/errors";
import { counted } from "../../functions/shared/text/counted";
import { presentRecords } from "./create-documents";
import type { EditedRecord } from "./edited-file";
import type { DocumentIndex, SetAsideFiles } from "./ports";
import { parseSetAside, type RejectedRecord } from "./set-aside";

/** What tells where a record goes and as what: not for a person to change, or it would be there twice. */
const fixed = ["id", "index"] as const;

export interface KeptRecordPorts {
  readonly files: SetAsideFiles;
  readonly index: () => Promise<DocumentIndex>;
  readonly clock: Clock;
}

/**
 * Sees to it that edited records are those that are kept, so that no other document is made or taken off the list. One
 * that is not kept any more was loaded before, perhaps so shortly that it is not found at once.
 * @param say is told what is waited for.
 * @throws ConfigurationError that names the first line which is of no such record; nothing has been done then.
 */
export async function refuseOthers(
  records: readonly EditedRecord[],
  path: string,
  { files, index, clock }: KeptRecordPorts,
  say: (line: string) => void,
): Promise<void> {
  const gone: EditedRecord[] = [];
  for (const file of new Set(records.map((record) => record.file))) {
    const kept = keptRecords(file, (await files.read(file))?.body ?? "");
    for (const record of records.filter((each) => each.file === file)) {
      const same = kept.filter(({ ordinal }) => ordinal === record.ordinal);
      if (same.some((each) => fixed.every((member) => each[member] === record[member]))) continue;
      const [other] = same;
      if (other === undefined) {
        gone.push(record);
        continue;
      }
      const member = fixed.find((each) => other[each] !== record[each]) ?? "id";
      throw fault(
        path,
        record,
        `${member} is "${record[member]}", but it is kept with "${other[member]}"; change nothing but document`,
      );
    }
  }
  if (gone.length === 0) return;
  const domain = await index();
  let missing = await withoutPresent(gone, domain);
  if (missing.length > 0) {
    const { visibleAfterSeconds } = domain;
    say(
      `waiting ${visibleAfterSeconds} s: ${counted(missing.length, "record")} of ${path} may have been loaded just now`,
    );
    await clock.sleep(visibleAfterSeconds * 1_000);
    missing = await withoutPresent(missing, domain);
  }
  const [unknown] = missing;
  if (unknown === undefined) return;
  throw fault(
    path,
    unknown,
    `no record ${unknown.ordinal} is kept in ${unknown.file}, and its index has no ${unknown.id}`,
  );
}

async function withoutPresent(records: readonly EditedRecord[], index: DocumentIndex): Promise<EditedRecord[]> {
  const present = await presentRecords(records, index);
  return records.filter((record) => !present.has(record));
}

function fault(path: string, { lineNumber }: EditedRecord, what: string): ConfigurationError {
  return new ConfigurationError(`${path}, line ${lineNumber}: ${what}`);
}

function keptRecords(file: string, body: string): readonly RejectedRecord[] {
  return body.split("\n").flatMap((line) => {
    const entry = line === "" ? "" : parseSetAside("rejected", file, line);
    return typeof entry !== "string" && entry.kind === "rejected" ? entry : [];
  });
}
