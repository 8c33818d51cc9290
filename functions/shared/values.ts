import { isIP } from "node:net";
import { isoSecond, utcMilliseconds } from "./time/iso-time";

/*
 * Readers for the fields of a record. Each takes whatever the record holds and gives the value in ECS's type, or
 * `undefined` where there is none: absent, null, empty, `-`, or not of that type. None of them throws.
 */

/** A JSON object's members. Arrays are not objects here. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The members of an object; `undefined` for anything else, arrays included. */
export function asRecord(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The items of an array; an empty array for anything else. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text as it is, numbers and booleans written out; `undefined` for `""`, `-` and everything else. */
export function text(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" || value === "-" ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  return undefined;
}

/** A whole number that JavaScript holds exactly, from a number or its decimal text. */
export function integer(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value === "bigint") return integer(Number(value));
  return typeof value === "string" ? wholeNumber(value) : undefined;
}

/** Read by hand, since every line has some: a pattern and `Number` take half as long again. */
function wholeNumber(digits: string): number | undefined {
  const { length } = digits;
  const first = digits.charCodeAt(0);
  const from = first === 0x2d || first === 0x2b ? 1 : 0;
  if (length === from) return undefined;
  let value = 0;
  for (let index = from; index < length; index += 1) {
    const digit = digits.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  if (value > Number.MAX_SAFE_INTEGER) return undefined;
  return first === 0x2d && value !== 0 ? -value : value;
}

/** A size: a whole number that is not negative, as `-1` for none is. */
export function byteCount(value: unknown): number | undefined {
  const bytes = integer(value);
  return bytes !== undefined && bytes >= 0 ? bytes : undefined;
}

/** The sum of what is there; none where neither is. */
export function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined && other === undefined ? undefined : (one ?? 0) + (other ?? 0);
}

const decimalPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** A double has 309 digits before the point; the pattern takes the square of the time where a text is long. */
const longestDecimal = 400;

/** A finite number, from a number or its decimal text (`1.5`, `2e-3`). */
export function decimal(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string" || value.length > longestDecimal) return undefined;
  return shortDecimal(value) ?? (decimalPattern.test(value) ? decimal(Number(value)) : undefined);
}

/** Of digits around a point, as most are, by hand: both numbers are exact, and so is their quotient's rounding. */
function shortDecimal(digits: string): number | undefined {
  const { length } = digits;
  if (length === 0 || length > 15) return undefined;
  let value = 0;
  let point = length - 1;
  for (let index = 0; index < length; index += 1) {
    const code = digits.charCodeAt(index);
    if (code === 0x2e && index > 0 && point === length - 1) point = index;
    else if (code >= 0x30 && code <= 0x39) value = value * 10 + code - 0x30;
    else return undefined;
  }
  return value / (powersOfTen[length - 1 - point] ?? Number.NaN);
}

const powersOfTen = Array.from({ length: 15 }, (_, exponent) => 10 ** exponent);

/** A boolean, or its text in any case. */
export function flag(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string" || value.length > 5) return undefined;
  const lower = value.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}

/** A valid IPv4 or IPv6 address. Zones (`fe80::1%eth0`) and CIDR blocks are not addresses: OpenSearch refuses them. */
export function ipAddress(value: unknown): string | undefined {
  return typeof value === "string" && isIP(value) !== 0 && !value.includes("%") ? value : undefined;
}

/** A port from 0 to 65535. */
export function portNumber(value: unknown): number | undefined {
  const port = integer(value);
  return port !== undefined && port >= 0 && port <= 65_535 ? port : undefined;
}

/** The texts among the items (arrays are opened), each once, in order; `undefined` when there are none. */
export function list(...items: readonly unknown[]): string[] | undefined {
  const texts: string[] = [];
  for (const item of items) {
    if (!Array.isArray(item)) addText(texts, item);
    else for (const value of item as readonly unknown[]) addText(texts, value);
  }
  return texts.length === 0 ? undefined : texts.length <= fewTexts ? texts : [...new Set(texts)];
}

/** Looking through more of them for each would take their square in time: these are told apart in the end. */
const fewTexts = 32;

function addText(texts: string[], value: unknown): void {
  const found = text(value);
  if (found !== undefined && (texts.length >= fewTexts || !texts.includes(found))) texts.push(found);
}

/** The object, or `undefined` if none of its members has a value. */
export function nonEmpty<T extends object>(object: T): T | undefined {
  for (const name in object) if (object[name] !== undefined) return object;
  return undefined;
}

// Separators of the date and of the time may be left out (basic format); a space may stand for the T.
const isoPattern =
  /^(\d{4})-?(\d\d)-?(\d\d)[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9})\d*)?)?(Z|z|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * A point in time as ISO 8601 in UTC. Takes ISO 8601 (extended or basic, with a zone or meant as UTC), keeping the
 * digits of its seconds, and epoch numbers or their text: seconds, milli-, micro- or nanoseconds by magnitude.
 */
export function isoTime(value: unknown): string | undefined {
  if (typeof value === "number") return epochTime(value);
  if (typeof value === "bigint") return epochTime(Number(value));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (typeof value !== "string") return undefined;
  if (!Number.isNaN(utcMilliseconds(value))) return value;
  const match = isoPattern.exec(value);
  if (match === null) return /^\d{9,19}(?:\.\d+)?$/.test(value) ? epochTime(Number(value)) : undefined;
  const [, year, month, day, hour, minute, second = "00", fraction, zone = "Z"] = match;
  const date = `${year}-${month}-${day}`;
  const local = Date.parse(`${date}T${hour}:${minute}:${second}Z`);
  // Date.parse turns February 31st into March 3rd and 24:00 into the next day.
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(`${date}T${hour}`)) return undefined;
  const utc = new Date(local - zoneMilliseconds(zone)).toISOString();
  return `${utc.slice(0, 19)}${fraction === undefined ? "" : `.${fraction}`}Z`;
}

function zoneMilliseconds(zone: string): number {
  if (zone === "Z" || zone === "z") return 0;
  const digits = zone.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5) || "0");
  return (digits.startsWith("-") ? -minutes : minutes) * 60_000;
}

function epochTime(value: number): string | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined;
  // Whole seconds say no milliseconds.
  if (value < 1e11 && Number.isInteger(value)) return isoSecond(value);
  // 1e11 seconds are in the year 5138; 1e11 milliseconds are in 1973.
  const milliseconds = value < 1e11 ? value * 1_000 : value < 1e14 ? value : value < 1e17 ? value / 1_000 : value / 1e6;
  const date = new Date(Math.trunc(milliseconds));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
