import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";
import { ConfigurationError } from "../shared/errors";
import { namedPlaces } from "./named-places";
import { EventLines, endOfPattern, type NamedValue, valuesBehind } from "./named-values";
import { isNobody, type People } from "./people";
import { meaningOf } from "./personal-names";
import { PersonalObjects } from "./personal-objects";
import type { Pseudonym } from "./pseudonyms";
import { networkOf, type PersonalKind, type Redaction } from "./redaction";

const otherValues = /^(?:-|null|none|nil|true|false|n\/a|\(null\))?$/i;
const jsonNumber = /^-?\d+(?:\.\d+)?$/;
/** How many there are, where a name is in the plural. */
const count = /^\d{1,6}$/;
/** Of AWS: of no person, where a user or owner is told. */
const accountId = /^\d{12}$/;

const arnOfUser = /:(?:user|federated-user)\/|:assumed-role\/[\w+=,.@-]{1,64}\//g;
const endOfArn = /[^\w+=,.@/-]/g;
const atSign = /@|%40/g;
const beforeAt = /[\p{L}\p{N}._%+'~!#$*^-]/u;
const behindAt = /[\p{L}\p{N}.-]/u;
// All may stand right behind an escape of JSON or a URL (`\t`, `\u003c`, `%22`), whose last character is none of theirs.
const ipv4 =
  /(?:(?<![\d.]|%(?=[2-7][0-9A-Fa-f]\d{1,3}[.-]))|(?<=\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}))\d{1,3}(?:([.-])\d{1,3})(?:\1\d{1,3}){2}(?![\d]|\.\d)/g;
const ipv6 =
  /(?:(?<![0-9A-Za-z]|%(?=[2-7][0-9A-Fa-f][0-9A-Fa-f:%]))|(?<=\\[nrt]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}))(?:[0-9A-Fa-f:]|%3[Aa])(?:[0-9A-Fa-f:.]|%3[Aa]){1,44}(?![0-9A-Za-z])/g;
const encodedColon = /%3A/gi;
const mappedIpv4 = /^::ffff:(?=\d+\.)/i;
const beforeIpv6 = /^(?::|%3A)/i;
const behindIpv6 = /(?:(?::|%3A)\d{1,5}|[:.]|%3A)$/i;
// Of E.164, which has no country code with a 0 at its start, as offsets of time zones do.
const phoneNumber =
  /(?:(?<![\w+])|(?<=\\[nrt]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}))(?:\+|%2[Bb])[1-9](?:[ ().-]?\d){6,14}(?!\d)/g;
/** Of an escape of JSON, what is behind its backslash. */
const escapeEnd = /(?:u[0-9A-Fa-f]{4}|[bfnrt])/y;

interface KindOfValue extends NamedValue {
  readonly kind: PersonalKind;
}

/**
 * Masks personal data in texts: values by the names before them, what is known by its form, and the names of people that
 * the log source tells of.
 */
export class TextMask {
  private readonly kinds: ReadonlySet<PersonalKind>;
  private readonly kept = new BlockList();

  constructor(
    { kinds, keepNetworks }: Redaction,
    private readonly pseudonym: Pseudonym,
    private readonly people?: People,
  ) {
    this.kinds = new Set(kinds);
    for (const text of keepNetworks) {
      const network = networkOf(text);
      if (network === undefined) throw new ConfigurationError(`"${text}" is no network, such as 10.0.0.0/8`);
      this.kept.addSubnet(network.address, network.prefix, network.family);
    }
  }

  /**
   * @param text whole lines or members: nothing personal may go on behind its end.
   * @param objects in which the text before it ends, where it is a piece of a longer one.
   */
  mask(text: string, objects = new PersonalObjects()): string {
    let masked = "";
    let done = 0;
    for (const { start, end, kind, jsonQuote = "" } of this.namedValues(text, objects)) {
      const name = this.maskValue(kind, text.slice(start, end));
      const quote = jsonNumber.test(text.slice(start, end)) && name.includes("-") ? jsonQuote : "";
      masked += this.maskForms(text.slice(done, start)) + quote + name + quote;
      done = end;
    }
    return masked + this.maskForms(text.slice(done));
  }

  /** In the order of the text, none within another. */
  private *namedValues(text: string, objects: PersonalObjects): Generator<KindOfValue> {
    const events = new EventLines(text);
    let done = 0;
    objects.read(text);
    for (const place of namedPlaces(text)) {
      if (place.index < done) continue;
      const { kind, objectKind, isPlural } = meaningOf(place.name, objects.kindAt(place));
      objects.enter(place, objectKind);
      if (kind === undefined || !this.kinds.has(kind)) continue;
      for (const { start, end, jsonQuote } of valuesBehind(text, place, events, isPlural)) {
        done = end;
        if (isPlural && text[place.start] !== "[" && count.test(text.slice(start, end))) continue;
        yield { start, end, jsonQuote, kind };
      }
    }
    objects.end();
  }

  private maskValue(kind: PersonalKind, value: string): string {
    const text = value.trim();
    if (otherValues.test(text) || (kind === "user" && (accountId.test(text) || isNobody(text)))) return value;
    return this.pseudonym(kind, text);
  }

  private maskForms(text: string): string {
    let masked = text;
    if (this.kinds.has("user")) masked = replaceBehind(masked, arnOfUser, endOfArn, this.pseudonym);
    if (this.kinds.has("email")) masked = this.maskEmails(masked);
    if (this.kinds.has("user")) masked = this.maskPeople(masked);
    // Before numbers, which would take the digits of an address behind them.
    if (this.kinds.has("ip")) masked = this.maskAddresses(masked);
    if (this.kinds.has("phone"))
      masked = masked.replace(phoneNumber, (found) => this.pseudonym("phone", found.replace(/^%2B/i, "+")));
    return masked;
  }

  /** Also `user@host`, which is as personal. */
  private maskEmails(text: string): string {
    let masked = "";
    let done = 0;
    for (const { index, 0: sign } of text.matchAll(atSign)) {
      let start = index;
      while (start > done && index - start < 64 && beforeAt.test(text[start - 1] ?? "")) start -= 1;
      start = behindEscape(text, start);
      let end = index + sign.length;
      while (end < text.length && end - index < 256 && behindAt.test(text[end] ?? "")) end += 1;
      while (text[end - 1] === ".") end -= 1;
      if (start === index || end === index + sign.length) continue;
      const address = text.slice(start, end).replace("%40", "@");
      masked += text.slice(done, start) + this.pseudonym("email", address);
      done = end;
    }
    return masked + text.slice(done);
  }

  private maskPeople(text: string): string {
    let masked = "";
    let done = 0;
    for (const { start, end, name } of this.people?.places(text) ?? []) {
      if (start < done) continue;
      masked += text.slice(done, start) + this.pseudonym("user", name);
      done = end;
    }
    return masked + text.slice(done);
  }

  private maskAddresses(text: string): string {
    return text
      .replace(ipv6, (found) => {
        const address = addressWithin(found);
        if (address === undefined) return found;
        const name = this.address(address, address.replace(encodedColon, ":").replace(mappedIpv4, ""));
        return found.replace(address, () => name);
      })
      .replace(ipv4, (found) => this.address(found, found.replaceAll("-", ".")));
  }

  private address(found: string, address: string): string {
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    if (family === "ipv6" && !isIPv6(address)) return found;
    if (this.kept.rules.length > 0 && this.kept.check(address, family)) return found;
    return this.pseudonym("ip", address);
  }
}

/** What of it is an address: a colon may stand before it, and a port, or what ends a sentence, behind it. */
function addressWithin(found: string): string | undefined {
  for (let rest = found, before = ""; rest !== before; before = rest, rest = rest.replace(behindIpv6, "")) {
    for (const address of [rest, rest.replace(beforeIpv6, "")]) {
      if (isIP(address.replace(encodedColon, ":")) !== 0) return address;
    }
  }
  return undefined;
}

/** The place, or that behind the escape of JSON of which only the backslash is before it. */
function behindEscape(text: string, at: number): number {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === "\\") backslashes += 1;
  escapeEnd.lastIndex = at;
  return backslashes % 2 === 1 && escapeEnd.test(text) ? escapeEnd.lastIndex : at;
}

function replaceBehind(text: string, start: RegExp, end: RegExp, pseudonym: Pseudonym): string {
  let masked = "";
  let done = 0;
  for (const match of text.matchAll(start)) {
    const from = match.index + match[0].length;
    const to = endOfPattern(text, from, end);
    if (from < done || to === from) continue;
    // A path may stand before the name: `user/sales/alice`.
    const name = text.slice(from, to).split("/").at(-1) ?? "";
    masked += text.slice(done, from) + (name === "" ? "" : pseudonym("user", name));
    done = to;
  }
  return masked + text.slice(done);
}
