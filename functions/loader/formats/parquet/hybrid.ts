import { Damage } from "../../readers/damage";

/**
 * Reads numbers of `width` bits from runs and bit-packed groups, as levels and places in a dictionary are written.
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
export function readHybrid<Numbers extends Uint8Array | Uint32Array>(
  bytes: Uint8Array,
  width: number,
  output: Numbers,
): Numbers {
  if (width > 32) throw new Damage(`numbers of ${width} bits`);
  const runBytes = (width + 7) >> 3;
  const mask = width === 32 ? 0xffffffff : 2 ** width - 1;
  let at = 0;
  let filled = 0;
  while (filled < output.length) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at];
      at += 1;
      if (byte === undefined || shift > 28) throw new Damage("numbers break off");
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    if (header % 2 === 0) {
      let value = 0;
      for (let index = 0; index < runBytes; index += 1) value += (bytes[at + index] ?? 0) * 2 ** (8 * index);
      at += runBytes;
      const end = Math.min(output.length, filled + header / 2);
      output.fill(value, filled, end);
      filled = end;
      continue;
    }
    const groups = (header - 1) / 2;
    const count = Math.min(output.length - filled, 8 * groups);
    if (at + Math.ceil((count * width) / 8) > bytes.length) throw new Damage("numbers break off");
    for (let index = 0; index < count; index += 1) output[filled + index] = bitsAt(bytes, at, index * width) & mask;
    filled += count;
    at += groups * width;
  }
  return output;
}

function bitsAt(bytes: Uint8Array, start: number, bit: number): number {
  const at = start + Math.floor(bit / 8);
  const shift = bit & 7;
  const word =
    (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  return shift === 0 ? word : (word >>> shift) | ((bytes[at + 4] ?? 0) << (32 - shift));
}
