import { parseExactJson } from "../../shared/text/exact-json";
import { behindBlanks } from "./byte-order-marks";
import { ElementBounds } from "./element-bounds";
import { allowsValue, faultEnd, isSeparator, isWhiteSpace, mayFollowString, shortText } from "./json-bytes";
import { JsonRecords } from "./json-records";
import type { SplitRecord, Splitter, SplitterPlace } from "./splitter";

export interface JsonSplitterOptions {
  /** Members of a top-level object that are arrays of records; an object with one of them is not a record itself. */
  readonly recordArrays?: readonly string[] | undefined;
  /** Of a record; larger ones are not parsed. */
  readonly maximumBytes?: number | undefined;
  /** The array in which the text starts, before an element; none by default. */
  readonly inside?: SplitterPlace["inside"];
}

enum Byte {
  Nul = 0x00,
  Tab = 0x09,
  LineFeed = 0x0a,
  CarriageReturn = 0x0d,
  Space = 0x20,
  Quote = 0x22,
  Comma = 0x2c,
  Colon = 0x3a,
  OpenBracket = 0x5b,
  Backslash = 0x5c,
  CloseBracket = 0x5d,
  OpenBrace = 0x7b,
  CloseBrace = 0x7d,
}

/**
 * So many bytes may be looked at for ends of objects that are not there. Beyond them each line stands for itself, or a
 * text of lines that open objects without closing them would be looked through once for each line.
 */
const maximumVainBytes = 32 * 1024 * 1024;

/** A member's name and the white space behind it; of more, a record array's is not known. */
const mostKeyBytes = 32 * 1024;

/**
 * Where the splitter is.
 * - `between`: before a top-level value.
 * - `value`: in a top-level object, which is a record unless it holds a record array.
 * - `rest`: in a top-level object that does.
 * - `elements`: in a top-level array or a record array, before an element.
 * - `element`: in an element.
 * - `line`: in text that is no JSON, up to the end of the line.
 * - `fault`: in a top-level object that cannot be JSON, up to where the next one may start.
 */
type State = "between" | "value" | "rest" | "elements" | "element" | "line" | "fault";

/**
 * Finds JSON records in text: the elements of top-level arrays and of record arrays (one by one, whatever the size of
 * the array), and top-level objects, be they one a line, pretty-printed, or written behind each other.
 *
 * Finds where a record ends by its brackets and strings alone and leaves the rest to `JSON.parse`. Text that is no JSON
 * is a record with a fault; a bad line costs that line only. Whole numbers beyond 2^53 become texts.
 */
export class JsonSplitter implements Splitter {
  private readonly records: JsonRecords;
  private readonly recordArrays: readonly string[];
  private state: State = "between";
  /** Index in `pending` of the next byte to look at. May be behind the end, after a backslash. */
  private at = 0;
  /** Open brackets within the current value. */
  private depth = 0;
  private inString = false;
  /** Start of the last string of the element, or of the top-level object, its key if a colon follows. */
  private stringStart = 0;
  /** Its closing quotation mark, once it was found. */
  private stringEnd = -1;
  private key: string | undefined;
  /** Whether the array around the elements is a member of a top-level object. */
  private arrayInObject = false;
  /** The text so far is one value a line, which parses without looking at its bytes. */
  private linewise = true;
  /** Of elements of the current array. */
  private readonly bounds = new ElementBounds();
  /** Whether the current element is no JSON, so that its brackets do not tell where it ends. */
  private isDamaged = false;
  private ended = false;
  /** Bytes looked at in objects that turned out to be faulty. */
  private vainBytes = 0;
  private faultReason = "";
  /** Whether a value may follow the bytes of the current object that were let go of. */
  private mayBeValue = true;

  constructor({ recordArrays = [], maximumBytes, inside }: JsonSplitterOptions = {}) {
    this.records = new JsonRecords(maximumBytes);
    this.recordArrays = recordArrays;
    if (inside === undefined) return;
    this.state = "elements";
    this.arrayInObject = inside === "member";
    this.linewise = !this.arrayInObject;
  }

  place(): SplitterPlace | undefined {
    const { offset } = this.records;
    // What was faulty so far decides how the rest is read.
    if (offset === undefined || this.vainBytes > 0) return undefined;
    switch (this.state) {
      case "between":
      case "value":
      case "line":
        return { offset };
      case "elements":
      case "element":
        return { offset, inside: this.arrayInObject ? "member" : "array" };
      case "rest":
      case "fault":
        return undefined;
    }
  }

  push(chunk: Uint8Array): SplitRecord[] {
    const from = Math.min(this.records.start, this.records.pending.length);
    this.records.pending.append(chunk, from);
    this.at -= from;
    this.records.start -= from;
    this.stringStart -= from;
    this.stringEnd -= from;
    return this.run();
  }

  end(): SplitRecord[] {
    this.ended = true;
    return this.run();
  }

  private run(): SplitRecord[] {
    while (this.step()) {}
    if (!this.ended && this.records.isOversized(this.records.pending.length)) this.letGo();
    return this.records.take();
  }

  /** Lets go of what was looked at of a record that is too large, except for what decides how the rest is read. */
  private letGo(): void {
    const { pending, start } = this.records;
    const at = Math.min(this.at, pending.length);
    const isNeeded = (this.depth === 1 || this.state === "element") && at - this.stringStart <= mostKeyBytes;
    const from = isNeeded ? Math.min(at, this.stringStart) : at;
    this.mayBeValue = allowsValue(pending.buffer, start, from - 1, this.mayBeValue);
    this.records.limit(from);
  }

  /** One step; false when more bytes are needed. */
  private step(): boolean {
    switch (this.state) {
      case "between":
        return this.stepBetween();
      case "elements":
        return this.stepElements();
      case "element":
        return this.stepElement();
      case "value":
      case "rest":
        return this.stepObject();
      case "line":
        return this.stepLine();
      case "fault":
        return this.stepFault();
    }
  }

  /** Moves to the next byte that is neither white space nor a separator; -1 if there is none yet. */
  private skipSeparators(): number {
    const { buffer, length } = this.records.pending;
    const { at, cut } = behindBlanks(buffer, this.at, length, isSeparator);
    this.at = at;
    this.records.start = at;
    return at < length && (!cut || this.ended) ? (buffer[at] ?? -1) : -1;
  }

  private enter(state: State, depth = 0): void {
    this.state = state;
    this.depth = depth;
    this.inString = false;
    this.isDamaged = false;
    this.key = undefined;
    this.records.begin();
  }

  private enterArray(at: number): void {
    this.at = at;
    this.records.start = at;
    this.bounds.beginArray();
    this.enter("elements");
  }

  private stepBetween(): boolean {
    const byte = this.skipSeparators();
    if (byte === -1) return false;
    if (byte === Byte.OpenBracket) {
      this.arrayInObject = false;
      this.enterArray(this.at + 1);
    } else if (byte !== Byte.OpenBrace) {
      this.enter("line");
    } else if (!this.linewise || !this.takeLine()) {
      this.enter(this.vainBytes > maximumVainBytes ? "line" : "value");
    }
    return true;
  }

  /** Takes the line as a record, if it is one. */
  private takeLine(): boolean {
    const { buffer, length } = this.records.pending;
    const end = buffer.indexOf(Byte.LineFeed, this.at);
    const { at } = this;
    if (end === -1 || end >= length || end - at > this.records.maximumBytes) return false;
    let stop = end;
    while (isWhiteSpace(buffer[stop - 1])) stop -= 1;
    // The first line of a value of several: trying to parse it takes longer than to look for its end.
    if (buffer[stop - 1] !== Byte.CloseBrace) return false;
    const text = buffer.toString("utf8", at, stop);
    let value: unknown;
    try {
      value = parseExactJson(text);
    } catch {
      return false;
    }
    if (this.mayHaveRecordArray(value)) return false;
    this.records.addValue(stop, text, value);
    this.at = end + 1;
    this.records.start = this.at;
    return true;
  }

  /** Of members of one name only the last is left: others may have been arrays. */
  private mayHaveRecordArray(value: unknown): boolean {
    for (const name of this.recordArrays) if (Object.hasOwn(value as object, name)) return true;
    return false;
  }

  private stepElements(): boolean {
    const byte = this.skipSeparators();
    if (byte === -1) {
      if (!this.ended) return false;
      // Records that should have followed are missing, even if those before are whole.
      this.records.addFault(this.records.pending.length, "the object ends inside an array of records");
      this.enter("between");
      return true;
    }
    if (byte === Byte.CloseBracket) {
      this.at += 1;
      this.records.start = this.at;
      this.stringStart = this.at;
      // A closed array leaves its object one level deep.
      this.enter(this.arrayInObject ? "rest" : "between", this.arrayInObject ? 1 : 0);
    } else if (byte === Byte.CloseBrace) {
      this.enter("line");
    } else {
      if (!this.bounds.learn(this.records.pending, this.at, this.ended, this.records.maximumBytes)) return false;
      this.enter("element");
    }
    return true;
  }

  private stepElement(): boolean {
    const { pending } = this.records;
    const { buffer, length } = pending;
    const { isDamaged } = this;
    let { at, depth, inString } = this;
    let end = -1;
    while (at < length) {
      const byte = buffer[at];
      if (isDamaged) {
        const startsNext = this.bounds.startAt(pending, at, this.ended);
        if (startsNext === undefined) break;
        if (startsNext) {
          this.at = at;
          this.records.addFault(at, "a string in this record ends too early, or does not end");
          this.enter("elements");
          return true;
        }
      }
      at += 1;
      if (inString) {
        if (byte === Byte.Backslash) at += 1;
        else if (byte === Byte.Quote) {
          if (at === length && !this.ended) {
            // What follows tells whether the string ends here: look at it again.
            at -= 1;
            break;
          }
          if (at < length && !isDamaged && !mayFollowString(buffer[at])) {
            // What seemed to be a text may be structure, with the start of the next element in it.
            return this.damage(Math.max(this.stringStart, this.records.start), depth, true);
          }
          inString = false;
        }
      } else if (byte === Byte.Quote) {
        inString = true;
        this.stringStart = at;
      } else if (byte === Byte.OpenBrace || byte === Byte.OpenBracket) {
        depth += 1;
      } else if (byte === Byte.CloseBrace || byte === Byte.CloseBracket) {
        depth -= 1;
        if (depth === 0) {
          end = at;
          break;
        }
        if (depth < 0) {
          // The array's own bracket, behind an element that is a bare number or word.
          at -= 1;
          end = at;
          break;
        }
      } else if (byte === Byte.Comma && depth === 0) {
        at -= 1;
        end = at;
        break;
      }
    }
    this.at = at;
    this.depth = depth;
    this.inString = inString;
    return this.endElement(end);
  }

  /** -1 for an end that was not found in the bytes so far. */
  private endElement(end: number): boolean {
    const { records, isDamaged } = this;
    const { pending } = records;
    if (end === -1) {
      if (!this.ended || records.isEmpty()) return false;
      records.addFault(pending.length, "the object ends inside this record");
      this.enter("between");
      return false;
    }
    if (isDamaged || records.addJson(end) !== undefined) {
      const isEnd = !isCloseBracket(pending.buffer[end - 1]) || this.bounds.endBefore(pending, end, this.ended);
      if (isEnd === undefined) {
        // What follows tells: look at the bracket again.
        this.at = end - 1;
        this.depth = 1;
        return false;
      }
      // It is a bracket of a text.
      if (!isEnd) return this.damage(isDamaged ? end : records.start + 1, 1, false);
      records.add(end);
    }
    this.enter("elements");
    return true;
  }

  /** Goes on at a place of an element that is no JSON. */
  private damage(at: number, depth: number, inString: boolean): true {
    if (!this.isDamaged) this.bounds.beginElement();
    this.isDamaged = true;
    this.at = at;
    this.depth = depth;
    this.inString = inString;
    return true;
  }

  private stepObject(): boolean {
    const { buffer, length } = this.records.pending;
    let { at, depth, inString } = this;
    const watchKeys = this.recordArrays.length > 0;
    while (at < length) {
      const byte = buffer[at];
      at += 1;
      if (inString) {
        if (byte === Byte.Quote) {
          inString = false;
          if (depth === 1) this.stringEnd = at - 1;
        } else if (byte === Byte.Backslash) at += 1;
        else if (byte === Byte.LineFeed && this.state === "value") return this.fault("a string does not end", at);
        continue;
      }
      switch (byte) {
        case Byte.Quote:
          inString = true;
          if (depth === 1) this.stringStart = at;
          break;
        case Byte.Colon:
          if (watchKeys && depth === 1) this.key = shortText(buffer, this.stringStart, this.stringEnd);
          break;
        case Byte.Comma:
          if (depth === 1) this.key = undefined;
          break;
        case Byte.OpenBrace:
          depth += 1;
          break;
        case Byte.OpenBracket:
          if (depth === 1 && this.key !== undefined && this.recordArrays.includes(this.key)) {
            this.arrayInObject = true;
            this.linewise = false;
            this.enterArray(at);
            return true;
          }
          depth += 1;
          break;
        case Byte.CloseBrace:
        case Byte.CloseBracket:
          depth -= 1;
          if (depth > 0) break;
          this.at = at;
          this.endObject(at);
          return true;
        case Byte.LineFeed:
          if (this.state !== "value") break;
          if (at === length && !this.ended) {
            // What follows decides: look at this line end again.
            this.at = at - 1;
            this.depth = depth;
            this.inString = false;
            return false;
          }
          if (
            at < length &&
            buffer[at] === Byte.OpenBrace &&
            !allowsValue(buffer, this.records.start, at - 1, this.mayBeValue)
          )
            return this.fault("the object does not end", at);
          break;
        default:
      }
    }
    this.at = at;
    this.depth = depth;
    this.inString = inString;
    // Of the rest, only a key that may be about to end is of use.
    if (this.state === "rest")
      this.records.start = Math.max(this.records.start, Math.min(at, length, depth === 1 ? this.stringStart : at));
    if (!this.ended || this.state === "rest") return false;
    return this.fault("the object ends inside this record", length);
  }

  private endObject(end: number): void {
    if (this.state === "value") {
      const line = this.records.pending.buffer.subarray(end, this.records.pending.length);
      this.records.add(end);
      // Not one value a line: reading lines first would parse everything twice.
      if (line.length > 0) this.linewise &&= line[0] === Byte.LineFeed || line[0] === Byte.CarriageReturn;
    }
    this.records.start = end;
    this.enter("between");
  }

  private fault(reason: string, lookedAt: number): true {
    if (this.records.isOversized(lookedAt)) {
      // Its beginning may be gone.
      this.at = lookedAt - 1;
    } else {
      this.vainBytes += lookedAt - this.records.start;
      // A line may still be a whole record.
      this.linewise ||= this.vainBytes > maximumVainBytes;
      this.at = this.records.start;
    }
    this.faultReason = reason;
    this.state = "fault";
    return true;
  }

  /** A faulty object reaches up to the next line that starts neither inside an object nor with its end. */
  private stepFault(): boolean {
    const { buffer, length } = this.records.pending;
    const { end, next } = faultEnd(buffer, this.at, length);
    if (end !== -1) {
      this.records.addFault(end, this.faultReason);
      this.at = next;
      this.records.start = next;
      this.enter("between");
      return true;
    }
    this.at = next;
    if (!this.ended) return false;
    if (!this.records.isEmpty()) this.records.addFault(length, this.faultReason);
    this.at = length;
    this.records.start = length;
    this.enter("between");
    return true;
  }

  private stepLine(): boolean {
    const { buffer, length } = this.records.pending;
    let end = buffer.indexOf(Byte.LineFeed, Math.min(this.at, length));
    if (end === -1 || end >= length) {
      this.at = length;
      if (!this.ended) return false;
      end = length;
    }
    this.records.addFault(end, "not a JSON object");
    this.at = end;
    this.records.start = end;
    this.enter("between");
    return true;
  }
}

function isCloseBracket(byte: number | undefined): boolean {
  return byte === Byte.CloseBrace || byte === Byte.CloseBracket;
}
