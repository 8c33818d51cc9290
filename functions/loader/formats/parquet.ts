import type { RowGroup, SchemaTree } from "hyparquet";
import { DependencyError, ObjectError } from "../../shared/errors";
import { type Interrupt, Interruption } from "../interruption";
import { Damage } from "../readers/damage";
import { type RandomBytes, spill } from "../readers/spill";
import { ColumnReader } from "./parquet/column-reader";
import { loadLibrary, type ParquetLibrary } from "./parquet/library";
import { parsersOf, plainValue } from "./parquet/values";
import type { SplitRecord } from "./splitter";

/** Rows in memory at once. */
const rowsAtOnce = 500;
/** Up to here a file may have rows, whatever its size; a row takes a byte at least in most files. */
const alwaysAllowedRows = 10_000_000;
const maximumRowsOfByte = 10;
const maximumFooterBytes = 64 * 1024 * 1024;

/**
 * Reads a Parquet file some rows after the other; a row is an object by column name, without its nulls. Whole numbers
 * beyond 2^53 are texts, times are ISO 8601 texts, binary columns are read as UTF-8; lists, maps and structs are arrays
 * and objects. The offset of a record is its row number.
 *
 * The index is at the end of the file, so a large file is kept in a temporary one; in memory is a page of each column.
 * @throws ObjectError if the file is too large or damaged, after the rows before the damage.
 * @throws Interruption if there is one when something is read of the file: pages and groups may hold no rows.
 */
export async function* readParquet(
  bytes: AsyncIterable<Uint8Array>,
  interrupt: Interrupt = () => undefined,
): AsyncGenerator<SplitRecord[], void, undefined> {
  const file = interruptible(await spill(bytes), interrupt);
  let row = 0;
  try {
    for await (const values of readRows(file)) {
      const first = row;
      row += values.length;
      yield values.map((value, index) => ({ offset: first + index, size: 0, value }));
    }
  } catch (error) {
    // Errors of the file system have a code; all others come from the content.
    if (error instanceof DependencyError || error instanceof Interruption) throw error;
    if (error instanceof Error && "syscall" in error) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new ObjectError(`damaged Parquet file: ${message}, from row ${row}`, {
      place: { record: row },
      cause: error,
    });
  } finally {
    await file.close();
  }
}

function interruptible(file: RandomBytes, interrupt: Interrupt): RandomBytes {
  return {
    size: file.size,
    read: (start, end) => {
      const interruption = interrupt();
      return interruption === undefined ? file.read(start, end) : Promise.reject(interruption);
    },
    close: () => file.close(),
  };
}

async function* readRows(file: RandomBytes): AsyncGenerator<unknown[], void, undefined> {
  const library = await loadLibrary();
  const metadata = library.parquetMetadata(await readFooter(file), { geoparquet: false });
  const schema = library.parquetSchema(metadata);
  const totalRows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (totalRows > Math.max(alwaysAllowedRows, maximumRowsOfByte * file.size)) {
    throw new Damage(`${totalRows} rows in ${file.size} bytes`);
  }
  for (const group of metadata.row_groups) {
    const columns = openColumns(library, file, schema, group);
    const rows = Number(group.num_rows);
    for (let done = 0; done < rows; done += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rows - done);
      const values: [string, unknown][][] = Array.from({ length: count }, () => []);
      for (const column of columns) {
        const read = await column.read(count);
        if (read.length !== count) throw new Damage(`column ${column.name} has ${read.length} of ${count} rows`);
        for (const [index, row] of values.entries()) {
          const value = plainValue(read[index]);
          if (value !== undefined) row.push([column.name, value]);
        }
      }
      // Other than an assignment this keeps a column named `__proto__`.
      yield values.map((members) => Object.fromEntries(members));
    }
  }
}

async function readFooter(file: RandomBytes): Promise<Uint8Array> {
  const end = await file.read(Math.max(0, file.size - 8), file.size);
  if (end.length < 8 || Buffer.from(end).toString("latin1", 4) !== "PAR1") {
    throw new Damage("it does not end with its index: it is no Parquet, or truncated");
  }
  const size = Buffer.from(end).readUInt32LE(0);
  if (size + 12 > file.size || size > maximumFooterBytes) throw new Damage(`an index of ${size} bytes`);
  return file.read(file.size - size - 8, file.size);
}

interface TopColumn {
  readonly name: string;
  readonly read: (rows: number) => Promise<ArrayLike<unknown>>;
}

function openColumns(library: ParquetLibrary, file: RandomBytes, schema: SchemaTree, group: RowGroup): TopColumn[] {
  const parsers = parsersOf(library);
  const leaves = group.columns.map(({ meta_data: metadata, file_path: otherFile }) => {
    if (metadata === undefined || otherFile) throw new Damage("a column that is encrypted or in another file");
    const path = library.getTreePath(schema, metadata.path_in_schema);
    const element = path.at(-1)?.element ?? schema.element;
    return { metadata, reader: new ColumnReader(library, file, { metadata, element, path, parsers }) };
  });
  if (leaves.length === 0) throw new Damage("a row group without columns");
  return schema.children.flatMap((child): TopColumn[] => {
    const { name } = child.element;
    const own = leaves.filter(({ metadata }) => metadata.path_in_schema[0] === name);
    const [only] = own;
    if (only === undefined) return [];
    if (child.children.length === 0) return [{ name, read: (rows) => only.reader.read(rows) }];
    const read = async (rows: number): Promise<ArrayLike<unknown>> => {
      const columns = new Map<string, unknown[]>();
      for (const { metadata, reader } of own) {
        columns.set(metadata.path_in_schema.join("."), Array.from<unknown>(await reader.read(rows)));
      }
      library.assembleNested(columns, child, parsers);
      return columns.get(name) ?? [];
    };
    return [{ name, read }];
  });
}
