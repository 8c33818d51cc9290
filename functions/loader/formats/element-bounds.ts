import { isSeparator, isWhiteSpace } from "./json-bytes";

enum Byte {
  Quote = 0x22,
  Comma = 0x2c,
  OpenBrace = 0x7b,
  CloseBrace = 0x7d,
}

/** Of how an element begins. */
const mostHeadBytes = 256;
/** Of what follows an element: the next one, or the end of their array. */
const mostBehindBytes = 64;
const behindElement = /^\s*(?:$|,\s*\{|,?\s*\]\s*(?:$|\}|,\s*"[^"]*(?:$|"\s*(?:$|:))))/;

/** Bytes that are there so far. */
export interface BytesSoFar {
  readonly buffer: Buffer;
  readonly length: number;
}

/**
 * Tells where an element of an array ends that is no JSON. A quotation mark too many, or one too few, turns texts into
 * structure and structure into texts, so that brackets say little: the next element is known by how it begins, which is as
 * the first one of the array does.
 */
export class ElementBounds {
  /** How elements begin, such as `{"eventVersion"`; nothing where it is not known. */
  private head: Buffer = Buffer.alloc(0);
  /** What stands before the next byte, of what is between two elements. */
  private between: "" | "}" | "}," = "";

  /** Another array starts. */
  beginArray(): void {
    this.head = Buffer.alloc(0);
  }

  /** Another element is damaged. */
  beginElement(): void {
    this.between = "";
  }

  /** Learns from the first element how others begin; false when more bytes are needed. */
  learn({ buffer, length }: BytesSoFar, at: number, ended: boolean, maximumBytes: number): boolean {
    if (this.head.length > 0 || buffer[at] !== Byte.OpenBrace) return true;
    const most = Math.min(mostHeadBytes, maximumBytes);
    const head = objectHead(buffer.subarray(at, Math.min(length, at + most)));
    this.head = head ?? this.head;
    return head !== undefined || ended || length - at >= most;
  }

  /** Whether an element starts at a place; to be asked for byte after byte. Undefined when more bytes are needed. */
  startAt({ buffer, length }: BytesSoFar, at: number, ended: boolean): boolean | undefined {
    const { head, between } = this;
    const byte = buffer[at];
    if (byte === Byte.OpenBrace && between === "},") {
      if (length - at < head.length && !ended) return undefined;
      if (head.length > 0 && head.equals(buffer.subarray(at, Math.min(length, at + head.length)))) return true;
    }
    if (byte === Byte.CloseBrace) this.between = "}";
    else if (!isSeparator(byte)) this.between = "";
    else if (byte === Byte.Comma) this.between = between === "}" ? "}," : "";
    return false;
  }

  /** Whether an element may end at a bracket before a place, as what follows looks; undefined when more bytes are needed. */
  endBefore({ buffer, length }: BytesSoFar, at: number, ended: boolean): boolean | undefined {
    if (this.head.length > 0 && buffer[at - 1] !== Byte.CloseBrace) return false;
    if (length - at < mostBehindBytes && !ended) return undefined;
    return behindElement.test(buffer.toString("latin1", at, Math.min(length, at + mostBehindBytes)));
  }
}

/** How an object begins, up to the end of its first name; undefined where the bytes do not hold it. */
function objectHead(bytes: Buffer): Buffer | undefined {
  let at = 1;
  while (isWhiteSpace(bytes[at])) at += 1;
  const end = bytes[at] === Byte.Quote ? bytes.indexOf(Byte.Quote, at + 1) : -1;
  return end === -1 ? undefined : Buffer.from(bytes.subarray(0, end + 1));
}
