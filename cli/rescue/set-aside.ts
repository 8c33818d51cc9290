import type { ObjectReference } from "../../functions/loader/ports";
import { quarantinePrefix, rejectedPrefix } from "../../functions/loader/rejected";
import { parseExactJson } from "../../functions/shared/text/exact-json";
import { asRecord, integer, isoTime, type JsonObject, text } from "../../functions/shared/values";

interface Noted {
  /** The key of the file that it is noted in. */
  readonly file: string;
  /** Its line of the file, without the end. */
  readonly line: string;
  /** The log object that it comes from, or is. */
  readonly object: ObjectReference;
  readonly source: string | undefined;
  readonly reason: string;
  /** ISO 8601; when it was put aside. */
  readonly time: string | undefined;
}

/** A document that OpenSearch refused. */
export interface RejectedRecord extends Noted {
  readonly kind: "rejected";
  readonly ordinal: number;
  readonly offset: number | undefined;
  readonly index: string;
  readonly id: string;
  readonly status: number;
  readonly document: JsonObject;
}

/** A log object that cannot be read, or not to its end. */
export interface QuarantinedObject extends Noted {
  readonly kind: "quarantined";
  readonly offset: number | undefined;
  readonly record: number | undefined;
  /** Records that were read before the fault; they are loaded. */
  readonly received: number | undefined;
}

export type SetAside = RejectedRecord | QuarantinedObject;
export type Kind = SetAside["kind"];

export const prefixes: Readonly<Record<Kind, string>> = { rejected: rejectedPrefix, quarantined: quarantinePrefix };

/** The names that the loader gives its files: `rejectedKey` and `writeQuarantine` make them of the id of an object. */
const loaderFile = /^(?:rejected\/[^/]+\/[\w-]{22}-\d+(?:-large)?\.ndjson|quarantine\/[\w-]{22}\.json)$/;

/** Whether a file has a name as the loader gives it, and not one that somebody else chose. */
export function isLoaderFile(file: string): boolean {
  return loaderFile.test(file);
}

/** What the indices of the SIEM are called; no other may be written to. */
const indexName = /^siem-[a-z0-9][a-z0-9._-]{0,249}$/;
/** OpenSearch refuses longer ones. */
const maximumIdBytes = 512;

/** A line or note as the loader writes it; a text that says what is wrong with another one. */
export function parseSetAside(kind: Kind, file: string, line: string, writtenAt?: Date): SetAside | string {
  const parsed = parseLine(line);
  if (typeof parsed === "string") return parsed;
  const bucket = text(parsed.bucket);
  // Any text is one, also `-`.
  const { key } = parsed;
  if (bucket === undefined || typeof key !== "string" || key === "") return "bucket and key must be texts";
  const noted: Noted = {
    file,
    line,
    object: { bucket, key, versionId: text(parsed.versionId), etag: text(parsed.etag) },
    source: text(parsed.source),
    reason: text(parsed.reason) ?? "no reason given",
    time: isoTime(parsed.time) ?? writtenAt?.toISOString(),
  };
  const offset = integer(parsed.offset);
  if (kind === "quarantined") {
    return { ...noted, kind, offset, record: integer(parsed.record), received: integer(parsed.received) };
  }
  const ordinal = integer(parsed.ordinal);
  const { index, id } = parsed;
  const document = asRecord(parsed.document);
  if (ordinal === undefined || ordinal < 0) return "ordinal must be a number from 0";
  if (typeof index !== "string" || !indexName.test(index))
    return "index must be the name of one that starts with siem-";
  if (typeof id !== "string" || id === "" || Buffer.byteLength(id) > maximumIdBytes) {
    return `id must be a text of at most ${maximumIdBytes} bytes`;
  }
  if (document === undefined) return "document must be an object";
  return { ...noted, kind, ordinal, offset, index, id, status: integer(parsed.status) ?? 0, document };
}

function parseLine(line: string): JsonObject | string {
  try {
    // As the loader reads records: a person may have written a number that JavaScript would round.
    return asRecord(parseExactJson(line)) ?? "it is not a JSON object";
  } catch (error) {
    return `it is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
