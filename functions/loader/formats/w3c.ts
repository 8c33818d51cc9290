import { plainName } from "../../shared/text/named-columns";

/** The fields of a record by plain name: `csuseragent` for `cs(User-Agent)`. */
export type NamedFields = ReadonlyMap<string, string>;

export interface W3cOptions {
  /** Between the values of a record; the names in a `#Fields` line are always apart by white space. */
  readonly separator: string;
  /** Names of the fields where no header has said them, if there is a usual order. */
  readonly usualNames?: readonly string[];
}

/**
 * Reads the lines of a log in the W3C extended format. Directives start with `#`; a `#Fields` line, which may come again
 * in the middle of a file, names the fields of the lines behind it.
 * @see https://www.w3.org/TR/WD-logfile.html
 */
export class W3cReader {
  private names: readonly string[] | undefined;
  private directiveDate: string | undefined;

  constructor(private readonly options: W3cOptions) {
    this.names = options.usualNames?.map(plainName);
  }

  /** The day that the last `#Date` line said: that of records that have a time only. */
  get date(): string | undefined {
    return this.directiveDate;
  }

  /** Takes in what a line says about those behind it; whether it was such a line. */
  readDirective(line: string): boolean {
    if (!line.startsWith("#")) return false;
    const names = fieldNames(line);
    if (names !== undefined) this.names = names.map(plainName);
    const date = /^#Date: *(\d{4}-\d\d-\d\d)/i.exec(line)?.[1];
    if (date !== undefined) this.directiveDate = date;
    return true;
  }

  /** The fields of a record; `undefined` where nothing says their names, or says too many. */
  readRecord(line: string): NamedFields | undefined {
    const { names } = this;
    if (names === undefined) return undefined;
    const values = line.split(this.options.separator);
    if (values.length > names.length) return undefined;
    const fields = new Map<string, string>();
    for (const [column, value] of values.entries()) {
      const name = names[column];
      if (name !== undefined && value !== "" && value !== "-") fields.set(name, value);
    }
    return fields;
  }
}

/** The names in a `#Fields` line, as they are written; `undefined` for any other line. */
export function fieldNames(line: string): readonly string[] | undefined {
  return /^#Fields:/i.test(line) ? line.slice("#Fields:".length).trim().split(/\s+/) : undefined;
}

/** The fields of a record that came as JSON or from a Parquet file; nested values are left out. */
export function namedFields(row: Readonly<Record<string, unknown>>): NamedFields {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(row)) {
    if (typeof value !== "string" && typeof value !== "number") continue;
    const text = String(value);
    if (text !== "" && text !== "-") fields.set(plainName(name), text);
  }
  return fields;
}
