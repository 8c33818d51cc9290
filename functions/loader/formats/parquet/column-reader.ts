import type { DecodedArray, PageHeader } from "hyparquet";
import { Damage, truncated } from "../../readers/damage";
import type { RandomBytes } from "../../readers/spill";
import type { ParquetLibrary } from "./library";
import { type Page, readDataPage, readDictionary } from "./page";
import type { Column } from "./values";

/** Read at once: the header of a page, and often the page. */
const windowBytes = 128 * 1024;
const maximumHeaderBytes = 8 * 1024 * 1024;

/** Reads a column of a row group some rows after the other; holds one page of it. */
export class ColumnReader {
  /** Where the next page starts in the file. */
  private place: number;
  private readonly end: number;
  private window: Uint8Array = new Uint8Array(0);
  private windowStart = 0;
  private dictionary: DecodedArray | undefined;
  private page: Page | undefined;
  /** Number of the next value in the page. */
  private at = 0;

  constructor(
    private readonly library: ParquetLibrary,
    private readonly file: RandomBytes,
    private readonly column: Column,
  ) {
    const { dictionary_page_offset, data_page_offset, total_compressed_size } = column.metadata;
    this.place = Number(dictionary_page_offset || data_page_offset);
    this.end = this.place + Number(total_compressed_size);
    if (!(this.place >= 4 && this.end <= file.size && this.end >= this.place)) {
      throw new Damage(`column ${column.metadata.path_in_schema.join(".")} is outside of the file`);
    }
  }

  /** The values of the next rows: of nested columns as lists in lists, without names. */
  async read(rows: number): Promise<DecodedArray> {
    const { path } = this.column;
    const isFlat = this.library.isFlatColumn(path);
    const maximumDefinition = this.library.getMaxDefinitionLevel(path);
    const values: unknown[] = [];
    const definition: number[] = [];
    const repetition: number[] = [];
    for (let left = rows; ; ) {
      const page = await this.currentPage();
      if (page === undefined) {
        if (left > 0)
          throw new Damage(
            `column ${path
              .map(({ element }) => element.name)
              .slice(1)
              .join(".")} has too few rows`,
          );
        break;
      }
      const start = this.at;
      const { end, started } = endOfRows(page, start, left);
      left -= started;
      this.at = end;
      for (let index = start; index < end; index += 1) {
        if (page.definition !== undefined) definition.push(page.definition[index] ?? 0);
        if (page.repetition !== undefined) repetition.push(page.repetition[index] ?? 0);
      }
      const present = presentIn(page, start, end, maximumDefinition);
      for (const value of page.next(present)) values.push(value);
      // A row may go on in the next page.
      if (left === 0 && (page.repetition === undefined || end < page.count)) break;
    }
    if (isFlat) return maximumDefinition === 0 ? values : withMissing(values, definition);
    return this.library.assembleLists([], definition, repetition, values, path);
  }

  private async currentPage(): Promise<Page | undefined> {
    while (this.page === undefined || this.at >= this.page.count) {
      if (this.place >= this.end) return undefined;
      this.at = 0;
      this.page = await this.nextPage();
    }
    return this.page;
  }

  /** Undefined for a page that holds no values. */
  private async nextPage(): Promise<Page | undefined> {
    const header = await this.readHeader();
    const { type, compressed_page_size: size } = header;
    if (!(size >= 0 && this.place + size <= this.end)) throw new Damage("a page is outside of its column");
    const compressed = await this.bytes(size);
    this.place += size;
    if (type === "DICTIONARY_PAGE") {
      this.dictionary = readDictionary(this.library, header, compressed, this.column);
      return undefined;
    }
    if (type !== "DATA_PAGE" && type !== "DATA_PAGE_V2") return undefined;
    return readDataPage(this.library, header, compressed, this.column, this.dictionary);
  }

  /** Headers do not tell their size, and hold values of the page, which may be large. */
  private async readHeader(): Promise<PageHeader> {
    for (let size = windowBytes; ; size *= 8) {
      const bytes = await this.bytes(Math.min(size, this.end - this.place));
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
      try {
        const header = this.library.parquetHeader(reader);
        this.place += reader.offset;
        return header;
      } catch (error) {
        if (size >= maximumHeaderBytes || size >= this.end - this.place) throw error;
      }
    }
  }

  /** The next bytes of the column, without going on. */
  private async bytes(size: number): Promise<Uint8Array> {
    const from = this.place - this.windowStart;
    if (from < 0 || from + size > this.window.length) {
      this.window = await this.file.read(this.place, Math.min(this.end, this.place + Math.max(size, windowBytes)));
      this.windowStart = this.place;
      if (this.window.length < size) throw truncated();
      return this.window.subarray(0, size);
    }
    return this.window.subarray(from, from + size);
  }
}

/** Where so many rows end in a page, counted from a value, and how many of them start there. */
function endOfRows({ count, repetition }: Page, start: number, rows: number): { end: number; started: number } {
  if (repetition === undefined) {
    const end = Math.min(count, start + rows);
    return { end, started: end - start };
  }
  let started = 0;
  let end = start;
  while (end < count) {
    if (repetition[end] === 0) {
      if (started === rows) break;
      started += 1;
    }
    end += 1;
  }
  return { end, started };
}

function presentIn({ definition }: Page, start: number, end: number, maximum: number): number {
  if (definition === undefined) return end - start;
  let present = 0;
  for (let index = start; index < end; index += 1) if (definition[index] === maximum) present += 1;
  return present;
}

function withMissing(values: readonly unknown[], definition: readonly number[]): unknown[] {
  let at = -1;
  return definition.map((level) => {
    if (level === 0) return undefined;
    at += 1;
    return values[at];
  });
}
