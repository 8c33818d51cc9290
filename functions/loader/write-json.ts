const quotationMark = 0x22;
export const comma = 0x2c;
const zero = 0x30;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
export const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Longer texts are written faster by what Node.js has for it. */
const shortText = 256;

/**
 * Writes an object into bytes: the same that `JSON.stringify` writes into a text, which would then be copied into them.
 * For objects of many short texts, as documents are, that takes two thirds of the time, and no memory.
 *
 * @returns Where the text ends; -1 where there is no room for it, or where it has values with a form of their own (dates,
 * instances of classes, functions). What is behind `start` may be overwritten in any case.
 */
export function writeJson(object: object, bytes: Buffer, start: number): number {
  if (!isWrittenByMembers(object)) return -1;
  let at = start;
  for (const name in object) {
    const value = (object as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    bytes[at] = at === start ? openBrace : comma;
    at = writeText(name, bytes, at + 1);
    if (at < 0) return -1;
    bytes[at] = colon;
    at = writeValue(value, bytes, at + 1);
    if (at < 0) return -1;
  }
  if (at === start) {
    bytes[at] = openBrace;
    at += 1;
  }
  if (at >= bytes.length) return -1;
  bytes[at] = closeBrace;
  return at + 1;
}

/** Whether an object is written as its members. */
export function isWrittenByMembers(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function writeArray(items: readonly unknown[], bytes: Buffer, start: number): number {
  let at = start;
  bytes[at] = openBracket;
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) bytes[at] = comma;
    at = writeValue(items[index] ?? null, bytes, at + 1);
    if (at < 0) return -1;
  }
  if (items.length === 0) at += 1;
  if (at >= bytes.length) return -1;
  bytes[at] = closeBracket;
  return at + 1;
}

/** Writes a value of any type. @returns As `writeJson`. */
export function writeValue(value: unknown, bytes: Buffer, at: number): number {
  switch (typeof value) {
    case "string":
      return writeText(value, bytes, at);
    case "number":
      return writeNumber(value, bytes, at);
    case "boolean":
      return writeAscii(value ? "true" : "false", bytes, at);
    case "object":
      if (value === null) return writeAscii("null", bytes, at);
      return Array.isArray(value) ? writeArray(value, bytes, at) : writeJson(value, bytes, at);
    default:
      return -1;
  }
}

/** Writes a text with its quotation marks. @returns Where it ends; -1 where there is no room for it. */
export function writeText(text: string, bytes: Buffer, start: number): number {
  const { length } = text;
  if (length > shortText) return writeEncoded(JSON.stringify(text), bytes, start);
  if (start + length + 2 > bytes.length) return -1;
  bytes[start] = quotationMark;
  let others = 0;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    // Looked at in the end: one question for each character would take a fifth longer.
    others |= isOther[code] ?? 0;
    bytes[start + 1 + index] = code;
  }
  if (others !== 0) return writeEncoded(JSON.stringify(text), bytes, start);
  bytes[start + 1 + length] = quotationMark;
  return start + length + 2;
}

/** By UTF-16 code unit: 0 for those that are written as they are, as one byte. */
const isOther = new Uint8Array(0x1_0000).fill(1);
for (let code = 0x20; code < 0x7f; code += 1) isOther[code] = code === quotationMark || code === backslash ? 1 : 0;

function writeNumber(value: number, bytes: Buffer, start: number): number {
  if ((value | 0) !== value || value < 0)
    return writeAscii(Number.isFinite(value) ? String(value) : "null", bytes, start);
  let end = start + 1;
  for (let limit = 10; limit <= value; limit *= 10) end += 1;
  if (end > bytes.length) return -1;
  let rest = value;
  for (let at = end - 1; at >= start; at -= 1) {
    const tenth = (rest / 10) | 0;
    bytes[at] = zero + rest - 10 * tenth;
    rest = tenth;
  }
  return end;
}

function writeAscii(text: string, bytes: Buffer, start: number): number {
  const { length } = text;
  if (start + length > bytes.length) return -1;
  for (let index = 0; index < length; index += 1) bytes[start + index] = text.charCodeAt(index);
  return start + length;
}

/** @returns Where the copy ends; -1 where there is no room for it. */
export function writeBytes(from: Buffer, bytes: Buffer, start: number): number {
  const end = start + from.length;
  if (end > bytes.length) return -1;
  bytes.set(from, start);
  return end;
}

/** As UTF-8. */
export function writeEncoded(text: string, bytes: Buffer, start: number): number {
  // A character takes three bytes at most.
  const room = bytes.length - start;
  if (3 * text.length > room && Buffer.byteLength(text) > room) return -1;
  return start + bytes.write(text, start);
}
