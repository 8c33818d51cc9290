import { Damage } from "./damage";

/** A table that decodes with finite states: what each state means and how the next one is found. */
export interface StateTable {
  readonly accuracy: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly bases: Uint16Array;
}

/** Words of up to 11 bits by their beginning. */
export interface HuffmanTable {
  readonly bits: number;
  readonly symbols: Uint8Array;
  readonly lengths: Uint8Array;
}

/** Reads bits from the end of bytes to their beginning. Before the beginning there are zeros. */
export class BackwardBits {
  /** Bits left; negative when more were read. */
  left: number;

  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    const last = bytes[bytes.length - 1] ?? 0;
    if (last === 0) throw new Damage("bits without an end");
    // The highest bit set marks the end.
    this.left = 8 * bytes.length - 8 + (31 - Math.clz32(last));
    // Room behind, so that whole words can be read at each place.
    const padded = new Uint8Array(bytes.length + 4);
    padded.set(bytes);
    this.view = new DataView(padded.buffer);
  }

  /** At most 25 bits. */
  peek(size: number): number {
    const from = this.left - size;
    if (from < 0) return from <= -size ? 0 : (this.at(0) & ((1 << this.left) - 1)) << -from;
    return this.at(from) & ((1 << size) - 1);
  }

  read(size: number): number {
    if (size > 24) return this.read(size - 16) * 0x10000 + this.read(16);
    const value = this.peek(size);
    this.left -= size;
    return value;
  }

  private at(bit: number): number {
    return this.view.getUint32(bit >>> 3, true) >>> (bit & 7);
  }
}

/** Reads how probable each symbol is, and makes the table of it. */
export function readStateTable(
  bytes: Uint8Array,
  start: number,
  maximumAccuracy: number,
  maximumSymbol: number,
): { table: StateTable; end: number } {
  let bit = 8 * start;
  const read = (size: number): number => {
    const place = bit >>> 3;
    const word = (bytes[place] ?? 0) | ((bytes[place + 1] ?? 0) << 8) | ((bytes[place + 2] ?? 0) << 16);
    const value = (word >>> (bit & 7)) & ((1 << size) - 1);
    bit += size;
    return value;
  };
  const accuracy = read(4) + 5;
  if (accuracy > maximumAccuracy) throw new Damage("a table is too accurate");
  const counts: number[] = [];
  let left = 1 << accuracy;
  while (left > 0) {
    // Small values take a bit less, as long as there are more words than values.
    const size = 32 - Math.clz32(left + 1);
    const spare = (1 << size) - 1 - (left + 1);
    const half = (1 << (size - 1)) - 1;
    let value = read(size);
    if ((value & half) < spare) {
      bit -= 1;
      value &= half;
    } else if (value > half) {
      value -= spare;
    }
    const count = value - 1;
    left -= Math.abs(count);
    counts.push(count);
    if (count === 0) {
      let repeated: number;
      do {
        repeated = read(2);
        for (let index = 0; index < repeated; index += 1) counts.push(0);
      } while (repeated === 3 && counts.length <= maximumSymbol);
    }
    if (counts.length > maximumSymbol + 1 || left < 0 || bit > 8 * bytes.length) throw new Damage("invalid table");
  }
  return { table: stateTable(counts, accuracy), end: (bit + 7) >>> 3 };
}

/** @param counts of states for each symbol; -1 for a symbol that is less probable than one state. */
export function stateTable(counts: readonly number[], accuracy: number): StateTable {
  const size = 1 << accuracy;
  const symbols = new Uint8Array(size);
  let end = size;
  for (const [symbol, count] of counts.entries()) {
    if (count !== -1) continue;
    end -= 1;
    symbols[end] = symbol;
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let place = 0;
  for (const [symbol, count] of counts.entries()) {
    for (let index = 0; index < count; index += 1) {
      symbols[place] = symbol;
      do {
        place = (place + step) & (size - 1);
      } while (place >= end && place !== 0);
    }
  }
  const next = counts.map((count) => Math.abs(count));
  const bits = new Uint8Array(size);
  const bases = new Uint16Array(size);
  for (let state = 0; state < size; state += 1) {
    const symbol = symbols[state] ?? 0;
    const value = next[symbol] ?? 0;
    next[symbol] = value + 1;
    const length = accuracy - (31 - Math.clz32(value));
    bits[state] = length;
    bases[state] = (value << length) - size;
  }
  return { accuracy, symbols, bits, bases };
}

export function singleStateTable(symbol: number): StateTable {
  return { accuracy: 0, symbols: Uint8Array.of(symbol), bits: Uint8Array.of(0), bases: Uint16Array.of(0) };
}

/** Reads the table of the literals' code. */
export function readHuffmanTable(bytes: Uint8Array): { table: HuffmanTable; end: number } {
  const header = bytes[0] ?? 0;
  if (header < 128) {
    const end = 1 + header;
    if (end > bytes.length) throw new Damage("invalid table");
    return { table: huffmanTable(readWeights(bytes.subarray(1, end))), end };
  }
  const count = header - 127;
  const weights = Array.from({ length: count }, (_, index) => {
    const byte = bytes[1 + (index >> 1)] ?? 0;
    return index % 2 === 0 ? byte >> 4 : byte & 15;
  });
  return { table: huffmanTable(weights), end: 1 + ((count + 1) >> 1) };
}

function readWeights(bytes: Uint8Array): number[] {
  const { table, end } = readStateTable(bytes, 0, 6, 255);
  const bits = new BackwardBits(bytes.subarray(end));
  const states = [bits.read(table.accuracy), bits.read(table.accuracy)];
  const weights: number[] = [];
  for (let turn = 0; weights.length < 255; turn ^= 1) {
    const state = states[turn] ?? 0;
    weights.push(table.symbols[state] ?? 0);
    states[turn] = (table.bases[state] ?? 0) + bits.read(table.bits[state] ?? 0);
    if (bits.left >= 0) continue;
    weights.push(table.symbols[states[turn ^ 1] ?? 0] ?? 0);
    return weights;
  }
  throw new Damage("invalid table");
}

/** @param weights of all symbols but the last, whose weight makes the sum a power of 2. */
function huffmanTable(weights: readonly number[]): HuffmanTable {
  let sum = 0;
  for (const weight of weights) sum += weight === 0 ? 0 : 2 ** (weight - 1);
  if (sum === 0) throw new Damage("invalid table");
  const bits = 32 - Math.clz32(sum);
  const rest = 2 ** bits - sum;
  if (bits > 11 || (rest & (rest - 1)) !== 0 || weights.length > 255) throw new Damage("invalid table");
  const all = [...weights, 32 - Math.clz32(rest)];
  const symbols = new Uint8Array(1 << bits);
  const lengths = new Uint8Array(1 << bits);
  let place = 0;
  for (let weight = 1; weight <= bits; weight += 1) {
    for (const [symbol, symbolWeight] of all.entries()) {
      if (symbolWeight !== weight) continue;
      const end = place + 2 ** (weight - 1);
      symbols.fill(symbol, place, end);
      lengths.fill(bits + 1 - weight, place, end);
      place = end;
    }
  }
  return { bits, symbols, lengths };
}

/** Decodes one stream of literals, which fills `output`. */
export function decodeHuffman(bytes: Uint8Array, output: Uint8Array, { bits, symbols, lengths }: HuffmanTable): void {
  const stream = new BackwardBits(bytes);
  for (let at = 0; at < output.length; at += 1) {
    const word = stream.peek(bits);
    output[at] = symbols[word] ?? 0;
    stream.left -= lengths[word] ?? 0;
    if (stream.left < 0) break;
  }
  if (stream.left !== 0) throw new Damage("literals do not fit their bits");
}
