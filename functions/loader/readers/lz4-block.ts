import { Damage } from "./damage";

/**
 * Decompresses an LZ4 block into `output` from `start`, behind what earlier blocks left there; returns where it ends.
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
export function decompressLz4Block(input: Uint8Array, output: Uint8Array, start = 0): number {
  let at = 0;
  let end = start;
  const length = (first: number): number => {
    let sum = first;
    if (first !== 15) return sum;
    for (;;) {
      const byte = input[at];
      if (byte === undefined) throw new Damage("a length breaks off");
      at += 1;
      sum += byte;
      if (byte !== 255) return sum;
    }
  };
  while (at < input.length) {
    const token = input[at] ?? 0;
    at += 1;
    const literals = length(token >> 4);
    if (at + literals > input.length) throw new Damage("literals break off");
    if (end + literals > output.length) throw new Damage("a block is larger than its size");
    output.set(input.subarray(at, at + literals), end);
    at += literals;
    end += literals;
    if (at === input.length) break;
    const distance = (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8);
    at += 2;
    const matched = length(token & 15) + 4;
    if (distance === 0 || distance > end || at > input.length) throw new Damage("invalid distance");
    if (end + matched > output.length) throw new Damage("a block is larger than its size");
    end = copyMatch(output, end, distance, matched);
  }
  return end;
}

/** Repeats what is `distance` bytes back; it may reach into what it writes. Returns the new end. */
export function copyMatch(output: Uint8Array, end: number, distance: number, length: number): number {
  const stop = end + length;
  if (distance >= length) {
    if (length > 32) {
      output.copyWithin(end, end - distance, stop - distance);
      return stop;
    }
  } else if (distance === 1) {
    output.fill(output[end - 1] ?? 0, end, stop);
    return stop;
  }
  for (let to = end; to < stop; to += 1) output[to] = output[to - distance] ?? 0;
  return stop;
}
