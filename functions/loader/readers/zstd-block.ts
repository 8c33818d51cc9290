import { Damage } from "./damage";
import { copyMatch } from "./lz4-block";
import {
  BackwardBits,
  decodeHuffman,
  type HuffmanTable,
  readHuffmanTable,
  readStateTable,
  type StateTable,
  singleStateTable,
  stateTable,
} from "./zstd-entropy";

export const maximumZstdBlockBytes = 128 * 1024;

/** What a block takes over from the ones before it in its frame. */
export interface ZstdState {
  huffman: HuffmanTable | undefined;
  /** Of literal lengths, offsets and match lengths. */
  tables: (StateTable | undefined)[];
  readonly offsets: [number, number, number];
}

export function newZstdState(): ZstdState {
  return { huffman: undefined, tables: [], offsets: [1, 4, 8] };
}

const ones = (count: number): number[] => new Array<number>(count).fill(1);
const rare = (count: number): number[] => new Array<number>(count).fill(-1);

interface Kind {
  readonly maximumAccuracy: number;
  readonly maximumSymbol: number;
  readonly usual: StateTable;
}

/** @see https://www.rfc-editor.org/rfc/rfc8878#name-default-distributions */
const kinds: readonly Kind[] = [
  {
    maximumAccuracy: 9,
    maximumSymbol: 35,
    usual: stateTable(
      [4, 3, ...new Array<number>(11).fill(2), 1, 1, 1, ...new Array<number>(9).fill(2), 3, 2, ...ones(5), ...rare(4)],
      6,
    ),
  },
  {
    maximumAccuracy: 8,
    maximumSymbol: 31,
    usual: stateTable([...ones(6), 2, 2, 2, ...ones(15), ...rare(5)], 5),
  },
  {
    maximumAccuracy: 9,
    maximumSymbol: 52,
    usual: stateTable([1, 4, 3, ...new Array<number>(6).fill(2), ...ones(37), ...rare(7)], 6),
  },
];

/** Codes of lengths: how many bits follow; what the length is without them follows from those before. */
const literalBits = Uint8Array.of(...new Array<number>(16).fill(0), 1, 1, 1, 1, 2, 2, 3, 3, 4, ...upTo16(6));
const matchBits = Uint8Array.of(...new Array<number>(32).fill(0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, ...upTo16(7));
const literalBases = basesOf(literalBits, 0);
const matchBases = basesOf(matchBits, 3);
const offsetBases = Uint32Array.from({ length: 32 }, (_, code) => 2 ** code);

function upTo16(first: number): number[] {
  return Array.from({ length: 17 - first }, (_, index) => first + index);
}

function basesOf(bits: Uint8Array, first: number): Uint32Array {
  let base = first;
  return Uint32Array.from(bits, (size) => {
    const own = base;
    base += 2 ** size;
    return own;
  });
}

/**
 * Decompresses a block into `output` behind `start`, up to its end at most; what is before `start`, from `oldest` on, may
 * be repeated. Returns where it ends.
 * @see https://www.rfc-editor.org/rfc/rfc8878
 */
export function decompressZstdBlock(
  block: Uint8Array,
  state: ZstdState,
  output: Uint8Array,
  start: number,
  oldest: number,
): number {
  const { literals, end: literalsEnd } = readLiterals(block, state);
  let at = literalsEnd;
  let count = block[at] ?? 0;
  at += 1;
  if (count === 255) {
    count = (block[at] ?? 0) + ((block[at + 1] ?? 0) << 8) + 0x7f00;
    at += 2;
  } else if (count > 127) {
    count = ((count - 128) << 8) + (block[at] ?? 0);
    at += 1;
  }
  let end = start;
  let literal = 0;
  if (count > 0) {
    at = readTables(block, at, state);
    const [literalTable, offsetTable, matchTable] = state.tables;
    if (literalTable === undefined || offsetTable === undefined || matchTable === undefined) {
      throw new Damage("a block repeats a table that there is not");
    }
    const bits = new BackwardBits(block.subarray(at));
    let literalState = bits.read(literalTable.accuracy);
    let offsetState = bits.read(offsetTable.accuracy);
    let matchState = bits.read(matchTable.accuracy);
    for (let left = count; left > 0; left -= 1) {
      const offsetCode = offsetTable.symbols[offsetState] ?? 0;
      const matchCode = matchTable.symbols[matchState] ?? 0;
      const literalCode = literalTable.symbols[literalState] ?? 0;
      if (offsetCode > 31 || matchCode > 52 || literalCode > 35) throw new Damage("invalid sequence");
      const offsetValue = (offsetBases[offsetCode] ?? 0) + bits.read(offsetCode);
      const matched = (matchBases[matchCode] ?? 0) + bits.read(matchBits[matchCode] ?? 0);
      const copied = (literalBases[literalCode] ?? 0) + bits.read(literalBits[literalCode] ?? 0);
      if (left > 1) {
        literalState = (literalTable.bases[literalState] ?? 0) + bits.read(literalTable.bits[literalState] ?? 0);
        matchState = (matchTable.bases[matchState] ?? 0) + bits.read(matchTable.bits[matchState] ?? 0);
        offsetState = (offsetTable.bases[offsetState] ?? 0) + bits.read(offsetTable.bits[offsetState] ?? 0);
      }
      if (bits.left < 0) throw new Damage("sequences break off");
      const distance = distanceOf(offsetValue, copied, state.offsets);
      if (literal + copied > literals.length) throw new Damage("a sequence has too many literals");
      if (end + copied + matched > output.length) throw new Damage("a block is larger than allowed");
      for (let index = 0; index < copied; index += 1) output[end + index] = literals[literal + index] ?? 0;
      literal += copied;
      end += copied;
      if (distance === 0 || end - distance < oldest) throw new Damage("invalid distance");
      end = copyMatch(output, end, distance, matched);
    }
    if (bits.left !== 0) throw new Damage("sequences do not fit their bits");
  } else if (at !== block.length) {
    throw new Damage("bytes behind the literals");
  }
  const rest = literals.subarray(literal);
  if (end + rest.length > output.length) throw new Damage("a block is larger than allowed");
  output.set(rest, end);
  return end + rest.length;
}

function readLiterals(block: Uint8Array, state: ZstdState): { literals: Uint8Array; end: number } {
  const first = block[0] ?? 0;
  const kind = first & 3;
  const format = (first >> 2) & 3;
  const header = numberAt(block, 0, 5);
  if (kind < 2) {
    const headerBytes = format === 1 ? 2 : format === 3 ? 3 : 1;
    const size = Math.floor((header % 2 ** (8 * headerBytes)) / 2 ** (headerBytes === 1 ? 3 : 4));
    const end = headerBytes + (kind === 0 ? size : 1);
    if (size > maximumZstdBlockBytes || end > block.length) throw new Damage("literals break off");
    if (kind === 0) return { literals: block.subarray(headerBytes, end), end };
    return { literals: new Uint8Array(size).fill(block[headerBytes] ?? 0), end };
  }
  const sizeBits = format < 2 ? 10 : format === 2 ? 14 : 18;
  const headerBytes = (4 + 2 * sizeBits) >> 3;
  const size = Math.floor(header / 16) % 2 ** sizeBits;
  const end = headerBytes + (Math.floor(header / 2 ** (4 + sizeBits)) % 2 ** sizeBits);
  if (size > maximumZstdBlockBytes || end > block.length) throw new Damage("literals break off");
  let data = block.subarray(headerBytes, end);
  if (kind === 2) {
    const { table, end: tableEnd } = readHuffmanTable(data);
    state.huffman = table;
    data = data.subarray(tableEnd);
  }
  if (state.huffman === undefined) throw new Damage("a block repeats a table that there is not");
  const literals = new Uint8Array(size);
  if (format === 0) {
    decodeHuffman(data, literals, state.huffman);
    return { literals, end };
  }
  const part = (size + 3) >> 2;
  if (3 * part > size || data.length < 6) throw new Damage("literals break off");
  let at = 6;
  for (let index = 0; index < 4; index += 1) {
    const length = index < 3 ? numberAt(data, 2 * index, 2) : data.length - at;
    const output = literals.subarray(part * index, index < 3 ? part * (index + 1) : size);
    decodeHuffman(data.subarray(at, at + length), output, state.huffman);
    at += length;
  }
  return { literals, end };
}

function readTables(block: Uint8Array, start: number, state: ZstdState): number {
  const modes = block[start] ?? 0;
  if ((modes & 3) !== 0) throw new Damage("invalid block");
  let at = start + 1;
  state.tables = kinds.map(({ usual, maximumAccuracy, maximumSymbol }, index) => {
    switch ((modes >> (6 - 2 * index)) & 3) {
      case 0:
        return usual;
      case 1:
        at += 1;
        return singleStateTable(block[at - 1] ?? 0);
      case 2: {
        const { table, end } = readStateTable(block, at, maximumAccuracy, maximumSymbol);
        at = end;
        return table;
      }
      default:
        return state.tables[index];
    }
  });
  return at;
}

/** How far back a sequence reaches: its own distance or one of the last three. */
function distanceOf(value: number, copied: number, offsets: [number, number, number]): number {
  // By index: taking the tuple apart would go through its iterator, for each sequence.
  const first = offsets[0];
  const second = offsets[1];
  const third = offsets[2];
  if (value > 3) {
    offsets[2] = second;
    offsets[1] = first;
    offsets[0] = value - 3;
    return offsets[0];
  }
  const place = copied === 0 ? value : value - 1;
  if (place === 0) return first;
  const distance = place === 1 ? second : place === 2 ? third : first - 1;
  if (place > 1) offsets[2] = second;
  offsets[1] = first;
  offsets[0] = distance;
  return distance;
}

function numberAt(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let index = 0; index < size; index += 1) value += (bytes[at + index] ?? 0) * 2 ** (8 * index);
  return value;
}
