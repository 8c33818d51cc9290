import { type BlockList, isIP, isIPv4 } from "node:net";
import { endOfPattern } from "./named-values";
import type { People } from "./people";
import type { Pseudonym } from "./pseudonyms";
import type { PersonalKind } from "./redaction";
import { unescaped } from "./unescaped";

/** A place in a text that has something personal. */
interface Place {
  readonly start: number;
  readonly end: number;
  /** What has the pseudonym that takes its place. */
  readonly value: string;
}

interface Form {
  readonly kind: PersonalKind;
  /** In the order of the text, none within another. */
  readonly find: (text: string) => Iterable<Place>;
  /**
   * Whether it is looked for in the text as it is too, and not only without its escapes: what looks like an escape may be
   * none (`CORP\nancy`, `50%20.0.0.1`). E-mail addresses would begin with the letter of one that is (`\nal@example.com`).
   */
  readonly isLookedForTwice?: true;
}

const arnOfUser = /:(?:user|federated-user)\/|:assumed-role\/[\w+=,.@-]{1,64}\//g;
const endOfArn = /[^\w+=,.@/-]/g;
const beforeAt = /[\p{L}\p{N}._%+'~!#$*^-]/u;
const behindAt = /[\p{L}\p{N}.-]/u;
const ipv4 = /(?<![\d.])\d{1,3}(?:([.-])\d{1,3})(?:\1\d{1,3}){2}(?![\d]|\.\d)/g;
const ipv6 = /(?<![0-9A-Za-z])[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}(?![0-9A-Za-z])/g;
const mappedIpv4 = /^::ffff:(?=\d+\.)/i;
const behindIpv6 = /(?::\d{1,5}|[:.])$/;
// Of E.164, which has no country code with a 0 at its start, as offsets of time zones do.
const phoneNumber = /(?<![\w+])\+[1-9](?:[ ().-]?\d){6,14}(?!\d)/g;
/** Where a text ends in the midst of an escape of JSON. */
const openEscape = /\\u[0-9A-Fa-f]{0,3}$/;

/** Masks what is known to be personal by its form, whatever stands before it, also in escapes of JSON, URLs and XML. */
export class PersonalForms {
  private readonly forms: readonly Form[];

  /**
   * @param kept addresses that are left as they are.
   * @param people whose names are masked as whole words.
   */
  constructor(
    kinds: ReadonlySet<PersonalKind>,
    kept: BlockList,
    private readonly pseudonym: Pseudonym,
    people: People | undefined,
  ) {
    const isKept = (address: string): boolean =>
      kept.rules.length > 0 && kept.check(address, isIPv4(address) ? "ipv4" : "ipv6");
    const forms: Form[] = [
      { kind: "user", find: usersOfArns },
      { kind: "email", find: emailAddresses },
      { kind: "user", find: (text) => people?.places(text) ?? [], isLookedForTwice: true },
      // Before numbers, which would take the digits of an address behind them.
      { kind: "ip", find: (text) => without(ipv6Addresses(text), isKept), isLookedForTwice: true },
      { kind: "ip", find: (text) => without(ipv4Addresses(text), isKept), isLookedForTwice: true },
      { kind: "phone", find: phoneNumbers, isLookedForTwice: true },
    ];
    this.forms = forms.filter(({ kind }) => kinds.has(kind));
  }

  mask(text: string): string {
    let masked = text;
    let plain = unescaped(text);
    for (const { kind, find, isLookedForTwice = false } of this.forms) {
      const places: Place[] = [];
      if (plain !== undefined) {
        for (const { start, end, value } of find(plain.text)) {
          places.push({ start: plain.placeOf(start), end: plain.placeOf(end), value });
        }
      }
      if (plain === undefined) places.push(...find(masked));
      else if (isLookedForTwice) addOthers(places, find(masked), masked);
      if (places.length === 0) continue;
      masked = replaced(masked, places, (value) => this.pseudonym(kind, value));
      plain = unescaped(masked);
    }
    return masked;
  }
}

/** Adds places that lie beside those that are there, and do not begin within an escape. Both are in the order of the text. */
function addOthers(places: Place[], others: Iterable<Place>, text: string): void {
  const before = [...places];
  let next = 0;
  for (const place of others) {
    while ((before[next]?.end ?? Number.POSITIVE_INFINITY) <= place.start) next += 1;
    const overlaps = (before[next]?.start ?? Number.POSITIVE_INFINITY) < place.end;
    if (!overlaps && !openEscape.test(text.slice(Math.max(0, place.start - 5), place.start))) places.push(place);
  }
  places.sort((a, b) => a.start - b.start);
}

function replaced(text: string, places: readonly Place[], nameOf: (value: string) => string): string {
  let result = "";
  let done = 0;
  for (const { start, end, value } of places) {
    result += text.slice(done, start) + nameOf(value);
    done = end;
  }
  return result + text.slice(done);
}

function* without(places: Iterable<Place>, isLeftOut: (value: string) => boolean): Generator<Place> {
  for (const place of places) if (!isLeftOut(place.value)) yield place;
}

function* usersOfArns(text: string): Generator<Place> {
  let done = 0;
  for (const { 0: before, index } of text.matchAll(arnOfUser)) {
    const from = index + before.length;
    const end = endOfPattern(text, from, endOfArn);
    if (from < done) continue;
    // A path may stand before the name: `user/sales/alice`.
    const value = text.slice(from, end).split("/").at(-1) ?? "";
    if (value !== "") yield { start: from, end, value };
    done = end;
  }
}

/** Also `user@host`, which is as personal. */
function* emailAddresses(text: string): Generator<Place> {
  let done = 0;
  for (const { index } of text.matchAll(/@/g)) {
    let start = index;
    while (start > done && index - start < 64 && beforeAt.test(text[start - 1] ?? "")) start -= 1;
    let end = index + 1;
    while (end < text.length && end - index < 256 && behindAt.test(text[end] ?? "")) end += 1;
    while (text[end - 1] === ".") end -= 1;
    if (start === index || end === index + 1) continue;
    yield { start, end, value: text.slice(start, end) };
    done = end;
  }
}

function* ipv6Addresses(text: string): Generator<Place> {
  for (const { 0: found, index } of text.matchAll(ipv6)) {
    const address = addressWithin(found);
    if (address === undefined) continue;
    const start = index + found.indexOf(address);
    yield { start, end: start + address.length, value: address.replace(mappedIpv4, "") };
  }
}

/** What of it is an address: a colon may stand before it, and a port, or what ends a sentence, behind it. */
function addressWithin(found: string): string | undefined {
  for (let rest = found, before = ""; rest !== before; before = rest, rest = rest.replace(behindIpv6, "")) {
    for (const address of [rest, rest.replace(/^:/, "")]) if (isIP(address) !== 0) return address;
  }
  return undefined;
}

function* ipv4Addresses(text: string): Generator<Place> {
  for (const { 0: found, index } of text.matchAll(ipv4)) {
    const value = found.replaceAll("-", ".");
    if (isIPv4(value)) yield { start: index, end: index + found.length, value };
  }
}

function* phoneNumbers(text: string): Generator<Place> {
  for (const { 0: value, index } of text.matchAll(phoneNumber))
    yield { start: index, end: index + value.length, value };
}
