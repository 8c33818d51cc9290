import { behindBlanks } from "./byte-order-marks";
import { JsonRecords } from "./json-records";
import type { SplitRecord, Splitter } from "./splitter";

enum Byte {
  Nul = 0x00,
  LineFeed = 0x0a,
  Space = 0x20,
  Exclamation = 0x21,
  Quote = 0x22,
  Apostrophe = 0x27,
  Slash = 0x2f,
  Colon = 0x3a,
  LessThan = 0x3c,
  GreaterThan = 0x3e,
  Question = 0x3f,
}

/** Markup that is no tag, by what it starts with, and what ends it. The order matters: `<!` starts all but the last. */
const otherMarkup: readonly { readonly start: Buffer; readonly end: Buffer }[] = [
  { start: Buffer.from("<!--"), end: Buffer.from("-->") },
  { start: Buffer.from("<![CDATA["), end: Buffer.from("]]>") },
  { start: Buffer.from("<!"), end: Buffer.from(">") },
  { start: Buffer.from("<?"), end: Buffer.from("?>") },
];

/** A tag whose name is longer is none of a record. */
const maximumNameBytes = 256;

/** The tag that begins at some place, as far as its name tells. */
interface Tag {
  readonly closing: boolean;
  /** Whether it is one of a record's element. */
  readonly ofRecord: boolean;
  /** Index behind the name. */
  readonly nameEnd: number;
}

/**
 * Finds the elements of one name in XML text, whatever is around them: on lines of their own, pretty-printed, behind
 * each other or inside a wrapper; with or without a namespace's prefix. A record is the text of its element.
 *
 * Markup around the records is skipped; text there is a record with a fault, line by line. Elements of the name do not
 * nest: a start tag inside a record shows that the one before was cut, and costs that one only.
 */
export class XmlSplitter implements Splitter {
  private readonly records: JsonRecords;
  /** The element's name, without a prefix. */
  private readonly name: Buffer;
  /** Index in `pending` of the next byte to look at. */
  private at = 0;
  /** The current record is an element; otherwise text or markup around records. */
  private inRecord = false;
  /** What ends the comment, CDATA section or instruction that `at` is in. */
  private markupEnd: Buffer | undefined;
  /** The tag that `at` is in, behind its name. */
  private tag: Tag | undefined;
  private quote: number | undefined;
  /** No byte of what begins at `at` has been looked at. */
  private leading = true;
  private ended = false;

  /** @param maximumBytes of a record; larger ones are refused. */
  constructor(name: string, maximumBytes?: number) {
    this.records = new JsonRecords(maximumBytes);
    this.name = Buffer.from(name);
  }

  push(chunk: Uint8Array): SplitRecord[] {
    const from = Math.min(this.records.start, this.records.pending.length);
    this.records.pending.append(chunk, from);
    this.at -= from;
    this.records.start -= from;
    return this.run();
  }

  end(): SplitRecord[] {
    this.ended = true;
    const records = this.run();
    const { pending } = this.records;
    if (!this.records.isEmpty()) {
      this.records.addFault(pending.length, `the object ends inside ${this.inRecord ? "this record" : "markup"}`);
    }
    return [...records, ...this.records.take()];
  }

  private run(): SplitRecord[] {
    while (this.step()) {}
    // A slash before the end of a tag is looked at with it.
    if (!this.ended) this.records.limit(this.at - 1);
    return this.records.take();
  }

  /** One step; false when more bytes are needed. */
  private step(): boolean {
    if (this.markupEnd !== undefined) return this.stepMarkup(this.markupEnd);
    if (this.tag !== undefined) return this.stepTag(this.tag);
    return this.inRecord ? this.stepContent() : this.stepBetween();
  }

  /** Outside a record: up to the next line end or markup. */
  private stepBetween(): boolean {
    const { buffer, length } = this.records.pending;
    if (this.leading && !this.skipBlanks()) return false;
    let { at } = this;
    while (at < length && buffer[at] !== Byte.LessThan && buffer[at] !== Byte.LineFeed) at += 1;
    this.at = at;
    if (at === length && !this.ended) return false;
    const markup = at < length && buffer[at] === Byte.LessThan;
    const starts = markup ? this.startsMarkup(at) : false;
    if (starts === "more") return false;
    if (markup && !starts) {
      // A bare `<` is text.
      this.at += 1;
      return true;
    }
    if (!this.records.isEmpty(at)) this.records.addFault(at, "not in an XML element");
    this.begin(at);
    return starts ? this.enterMarkup() : at < length;
  }

  /** Inside a record: up to the next markup. */
  private stepContent(): boolean {
    const { buffer, length } = this.records.pending;
    const found = buffer.indexOf(Byte.LessThan, this.at);
    if (found === -1 || found >= length) {
      this.at = length;
      return false;
    }
    this.at = found;
    const starts = this.startsMarkup(found);
    if (starts === "more") return false;
    if (starts) return this.enterMarkup();
    this.at += 1;
    return true;
  }

  /** Whether markup begins at this `<`; "more" when that is not yet to be seen. */
  private startsMarkup(at: number): boolean | "more" {
    const { buffer, length } = this.records.pending;
    if (at + 1 >= length) return this.ended ? false : "more";
    const next = buffer[at + 1];
    if (next === Byte.Question || next === Byte.Slash) return true;
    // `<![CDATA[` is the longest that has to be told from others.
    if (next === Byte.Exclamation) return at + 9 > length && !this.ended ? "more" : true;
    if (!startsName(next)) return false;
    return this.readTag(at) === undefined ? "more" : true;
  }

  /** Goes into the markup that starts here. */
  private enterMarkup(): boolean {
    const { buffer, length } = this.records.pending;
    const { at } = this;
    const other = otherMarkup.find(({ start }) => startsWith(buffer, length, at, start));
    if (other !== undefined) {
      this.markupEnd = other.end;
      this.leading = false;
      this.at += other.start.length;
      return true;
    }
    const tag = this.readTag(at);
    if (tag === undefined) return false;
    if (tag.ofRecord && !tag.closing) {
      if (this.inRecord) {
        this.records.addFault(at, "the record is cut: another one begins in it");
        this.begin(at);
      }
      this.inRecord = true;
    }
    this.tag = tag;
    this.leading = false;
    this.at = tag.nameEnd;
    return true;
  }

  private stepMarkup(markupEnd: Buffer): boolean {
    const { buffer, length } = this.records.pending;
    const found = buffer.subarray(0, length).indexOf(markupEnd, this.at);
    if (found === -1) {
      // The end may be divided between two chunks.
      this.at = Math.max(this.at, length - markupEnd.length + 1);
      return false;
    }
    this.at = found + markupEnd.length;
    this.markupEnd = undefined;
    if (!this.inRecord) this.begin(this.at);
    return true;
  }

  /** In a tag, up to its end. A `<` ends it too: it is allowed nowhere in a tag, so the tag's own end is missing. */
  private stepTag(tag: Tag): boolean {
    const { buffer, length } = this.records.pending;
    let { at, quote } = this;
    while (at < length) {
      const byte = buffer[at];
      if (byte === Byte.LessThan || (byte === Byte.GreaterThan && quote === undefined)) break;
      if (quote === byte) quote = undefined;
      else if (quote === undefined && (byte === Byte.Quote || byte === Byte.Apostrophe)) quote = byte;
      at += 1;
    }
    this.at = at;
    this.quote = quote;
    if (at >= length) return false;
    const broken = buffer[at] === Byte.LessThan;
    const selfClosing = !broken && buffer[at - 1] === Byte.Slash;
    if (!broken) this.at += 1;
    this.tag = undefined;
    this.quote = undefined;
    if (!this.inRecord) {
      this.begin(this.at);
    } else if (!broken && tag.ofRecord && (tag.closing || selfClosing)) {
      this.records.addText(this.at);
      this.begin(this.at);
      this.inRecord = false;
    }
    return true;
  }

  /** The tag at this `<`; undefined if its name may go on. */
  private readTag(at: number): Tag | undefined {
    const { buffer, length } = this.records.pending;
    const closing = buffer[at + 1] === Byte.Slash;
    const start = at + (closing ? 2 : 1);
    let local = start;
    let end = start;
    while (end < length && end - start <= maximumNameBytes && !endsName(buffer[end])) {
      if (buffer[end] === Byte.Colon) local = end + 1;
      end += 1;
    }
    if (end === length && !this.ended) return undefined;
    const ofRecord = end - local === this.name.length && startsWith(buffer, length, local, this.name);
    return { closing, ofRecord, nameEnd: end };
  }

  /** The next record may start here. */
  private begin(at: number): void {
    this.records.start = at;
    this.records.begin();
    this.leading = true;
  }

  /**
   * Moves behind white space, NULs that some writers pad with, and byte order marks, which belong to no record; false when
   * more bytes are needed to see their end.
   */
  private skipBlanks(): boolean {
    const { buffer, length } = this.records.pending;
    const { at, cut } = behindBlanks(buffer, this.at, length, isBlank);
    this.at = at;
    this.records.start = at;
    this.leading = cut && !this.ended;
    return !this.leading;
  }
}

function startsWith(buffer: Buffer, length: number, at: number, start: Buffer): boolean {
  return at + start.length <= length && buffer.compare(start, 0, start.length, at, at + start.length) === 0;
}

function isBlank(byte: number | undefined): boolean {
  return isWhiteSpace(byte) || byte === Byte.Nul;
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === Byte.Space || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}

/** Letters, underscore, and all beyond ASCII. */
function startsName(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f || byte >= 0x80;
}

function endsName(byte: number | undefined): boolean {
  return isWhiteSpace(byte) || byte === Byte.Slash || byte === Byte.GreaterThan || byte === Byte.LessThan;
}
