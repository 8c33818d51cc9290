import type { NamedPlace } from "./named-places";
import type { PersonalKind } from "./redaction";

/** An object or list whose name says what it tells of, and what is open in it. */
interface Opened {
  /** Of its names, with the backslashes that JSON within JSON has before it; "" for what is no JSON. */
  readonly nameQuote: string;
  readonly containers: { readonly isList: boolean; readonly kind: PersonalKind | undefined }[];
  /** What ends the quoted text that the place is in. */
  quote?: string | undefined;
}

/**
 * Tells within which objects of people, addresses and numbers the places of a text are: in `"owners":[{"name":"al"}]`
 * the name is that of an owner. To be asked in the order of the text; goes on from one piece of a text to the next.
 */
export class PersonalObjects {
  /** The next ones within texts of those before. */
  private readonly opened: Opened[] = [];
  private text = "";
  private at = 0;
  /** The next place behind it that opens or ends something; before it where that is not known. */
  private next = -1;

  /** Starts the next piece of the text. */
  read(text: string): void {
    this.text = text;
    this.at = 0;
    this.next = -1;
  }

  /** Ends the piece. */
  end(): void {
    this.advance(this.text.length);
  }

  /** What the object tells of that has this member; undefined for none of people. */
  kindAt(place: NamedPlace): PersonalKind | undefined {
    this.advance(place.index);
    const last = this.opened.at(-1);
    return last !== undefined && isMember(place, last) ? last.containers.at(-1)?.kind : undefined;
  }

  /** Goes into the object or list that is the value of the member. */
  enter(place: NamedPlace, kind: PersonalKind | undefined): void {
    const opening = this.text[place.start];
    if (place.separator === ">" || place.opening !== "" || (opening !== "{" && opening !== "[")) return;
    const last = this.opened.at(-1);
    const within = last !== undefined && isMember(place, last) ? last : undefined;
    if (within === undefined && kind === undefined) return;
    this.advance(place.start);
    const container = { isList: opening === "[", kind };
    if (within === undefined) this.opened.push({ nameQuote: place.quote, containers: [container] });
    else within.containers.push(container);
    this.at = place.start + 1;
  }

  private advance(to: number): void {
    while (this.opened.length > 0) {
      if (this.next < this.at) {
        structure.lastIndex = this.at;
        this.next = structure.exec(this.text)?.index ?? this.text.length;
      }
      if (this.next >= to) break;
      this.pass(this.text[this.next] ?? "", this.next);
      this.at = this.next + 1;
    }
    this.at = Math.max(this.at, to);
  }

  private pass(character: string, index: number): void {
    const last = this.opened.at(-1);
    if (last === undefined) return;
    const container = last.containers.at(-1);
    if (character === "\n") this.endLine();
    else if (isQuote(character)) this.passQuote(character, index, last);
    else if (last.quote !== undefined) return;
    else if (character === "{" || character === "[") {
      // A member of an object has a name: the line before is broken, and this is the next record.
      if (container?.isList === false && index > 0 && this.text[index - 1] === "\n") this.opened.length = 0;
      else last.containers.push({ isList: character === "[", kind: container?.isList ? container.kind : undefined });
    } else {
      last.containers.pop();
      if (last.containers.length === 0) this.opened.pop();
    }
  }

  private passQuote(character: string, index: number, last: Opened): void {
    let start = index;
    while (start > this.at && this.text[start - 1] === "\\") start -= 1;
    const backslashes = backslashesOf(last);
    const own = index - start - backslashes;
    if (own < 0) {
      // The text ends that has it.
      this.opened.pop();
      const outer = this.opened.at(-1);
      if (outer !== undefined) this.passQuote(character, index, outer);
    } else if (last.quote === undefined) {
      if (own === 0) last.quote = character;
    } else if (last.quote === character && Math.floor(own / (backslashes + 1)) % 2 === 0) {
      last.quote = undefined;
    }
  }

  /** No text of JSON goes on behind its line, nor what is no JSON. */
  private endLine(): void {
    for (let last = this.opened.at(-1); last !== undefined; last = this.opened.at(-1)) {
      if (last.nameQuote !== "" && last.quote === undefined && backslashesOf(last) === 0) return;
      this.opened.pop();
    }
  }
}

function isMember(place: NamedPlace, { nameQuote, quote }: Opened): boolean {
  return place.quote === nameQuote && quote === (nameQuote === "" ? undefined : nameQuote.slice(-1));
}

const structure = /["'{}[\]\n]/g;

function backslashesOf({ nameQuote }: Opened): number {
  return Math.max(0, nameQuote.length - 1);
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}
