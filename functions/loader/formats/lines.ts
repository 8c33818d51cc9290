import { isAscii, isUtf8 } from "node:buffer";
import { createHash, type Hash } from "node:crypto";
import { defaultLimits } from "../../shared/limits";
import { PendingBytes, type SplitRecord, type Splitter, type SplitterPlace } from "./splitter";

const lineFeed = 0x0a;

/**
 * Divides text into lines that end with LF or CRLF, or with the object. Lines of white space are no records, and NULs
 * before a line, of which a file that was truncated while it was written has as many as it had bytes, are not its.
 */
export class LineSplitter implements Splitter {
  private readonly pending = new PendingBytes();
  private overlong: { record: SplitRecord; hash: Hash; size: number; blank: boolean } | undefined;

  /** @param maximumBytes A line beyond this is cut: else one object without line ends would fill the memory. */
  constructor(private readonly maximumBytes = defaultLimits.lineBytes) {}

  push(chunk: Uint8Array): SplitRecord[] {
    const records: SplitRecord[] = [];
    const { pending } = this;
    pending.append(chunk, 0);
    let start = 0;
    if (this.overlong !== undefined) {
      const end = pending.buffer.subarray(0, pending.length).indexOf(lineFeed);
      this.skipOverlong(end === -1 ? pending.length : end);
      start = end === -1 ? pending.length : end + 1;
      if (end !== -1) this.endOverlong(records);
    }
    const last = pending.buffer.subarray(0, pending.length).lastIndexOf(lineFeed);
    if (last >= start) {
      this.splitBlock(start, last, records);
      start = last + 1;
    }
    if (pending.length - start > this.maximumBytes) start = this.behindNuls(start);
    if (pending.length - start > this.maximumBytes) {
      this.startOverlong(start);
      start = pending.length;
    }
    this.forget(start);
    return records;
  }

  place(): SplitterPlace | undefined {
    return this.overlong === undefined ? { offset: this.pending.offset } : undefined;
  }

  end(): SplitRecord[] {
    const records: SplitRecord[] = [];
    if (this.overlong !== undefined) this.endOverlong(records);
    else if (this.pending.length > 0) this.splitBlock(0, this.pending.length, records);
    this.forget(this.pending.length);
    return records;
  }

  /** The lines of the bytes from `start` up to `end`, the place of the last line's end. */
  private splitBlock(start: number, end: number, records: SplitRecord[]): void {
    const block = this.pending.buffer.subarray(start, end);
    const ascii = isAscii(block);
    const valid = ascii || isUtf8(block);
    const text = block.toString(ascii ? "latin1" : "utf8");
    let offset = this.pending.offset + start;
    let at = 0;
    while (at <= text.length) {
      const found = text.indexOf("\n", at);
      const stop = found === -1 ? text.length : found;
      const line = text.slice(at, stop);
      at = stop + 1;
      // An invalid byte is not as long as the U+FFFD that stands for it: count the bytes themselves.
      const size = ascii ? line.length : valid ? Buffer.byteLength(line) : this.bytesOfLine(offset, end);
      const nuls = nulsBefore(line);
      this.addLine(nuls === 0 ? line : line.slice(nuls), offset + nuls, size - nuls, valid, records);
      offset += size + 1;
    }
  }

  private behindNuls(from: number): number {
    const { buffer, length } = this.pending;
    let at = from;
    while (at < length && buffer[at] === 0) at += 1;
    return at;
  }

  private bytesOfLine(offset: number, end: number): number {
    const from = offset - this.pending.offset;
    const found = this.pending.buffer.subarray(from, end).indexOf(lineFeed);
    return found === -1 ? end - from : found;
  }

  private addLine(raw: string, offset: number, size: number, valid: boolean, records: SplitRecord[]): void {
    const from = offset - this.pending.offset;
    if (size > this.maximumBytes) {
      const bytes = this.pending.buffer.subarray(from, from + size);
      if (isBlank(bytes)) return;
      records.push(truncated(bytes.subarray(0, this.maximumBytes), offset, size, createHash("sha256").update(bytes)));
      return;
    }
    const line = trimLine(raw);
    if (line === "" || (line.charCodeAt(0) <= 0x20 && line.trim() === "")) return;
    if (valid || isUtf8(this.pending.buffer.subarray(from, from + size))) {
      records.push({ offset, size, value: line });
    } else {
      const invalidBytes = Buffer.from(this.pending.buffer.subarray(from, from + size));
      records.push({ offset, size, value: line, invalidBytes });
    }
  }

  private startOverlong(start: number): void {
    const bytes = this.pending.buffer.subarray(start, this.pending.length);
    const offset = this.pending.offset + start;
    const hash = createHash("sha256").update(bytes);
    const record = { offset, size: 0, value: trimLine(bytes.toString("utf8", 0, this.maximumBytes)) };
    this.overlong = { record, hash, size: bytes.byteLength, blank: isBlank(bytes) };
  }

  private skipOverlong(end: number): void {
    if (this.overlong === undefined) return;
    const bytes = this.pending.buffer.subarray(0, end);
    this.overlong.hash.update(bytes);
    this.overlong.size += end;
    this.overlong.blank &&= isBlank(bytes);
  }

  private endOverlong(records: SplitRecord[]): void {
    if (this.overlong === undefined) return;
    const { record, hash, size, blank } = this.overlong;
    if (!blank) records.push({ ...record, size, truncatedHash: hash.digest("hex") });
    this.overlong = undefined;
  }

  private forget(start: number): void {
    this.pending.append(new Uint8Array(0), start);
  }
}

function nulsBefore(line: string): number {
  let nuls = 0;
  while (line.charCodeAt(nuls) === 0) nuls += 1;
  return nuls;
}

/** Of a line too long to be looked at as a text: white space, or the NULs that some writers pad with. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0 || byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

function truncated(head: Buffer, offset: number, size: number, hash: Hash): SplitRecord {
  return { offset, size, value: trimLine(head.toString("utf8")), truncatedHash: hash.digest("hex") };
}

/** Without a carriage return, the byte order mark of a file appended to another, and the NULs some writers pad with. */
function trimLine(line: string): string {
  let start = 0;
  let end = line.length;
  if (line.charCodeAt(end - 1) === 0x0d) end -= 1;
  while (start < end && (line.charCodeAt(start) === 0 || line.charCodeAt(start) === 0xfeff)) start += 1;
  while (end > start && line.charCodeAt(end - 1) === 0) end -= 1;
  return start === 0 && end === line.length ? line : line.slice(start, end);
}
