import { ConfigurationError } from "../../functions/shared/errors";
import { presentRecords } from "./create-documents";
import type { EditedRecord } from "./edited-file";
import type { DocumentIndex, SetAsideFiles } from "./ports";
import { parseSetAside, type RejectedRecord } from "./set-aside";

/** What tells where a record goes and as what: not for a person to change, or it would be there twice. */
const fixed = ["id", "index"] as const;

/**
 * Sees to it that edited records are those that are kept, so that no other document is made or taken off the list. One
 * that is not kept any more was loaded before.
 * @throws ConfigurationError that names the first line which is of no such record; nothing has been done then.
 */
export async function refuseOthers(
  records: readonly EditedRecord[],
  path: string,
  files: SetAsideFiles,
  index: () => Promise<DocumentIndex>,
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
  const present = await presentRecords(gone, await index());
  const unknown = gone.find((record) => !present.has(record));
  if (unknown === undefined) return;
  throw fault(
    path,
    unknown,
    `no record ${unknown.ordinal} is kept in ${unknown.file}, and its index has no ${unknown.id}`,
  );
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
