import { ObjectError } from "../../shared/errors";
import type { SplitRecord } from "./splitter";

/** A Parquet file's index is at its end, so the file is held in memory; AWS writes files of about 75 MB. */
const maximumParquetBytes = 256 * 1024 * 1024;

/**
 * Reads a Parquet file by row group; a row is an object by column name, without its nulls. Whole numbers beyond 2^53
 * are texts, times are ISO 8601 texts, binary columns are read as UTF-8. The offset of a record is its row number.
 * @throws ObjectError if the file is too large or damaged, after the row groups before the damage.
 */
export async function* readParquet(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SplitRecord[], void, undefined> {
  const file = await collect(bytes);
  // Only objects in this format pay for loading it.
  const [{ parquetMetadata, parquetReadObjects }, { compressors }] = await Promise.all([
    import("hyparquet"),
    import("hyparquet-compressors"),
  ]);
  const buffer = {
    byteLength: file.byteLength,
    slice: (start: number, end?: number): ArrayBuffer => file.slice(start, end),
  };
  let row = 0;
  try {
    const metadata = parquetMetadata(file);
    for (const group of metadata.row_groups) {
      const rowEnd = row + Number(group.num_rows);
      const rows = await parquetReadObjects({ file: buffer, metadata, compressors, rowStart: row, rowEnd });
      yield rows.map((value, index) => ({ offset: row + index, size: 0, value: plainValue(value) }));
      row = rowEnd;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ObjectError(`damaged Parquet file: ${message}, from row ${row}`, {
      place: { record: row },
      cause: error,
    });
  }
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.byteLength;
    if (length > maximumParquetBytes) throw new ObjectError(`Parquet file of more than ${maximumParquetBytes} bytes`);
    chunks.push(chunk);
  }
  const file = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    file.set(chunk, at);
    at += chunk.byteLength;
  }
  return file.buffer;
}

/** A column's value as JSON would hold it. */
function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("utf8");
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value ?? undefined;
  const members: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    const plain = plainValue(member);
    if (plain !== undefined) members.push([name, plain]);
  }
  return Object.fromEntries(members);
}
