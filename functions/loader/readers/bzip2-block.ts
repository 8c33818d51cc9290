import type { BitReader } from "./bit-reader";
import { Damage } from "./damage";

const groupSymbols = 50;
const maximumCodeBits = 20;
/** Symbols 0 and 1 are digits of the length of a run. */
const firstIndexSymbol = 2;

/** A prefix code as bzip2 writes it: by the lengths of its words. */
interface Code {
  /** The symbols by length of their words, then by number. */
  readonly symbols: Uint16Array;
  /** By length: the largest word of it, as if it had 20 bits; -1 if there is none. */
  readonly limits: Int32Array;
  /** By length: what its words are above their symbols' places. */
  readonly offsets: Int32Array;
}

/** Reads a block behind its check sum; gives its bytes as they were before bzip2's run-length coding. */
export function readBzip2Block(bits: BitReader, maximumBytes: number): { transformed: Uint32Array; start: number } {
  if (bits.read(1) !== 0) throw new Damage("blocks of bzip2 0.9.0 and before are not read");
  const origin = bits.read(24);
  const used = readUsedBytes(bits);
  const codeCount = bits.read(3);
  const selectorCount = bits.read(15);
  if (codeCount < 2 || codeCount > 6 || selectorCount === 0) throw new Damage("invalid block");
  const selectors = readSelectors(bits, codeCount, selectorCount);
  const codes = Array.from({ length: codeCount }, () => readCode(bits, used.length + 2));
  const counts = new Uint32Array(256);
  const bytes = readBytes(bits, { codes, selectors, used, counts, maximumBytes });
  if (origin >= bytes.length) throw new Damage("invalid block");
  return { transformed: invertTransform(bytes, counts), start: origin };
}

function readUsedBytes(bits: BitReader): number[] {
  const rows = bits.read(16);
  const used: number[] = [];
  for (let row = 0; row < 16; row += 1) {
    if ((rows & (0x8000 >> row)) === 0) continue;
    const columns = bits.read(16);
    for (let column = 0; column < 16; column += 1) {
      if ((columns & (0x8000 >> column)) !== 0) used.push(16 * row + column);
    }
  }
  if (used.length === 0) throw new Damage("invalid block");
  return used;
}

/** Which code each group of 50 symbols has; moved to the front, in unary. */
function readSelectors(bits: BitReader, codeCount: number, count: number): Uint8Array {
  const order = [0, 1, 2, 3, 4, 5];
  const selectors = new Uint8Array(count);
  for (let index = 0; index < count; index += 1) {
    let place = 0;
    while (bits.read(1) === 1) {
      place += 1;
      if (place >= codeCount) throw new Damage("invalid block");
    }
    const [selector = 0] = order.splice(place, 1);
    order.unshift(selector);
    selectors[index] = selector;
  }
  return selectors;
}

function readCode(bits: BitReader, symbolCount: number): Code {
  const lengths = new Uint8Array(symbolCount);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbolCount; symbol += 1) {
    for (;;) {
      if (length < 1 || length > maximumCodeBits) throw new Damage("invalid code");
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  const symbols = new Uint16Array(symbolCount);
  const limits = new Int32Array(maximumCodeBits + 2).fill(-1);
  const offsets = new Int32Array(maximumCodeBits + 2);
  let place = 0;
  let word = 0;
  for (let size = 1; size <= maximumCodeBits; size += 1) {
    offsets[size] = word - place;
    for (let symbol = 0; symbol < symbolCount; symbol += 1) {
      if (lengths[symbol] !== size) continue;
      symbols[place] = symbol;
      place += 1;
      word += 1;
    }
    limits[size] = (word << (maximumCodeBits - size)) - 1;
    word <<= 1;
  }
  return { symbols, limits, offsets };
}

/** The bytes after the Burrows-Wheeler transform; counts them. */
function readBytes(
  bits: BitReader,
  block: {
    readonly codes: readonly Code[];
    readonly selectors: Uint8Array;
    readonly used: readonly number[];
    readonly counts: Uint32Array;
    readonly maximumBytes: number;
  },
): Uint8Array {
  const { codes, selectors, counts, maximumBytes } = block;
  const front = Uint8Array.from(block.used);
  const endSymbol = front.length + 1;
  const bytes = new Uint8Array(maximumBytes);
  let length = 0;
  let run = 0;
  let digit = 1;
  for (const selector of selectors) {
    const code = codes[selector];
    if (code === undefined) throw new Damage("invalid block");
    for (let index = 0; index < groupSymbols; index += 1) {
      const symbol = readSymbol(bits, code);
      if (symbol < firstIndexSymbol) {
        run += digit << symbol;
        digit <<= 1;
        if (run > maximumBytes) throw new Damage("a run is larger than its block");
        continue;
      }
      if (run > 0) {
        const [byte = 0] = front;
        if (length + run > maximumBytes) throw new Damage("a run is larger than its block");
        bytes.fill(byte, length, length + run);
        counts[byte] = (counts[byte] ?? 0) + run;
        length += run;
        run = 0;
        digit = 1;
      }
      if (symbol === endSymbol) return bytes.subarray(0, length);
      if (length >= maximumBytes) throw new Damage("a block is larger than its size");
      const byte = front[symbol - 1] ?? 0;
      front.copyWithin(1, 0, symbol - 1);
      front[0] = byte;
      bytes[length] = byte;
      counts[byte] = (counts[byte] ?? 0) + 1;
      length += 1;
    }
  }
  throw new Damage("a block does not end");
}

function readSymbol(bits: BitReader, { symbols, limits, offsets }: Code): number {
  const word = bits.peek(maximumCodeBits);
  let size = 1;
  while (size <= maximumCodeBits && word > (limits[size] ?? -1)) size += 1;
  const symbol = symbols[(word >> (maximumCodeBits - size)) - (offsets[size] ?? 0)];
  if (size > maximumCodeBits || symbol === undefined) throw new Damage("invalid code");
  bits.skip(size);
  return symbol;
}

/** Each entry: a byte, and above it the place of the entry that holds the next byte. */
function invertTransform(bytes: Uint8Array, counts: Uint32Array): Uint32Array {
  const next = new Uint32Array(256);
  let sum = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    next[byte] = sum;
    sum += counts[byte] ?? 0;
  }
  const transformed = new Uint32Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) transformed[at] = bytes[at] ?? 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const place = next[byte] ?? 0;
    next[byte] = place + 1;
    transformed[place] = (transformed[place] ?? 0) | (at << 8);
  }
  return transformed;
}
