import { createHash, type Hash } from "node:crypto";
import { defaultLimits } from "../../shared/limits";
import { LineSplitter } from "./lines";
import { maximumOriginalBytes, type SplitRecord, type Splitter, type SplitterPlace } from "./splitter";

/** Divides text into records of one line or more: a line that begins none belongs to the record before it. */
export class MultilineSplitter implements Splitter {
  private readonly lines: LineSplitter;
  private current: JoinedLines | undefined;

  /**
   * @param recordStart matches the first line of a record.
   * @param maximumBytes of a line, and of a record.
   */
  constructor(
    private readonly recordStart: RegExp,
    private readonly maximumBytes = defaultLimits.lineBytes,
  ) {
    this.lines = new LineSplitter(maximumBytes);
  }

  push(chunk: Uint8Array): SplitRecord[] {
    return this.join(this.lines.push(chunk));
  }

  place(): SplitterPlace | undefined {
    return this.current === undefined ? this.lines.place() : { offset: this.current.offset };
  }

  end(): SplitRecord[] {
    const records = this.join(this.lines.end());
    if (this.current !== undefined) records.push(this.current.record());
    this.current = undefined;
    return records;
  }

  private join(lines: readonly SplitRecord[]): SplitRecord[] {
    const records: SplitRecord[] = [];
    for (const line of lines) {
      if (this.current !== undefined && !this.recordStart.test(String(line.value))) {
        this.current.add(line);
      } else {
        if (this.current !== undefined) records.push(this.current.record());
        this.current = new JoinedLines(line, this.maximumBytes);
      }
    }
    return records;
  }
}

/** The lines of a record so far. */
class JoinedLines {
  private readonly texts: string[];
  /** Of the lines that are no UTF-8, no more than is kept of them. */
  private readonly invalid: Buffer[] = [];
  private invalidSize = 0;
  private size: number;
  /** Of the whole record, once it is longer than what is kept of it; see `truncatedHash`. */
  private hash: Hash | undefined;

  constructor(
    private readonly first: SplitRecord,
    private readonly maximumBytes: number,
  ) {
    this.texts = [String(first.value)];
    this.size = first.size;
    this.addInvalid(first.invalidBytes);
  }

  get offset(): number {
    return this.first.offset;
  }

  add(line: SplitRecord): void {
    const text = String(line.value);
    const end = line.offset + line.size - this.first.offset;
    if (this.hash === undefined && end > this.maximumBytes) {
      // A first line that was cut is all there is so far.
      this.hash = createHash("sha256").update(this.first.truncatedHash ?? this.texts.join("\n"));
    }
    if (this.hash === undefined) this.texts.push(text);
    else this.hash.update(`\n${line.truncatedHash ?? text}`);
    this.addInvalid(line.invalidBytes);
    this.size = end;
  }

  private addInvalid(bytes: Buffer | undefined): void {
    if (bytes === undefined || this.invalidSize >= maximumOriginalBytes) return;
    const kept = bytes.subarray(0, maximumOriginalBytes - this.invalidSize);
    this.invalid.push(kept);
    this.invalidSize += kept.length;
  }

  record(): SplitRecord {
    const { first, hash, invalid, size } = this;
    return {
      offset: first.offset,
      size,
      value: this.texts.join("\n"),
      truncatedHash: hash?.digest("hex") ?? first.truncatedHash,
      invalidBytes: invalid.length === 0 ? undefined : Buffer.concat(invalid),
    };
  }
}
