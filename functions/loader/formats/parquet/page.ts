import type { DecodedArray, PageHeader } from "hyparquet";
import { Damage, truncated } from "../../readers/damage";
import { decompressPage } from "./codecs";
import { readHybrid } from "./hybrid";
import type { ParquetLibrary } from "./library";
import { type Column, convertValues, isText } from "./values";

/** Values of one page: pages have some thousands; more would be brought into memory out of a few bytes. */
const maximumPageValues = 2 ** 24;

/** A data page: its levels, and its values one slice after the other. */
export interface Page {
  /** Values with those that are missing. */
  readonly count: number;
  /** Undefined where no value can be missing. */
  readonly definition: Uint8Array | undefined;
  /** Undefined where no value is repeated. */
  readonly repetition: Uint8Array | undefined;
  /** The next values, without those that are missing. */
  readonly next: (count: number) => DecodedArray;
}

export function readDictionary(
  library: ParquetLibrary,
  header: PageHeader,
  compressed: Uint8Array,
  column: Column,
): DecodedArray {
  const count = header.dictionary_page_header?.num_values ?? -1;
  const bytes = decompressPage(column.metadata.codec, compressed, header.uncompressed_page_size);
  if (!(count >= 0 && count <= 8 * bytes.length)) throw new Damage(`a dictionary of ${count} values`);
  return plainValues(library, bytes, count, column)(count);
}

export function readDataPage(
  library: ParquetLibrary,
  header: PageHeader,
  compressed: Uint8Array,
  column: Column,
  dictionary: DecodedArray | undefined,
): Page {
  const { data_page_header: first, data_page_header_v2: second } = header;
  const levels = {
    definition: library.getMaxDefinitionLevel(column.path),
    repetition: library.getMaxRepetitionLevel(column.path),
  };
  const { codec } = column.metadata;
  const { num_values: count = -1, encoding } = first ?? second ?? {};
  if (!(count >= 0 && count <= maximumPageValues)) throw new Damage(`a page of ${count} values`);
  let bytes: Uint8Array;
  let repetition: Uint8Array | undefined;
  let definition: Uint8Array | undefined;
  if (second !== undefined) {
    // The levels stand before what is compressed, without their sizes.
    const { repetition_levels_byte_length: repetitionBytes, definition_levels_byte_length: definitionBytes } = second;
    const levelBytes = repetitionBytes + definitionBytes;
    repetition = readLevels(compressed.subarray(0, repetitionBytes), levels.repetition, count);
    definition = readLevels(compressed.subarray(repetitionBytes, levelBytes), levels.definition, count);
    const size = header.uncompressed_page_size - levelBytes;
    bytes = decompressPage(
      second.is_compressed === false ? "UNCOMPRESSED" : codec,
      compressed.subarray(levelBytes),
      size,
    );
  } else {
    bytes = decompressPage(codec, compressed, header.uncompressed_page_size);
    let at = 0;
    const sized = (level: number): Uint8Array | undefined => {
      if (level === 0) return undefined;
      const part = sizedPart(bytes.subarray(at));
      at += 4 + part.length;
      return readLevels(part, level, count);
    };
    repetition = sized(levels.repetition);
    definition = sized(levels.definition);
    bytes = new Uint8Array(bytes.subarray(at));
  }
  const present = definition === undefined ? count : countOf(definition, levels.definition);
  const next = valueReader(library, { bytes, encoding: encoding ?? "none", count: present, column, dictionary });
  return { count, definition, repetition, next };
}

function readLevels(bytes: Uint8Array, maximum: number, count: number): Uint8Array | undefined {
  if (maximum === 0) return undefined;
  const levels = readHybrid(bytes, 32 - Math.clz32(maximum), new Uint8Array(count));
  for (const level of levels) if (level > maximum) throw new Damage(`a level of ${level}`);
  return levels;
}

function countOf(levels: Uint8Array, wanted: number): number {
  let count = 0;
  for (const level of levels) if (level === wanted) count += 1;
  return count;
}

/** Bytes behind their size. */
function sizedPart(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 4) throw truncated();
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (4 + size > bytes.length) throw truncated();
  return bytes.subarray(4, 4 + size);
}

interface PageValues {
  readonly bytes: Uint8Array;
  readonly encoding: string;
  readonly count: number;
  readonly column: Column;
  readonly dictionary: DecodedArray | undefined;
}

function valueReader(library: ParquetLibrary, values: PageValues): Page["next"] {
  const { bytes, encoding, count, column, dictionary } = values;
  const { type } = column.metadata;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  switch (encoding) {
    case "PLAIN":
      return plainValues(library, bytes, count, column);
    case "PLAIN_DICTIONARY":
    case "RLE_DICTIONARY":
      return dictionaryValues(bytes, count, dictionary);
    case "RLE":
      return slices(Array.from(readHybrid(sizedPart(bytes), 1, new Uint8Array(count)), (value) => value === 1));
    case "BYTE_STREAM_SPLIT":
      if (count * (column.element.type_length ?? 4) > bytes.length) throw truncated();
      return slices(
        convertValues(library, library.byteStreamSplit(reader, count, type, column.element.type_length), column),
      );
    case "DELTA_BINARY_PACKED": {
      const numbers = type === "INT32" ? new Int32Array(count) : new BigInt64Array(count);
      if (count > 0) library.deltaBinaryUnpack(reader, count, numbers);
      return slices(convertValues(library, numbers, column));
    }
    case "DELTA_LENGTH_BYTE_ARRAY":
    case "DELTA_BYTE_ARRAY": {
      const arrays: Uint8Array[] = [];
      if (count > 0) {
        if (encoding === "DELTA_BYTE_ARRAY") library.deltaByteArray(reader, count, arrays);
        else library.deltaLengthByteArray(reader, count, arrays);
      }
      return slices(convertValues(library, arrays, column));
    }
    default:
      throw new Damage(`values encoded as ${encoding} cannot be read`);
  }
}

function slices(values: DecodedArray): Page["next"] {
  let at = 0;
  return (count) => {
    at += count;
    return values.slice(at - count, at);
  };
}

function dictionaryValues(bytes: Uint8Array, count: number, dictionary: DecodedArray | undefined): Page["next"] {
  if (dictionary === undefined) throw new Damage("values of a dictionary that there is not");
  const places =
    count === 0 ? new Uint32Array(0) : readHybrid(bytes.subarray(1), bytes[0] ?? 0, new Uint32Array(count));
  let at = 0;
  return (wanted) => {
    const values = new Array<unknown>(wanted);
    for (let index = 0; index < wanted; index += 1) {
      const place = places[at + index] ?? 0;
      if (place >= dictionary.length) throw new Damage("a value that the dictionary does not hold");
      values[index] = dictionary[place];
    }
    at += wanted;
    return values;
  };
}

/** Values one behind the other, which need not be read before they are wanted. */
function plainValues(library: ParquetLibrary, bytes: Uint8Array, total: number, column: Column): Page["next"] {
  const { element, metadata } = column;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  // Eight in a byte: they cannot be read from any place.
  if (metadata.type === "BOOLEAN") {
    if (total > 8 * bytes.length) throw truncated();
    return slices(library.readPlain(reader, "BOOLEAN", total, undefined));
  }
  if (metadata.type === "BYTE_ARRAY" && isText(element)) return plainTexts(bytes);
  return (count) => {
    if (count > bytes.length) throw truncated();
    return convertValues(library, library.readPlain(reader, metadata.type, count, element.type_length), column);
  };
}

function plainTexts(bytes: Uint8Array): Page["next"] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  return (count) => {
    const texts: string[] = [];
    for (let index = 0; index < count; index += 1) {
      if (at + 4 > buffer.length) throw truncated();
      const end = at + 4 + buffer.readUInt32LE(at);
      if (end > buffer.length) throw truncated();
      texts.push(buffer.toString("utf8", at + 4, end));
      at = end;
    }
    return texts;
  };
}
