import { Damage } from "./damage";
import { copyMatch } from "./lz4-block";

/**
 * Decompresses a Snappy block of at most `limit` decompressed bytes.
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
export function decompressSnappyBlock(input: Uint8Array, limit: number): Uint8Array {
  let at = 0;
  let size = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = input[at];
    at += 1;
    if (byte === undefined || shift > 28) throw new Damage("invalid length of a block");
    size += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  if (size > limit) throw new Damage("a block is larger than allowed");
  const output = new Uint8Array(size);
  let end = 0;
  while (at < input.length) {
    const tag = input[at] ?? 0;
    at += 1;
    const kind = tag & 3;
    if (kind === 0) {
      let length = tag >> 2;
      if (length >= 60) {
        const bytes = length - 59;
        length = numberAt(input, at, bytes);
        at += bytes;
      }
      length += 1;
      if (at + length > input.length || end + length > size) throw new Damage("literals break off");
      output.set(input.subarray(at, at + length), end);
      at += length;
      end += length;
      continue;
    }
    const bytes = kind === 3 ? 4 : kind;
    const distance = numberAt(input, at, bytes) + (kind === 1 ? (tag >> 5) << 8 : 0);
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    at += bytes;
    if (distance === 0 || distance > end || end + length > size || at > input.length) {
      throw new Damage("invalid distance");
    }
    end = copyMatch(output, end, distance, length);
  }
  if (end !== size) throw new Damage("a block is smaller than its size");
  return output;
}

function numberAt(input: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let index = 0; index < bytes; index += 1) value += (input[at + index] ?? 0) * 2 ** (8 * index);
  return value;
}
