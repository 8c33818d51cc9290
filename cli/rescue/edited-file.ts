import { readFileSync } from "node:fs";
import { rejectedKey, rejectedPrefix } from "../../functions/loader/rejected";
import { ConfigurationError } from "../../functions/shared/errors";
import { asRecord, text } from "../../functions/shared/values";
import { whyUnreadable } from "../log-file";
import { parseSetAside, type RejectedRecord } from "./set-aside";

/** A rejected record as a person has edited it, and where. */
export interface EditedRecord extends RejectedRecord {
  readonly lineNumber: number;
}

/** The line that `rejected show --raw` prints of a record: as it is kept, and where. */
export function rawLine({ file, line }: Pick<RejectedRecord, "file" | "line">): string {
  return `{"file":${JSON.stringify(file)},${line.slice(1)}`;
}

/**
 * Reads records as `rejected show --raw` prints them, from a file or (`-`) from stdin.
 * @throws ConfigurationError that names the first wrong line; nothing has been done then.
 */
export function readEditedFile(path: string): EditedRecord[] {
  const records: EditedRecord[] = [];
  for (const [place, line] of readText(path).split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const lineNumber = place + 1;
    const record = parseEditedLine(line);
    if (typeof record === "string") throw new ConfigurationError(`${path}, line ${lineNumber}: ${record}`);
    records.push({ ...record, lineNumber });
  }
  if (records.length === 0) throw new ConfigurationError(`${path} holds no record`);
  return records;
}

function parseEditedLine(line: string): RejectedRecord | string {
  const record = parseSetAside("rejected", "", line);
  if (typeof record === "string") return record;
  if (record.kind !== "rejected") return "it is no rejected record";
  const { object, source, ordinal, document } = record;
  const given = text(asRecord(JSON.parse(line))?.file);
  if (given !== undefined && !given.startsWith(rejectedPrefix)) return `file must start with ${rejectedPrefix}`;
  if (given === undefined && source === undefined) return "file or source must say where it is kept";
  const kept = { source: source ?? "", ordinal, document: JSON.stringify(document) };
  return { ...record, file: given ?? rejectedKey(object, kept) };
}

function readText(path: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    throw new ConfigurationError(whyUnreadable(path, error) ?? String(error), { cause: error });
  }
}
