import { Damage, truncated } from "./damage";

/** Reads bits, the highest of each byte first. */
export class BitReader {
  private buffer = 0;
  /** Bits in `buffer`. */
  private count = 0;
  private at = 0;

  /** @param last nothing follows the bytes: running out of them is truncation, else there are too many. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly last: boolean,
    skippedBits = 0,
  ) {
    if (skippedBits > 0) this.read(skippedBits);
  }

  /** Bits read so far. */
  get position(): number {
    return 8 * this.at - this.count;
  }

  /** The next bits, at most 24. Behind the end they are 0. */
  peek(size: number): number {
    while (this.count < size) {
      this.buffer = (this.buffer << 8) | (this.bytes[this.at] ?? 0);
      this.at += 1;
      this.count += 8;
    }
    return (this.buffer >>> (this.count - size)) & ((1 << size) - 1);
  }

  skip(size: number): void {
    this.count -= size;
    if (this.at > this.bytes.length && this.position > 8 * this.bytes.length) {
      throw this.last ? truncated() : new Damage("a block is larger than allowed");
    }
  }

  read(size: number): number {
    const value = this.peek(size);
    this.skip(size);
    return value;
  }
}
