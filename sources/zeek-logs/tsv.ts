import { RecordError } from "../../functions/shared/errors";
import type { JsonObject } from "../../functions/shared/values";

/** Whether a line is one of those with which Zeek's own format begins. */
export function isHeader(line: string): boolean {
  return /^#separator \\x[0-9a-f]{2}\s*$/i.test(line) || /^#fields\tts\t/.test(line);
}

/**
 * Reads Zeek's own format: header lines that say how the columns are separated and called, then a row a line.
 * @see https://docs.zeek.org/en/master/log-formats.html#zeek-tsv-format-logs
 */
export class TsvReader {
  /** The log's name, `conn`. */
  path: string | undefined;
  private separator = "\t";
  private setSeparator = ",";
  private empty = "(empty)";
  private unset = "-";
  private fields: readonly string[] = [];
  private types: readonly string[] = [];

  readHeader(line: string): void {
    const [, separatorCode] = /^#separator \\x([0-9a-f]{2})/i.exec(line) ?? [];
    if (separatorCode !== undefined) {
      this.separator = String.fromCharCode(Number.parseInt(separatorCode, 16));
      return;
    }
    const [name, ...values] = line.split(this.separator);
    const [value = ""] = values;
    if (name === "#set_separator") this.setSeparator = value || this.setSeparator;
    else if (name === "#empty_field") this.empty = value;
    else if (name === "#unset_field") this.unset = value;
    else if (name === "#path") this.path = value;
    else if (name === "#fields") this.fields = values;
    else if (name === "#types") this.types = values;
  }

  /** The row as the object that Zeek would write as JSON; numbers stay texts. */
  readRow(line: string): JsonObject {
    if (this.fields.length === 0) throw new RecordError("a row before the header that names its columns (#fields)");
    const values = line.split(this.separator);
    if (values.length !== this.fields.length) {
      throw new RecordError(`the row has ${values.length} columns, its header ${this.fields.length}`);
    }
    const members: [string, unknown][] = [];
    for (const [index, name] of this.fields.entries()) {
      const value = values[index] ?? "";
      if (value !== this.unset) members.push([name, this.valueOf(value, this.types[index] ?? "string")]);
    }
    return Object.fromEntries(members);
  }

  private valueOf(value: string, type: string): unknown {
    if (type.startsWith("set[") || type.startsWith("vector[")) {
      if (value === this.empty) return [];
      return value.split(this.setSeparator).map((item) => (item === this.unset ? null : unescaped(item)));
    }
    if (type === "bool") return value === "T" ? true : value === "F" ? false : value;
    return value === this.empty ? "" : unescaped(value);
  }
}

/** Separators and bytes that are not printable are written as `\x09`. */
function unescaped(value: string): string {
  if (!value.includes("\\x")) return value;
  return value.replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
