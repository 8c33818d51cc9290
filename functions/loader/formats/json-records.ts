import { isUtf8 } from "node:buffer";
import { defaultLimits, type LimitName } from "../../shared/limits";
import { parseExactJson } from "../../shared/text/exact-json";
import { maximumOriginalBytes, PendingBytes, type SplitRecord } from "./splitter";

/** Makes records of the bytes between two places of a text: JSON values, or the text as it is. */
export class JsonRecords {
  readonly pending = new PendingBytes();
  /** Index in `pending` at which the current record starts. */
  start = 0;
  /** Beginning of a current record that is too large to be kept. */
  private oversized: { readonly head: Buffer; readonly offset: number } | undefined;
  private records: SplitRecord[] = [];

  /** @param maximumBytes A record beyond this is none: it is not parsed, so that no object can fill the memory. */
  constructor(readonly maximumBytes = defaultLimits.recordBytes) {}

  /** The records since the last call. */
  take(): SplitRecord[] {
    const { records } = this;
    this.records = [];
    return records;
  }

  /** A new record may start. */
  begin(): void {
    this.oversized = undefined;
  }

  /** Byte at which the current record starts; undefined if its beginning is gone. */
  get offset(): number | undefined {
    return this.oversized === undefined ? this.pending.offset + this.start : undefined;
  }

  /** Whether the current record has no bytes before this place. */
  isEmpty(end = this.pending.length): boolean {
    return this.start >= end && this.oversized === undefined;
  }

  /** The current record ends and is JSON; what cannot be parsed is one with a fault. */
  add(end: number): void {
    const fault = this.addJson(end);
    if (fault !== undefined) this.addFault(end, fault);
  }

  /** The current record ends if it is JSON, or too large; otherwise, the reason why it is none is returned. */
  addJson(end: number): string | undefined {
    if (this.refuseOversized(end)) return undefined;
    const text = this.pending.buffer.toString("utf8", this.start, end);
    try {
      this.addValue(end, text, parseExactJson(text));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return undefined;
  }

  /** The current record ends and is its text. */
  addText(end: number): void {
    if (this.refuseOversized(end)) return;
    const text = this.pending.buffer.toString("utf8", this.start, end);
    this.addValue(end, text, text);
  }

  /** Whether the current record, up to this place, is too large. */
  isOversized(end: number): boolean {
    return this.oversized !== undefined || end - this.start > this.maximumBytes;
  }

  private refuseOversized(end: number): boolean {
    if (!this.isOversized(end)) return false;
    this.addFault(end, `larger than ${this.maximumBytes} bytes`, "recordBytes");
    return true;
  }

  /** The current record ends and is this value. */
  addValue(end: number, text: string, value: unknown): void {
    const offset = this.pending.offset + this.start;
    const size = end - this.start;
    // U+FFFD may be the text's own: only then look at the bytes.
    const bytes = text.includes("\uFFFD") ? this.pending.buffer.subarray(this.start, end) : undefined;
    if (bytes === undefined || isUtf8(bytes)) this.records.push({ offset, size, value });
    else this.records.push({ offset, size, value, invalidBytes: Buffer.from(bytes) });
  }

  /** The current record ends and is none. */
  addFault(end: number, fault: string, limit?: LimitName): void {
    const { head, offset } = this.oversized ?? {
      head: this.pending.buffer.subarray(this.start, Math.min(end, this.start + maximumOriginalBytes)),
      offset: this.pending.offset + this.start,
    };
    const size = this.pending.offset + end - offset;
    const invalidBytes = isUtf8(head) || size > head.length ? undefined : Buffer.from(head);
    this.records.push({ offset, size, value: head.toString("utf8").trimEnd(), fault, limit, invalidBytes });
    this.start = end;
  }

  /** Lets go of the bytes up to `at` of a record that has become too large; its end is still to be found. */
  limit(at: number): void {
    if (!this.isOversized(this.pending.length)) return;
    this.oversized ??= {
      head: Buffer.from(this.pending.buffer.subarray(this.start, this.start + maximumOriginalBytes)),
      offset: this.pending.offset + this.start,
    };
    this.start = Math.max(this.start, Math.min(at, this.pending.length));
  }
}
