import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";

/** A record as a loader keeps it that maps nothing: its members, and its text. */
interface PlainRecord {
  message: string;
}

/** Divides a body into its records by the least that does it. */
export type Divide = (body: Buffer) => readonly PlainRecord[] | Promise<readonly PlainRecord[]>;

function withText(record: object): PlainRecord {
  return Object.assign(record, { message: JSON.stringify(record) });
}

const linesOf = (body: Buffer): readonly string[] => gunzipSync(body).toString().split("\n").filter(Boolean);
export const jsonLines: Divide = (body) => linesOf(body).map((line) => withText(JSON.parse(line) as object));
export const membersOf =
  (name: string): Divide =>
  (body) =>
    ((JSON.parse(gunzipSync(body).toString()) as Readonly<Record<string, readonly object[]>>)[name] ?? []).map(
      withText,
    );

/** Lines of columns between spaces, under the names of the first one. */
export const namedColumns: Divide = (body) => {
  const [header = "", ...rows] = linesOf(body);
  const names = header.split(" ");
  return rows.map((message) => {
    const columns = message.split(" ");
    const record: PlainRecord & Record<string, string | undefined> = { message };
    for (let index = 0; index < names.length; index += 1) record[names[index] ?? ""] = columns[index];
    return record;
  });
};

/** Lines of columns between spaces, some of them in quotation marks. */
export const quotedColumns: Divide = (body) =>
  linesOf(body).map((message) => ({ message, columns: message.match(/"[^"]*"|\S+/g) }));

export async function parquetRows(body: Buffer): Promise<readonly PlainRecord[]> {
  const { parquetReadObjects } = await import("hyparquet");
  const file = new Uint8Array(body).buffer;
  const rows = await parquetReadObjects({
    file: { byteLength: file.byteLength, slice: (start, end) => file.slice(start, end) },
  });
  for (const row of rows) for (const name in row) if (typeof row[name] === "bigint") row[name] = Number(row[name]);
  return rows.map(withText);
}

export interface Written {
  readonly events: number;
  /** Bytes of the documents in JSON. */
  readonly documentBytes: number;
}

/** The floor: decompresses, parses, hashes and writes JSON with the record's text, without mapping, all in memory at once. */
export async function writeWithoutMapping(divide: Divide, body: Buffer): Promise<Written> {
  const records = await divide(body);
  let documentBytes = 0;
  for (let from = 0; from < records.length; from += 5_000) {
    const lines: string[] = [];
    for (const record of records.slice(from, from + 5_000)) {
      const id = createHash("sha256").update(record.message).digest("base64url");
      const document = JSON.stringify(record);
      lines.push(`{"create":{"_index":"floor","_id":"${id}"}}`, document);
      documentBytes += document.length;
    }
    Buffer.from(`${lines.join("\n")}\n`);
  }
  return { events: records.length, documentBytes };
}
