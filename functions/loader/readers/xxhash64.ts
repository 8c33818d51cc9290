const prime1 = 0x9e3779b185ebca87n;
const prime2 = 0xc2b2ae3d27d4eb4fn;
const prime3 = 0x165667b19e3779f9n;
const prime4 = 0x85ebca77c2b2ae63n;
const prime5 = 0x27d4eb2f165667c5n;
const wide = (value: bigint): bigint => BigInt.asUintN(64, value);

const stripeBytes = 32;

/**
 * The check sum of zstd frames, over bytes that come in pieces. Stripes are counted in halves of 32 bits: big integers
 * would take longer than decompressing.
 * @see https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 */
export class XxHash64 {
  /** Low and high half of each lane. */
  private readonly lanes = new Int32Array(8);
  private readonly pending = Buffer.alloc(stripeBytes);
  private pendingBytes = 0;
  private total = 0;

  constructor() {
    for (const [lane, start] of [prime1 + prime2, prime2, 0n, -prime1].entries()) {
      this.lanes[2 * lane] = Number(BigInt.asUintN(32, start));
      this.lanes[2 * lane + 1] = Number(wide(start) >> 32n);
    }
  }

  update(bytes: Uint8Array): this {
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.total += data.length;
    let at = 0;
    if (this.pendingBytes > 0) {
      at = data.copy(this.pending, this.pendingBytes, 0, stripeBytes - this.pendingBytes);
      this.pendingBytes += at;
      if (this.pendingBytes < stripeBytes) return this;
      this.stripe(this.pending, 0);
    }
    for (; at + stripeBytes <= data.length; at += stripeBytes) this.stripe(data, at);
    this.pendingBytes = data.copy(this.pending, 0, at);
    return this;
  }

  /** lane = rotate(lane + word * prime2, 31) * prime1 */
  private stripe(data: Buffer, at: number): void {
    const { lanes } = this;
    for (let lane = 0; lane < 8; lane += 2) {
      const place = at + 4 * lane;
      const added = multiplyLow(data.readInt32LE(place), data.readInt32LE(place + 4), 0x27d4eb4f, 0xc2b2ae3d);
      const sum = ((lanes[lane] ?? 0) >>> 0) + (added >>> 0);
      const carry = sum > 0xffffffff ? 1 : 0;
      const low = sum | 0;
      const high = ((lanes[lane + 1] ?? 0) + productHigh + carry) | 0;
      lanes[lane] = multiplyLow((low << 31) | (high >>> 1), (high << 31) | (low >>> 1), 0x85ebca87, 0x9e3779b1);
      lanes[lane + 1] = productHigh;
    }
  }

  /** The low 32 bits, which are all that zstd keeps. */
  digest(): number {
    const lane = (index: number): bigint =>
      wide((BigInt(this.lanes[2 * index + 1] ?? 0) << 32n) | BigInt((this.lanes[2 * index] ?? 0) >>> 0));
    let hash = prime5;
    if (this.total >= stripeBytes) {
      hash = wide(rotate(lane(0), 1n) + rotate(lane(1), 7n) + rotate(lane(2), 12n) + rotate(lane(3), 18n));
      for (const index of [0, 1, 2, 3]) hash = wide((hash ^ mixed(lane(index))) * prime1 + prime4);
    }
    hash = wide(hash + BigInt(this.total));
    let at = 0;
    for (; at + 8 <= this.pendingBytes; at += 8) {
      hash = wide(rotate(hash ^ mixed(this.pending.readBigUInt64LE(at)), 27n) * prime1 + prime4);
    }
    if (at + 4 <= this.pendingBytes) {
      hash = wide(rotate(hash ^ wide(BigInt(this.pending.readUInt32LE(at)) * prime1), 23n) * prime2 + prime3);
      at += 4;
    }
    for (; at < this.pendingBytes; at += 1) {
      hash = wide(rotate(hash ^ wide(BigInt(this.pending[at] ?? 0) * prime5), 11n) * prime1);
    }
    hash = wide((hash ^ (hash >> 33n)) * prime2);
    hash = wide((hash ^ (hash >> 29n)) * prime3);
    return Number(BigInt.asUintN(32, hash ^ (hash >> 32n)));
  }
}

function rotate(value: bigint, bits: bigint): bigint {
  return wide((value << bits) | (value >> (64n - bits)));
}

function mixed(value: bigint): bigint {
  return wide(rotate(wide(value * prime2), 31n) * prime1);
}

/** The high half of the last product. With a sign, as the low one: such numbers need no memory of their own. */
let productHigh = 0;

/** The low half of a product of two numbers in halves; leaves the high one in `productHigh`. */
function multiplyLow(low: number, high: number, otherLow: number, otherHigh: number): number {
  const a0 = low & 0xffff;
  const a1 = low >>> 16;
  const b0 = otherLow & 0xffff;
  const b1 = otherLow >>> 16;
  const first = a1 * b0 + ((a0 * b0) >>> 16);
  const second = a0 * b1 + (first & 0xffff);
  const carried = a1 * b1 + (first >>> 16) + (second >>> 16);
  productHigh = (carried + Math.imul(high, otherLow) + Math.imul(low, otherHigh)) | 0;
  return Math.imul(low, otherLow);
}
