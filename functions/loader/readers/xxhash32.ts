const prime1 = 0x9e3779b1;
const prime2 = 0x85ebca77;
const prime3 = 0xc2b2ae3d;
const prime4 = 0x27d4eb2f;
const prime5 = 0x165667b1;

/**
 * The check sum of LZ4 frames, over bytes that come in pieces.
 * @see https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 */
export class XxHash32 {
  private readonly lanes = new Int32Array([prime1 + prime2, prime2, 0, -prime1]);
  private readonly pending = Buffer.alloc(16);
  private pendingBytes = 0;
  private total = 0;

  update(bytes: Uint8Array): this {
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.total += data.length;
    let at = 0;
    if (this.pendingBytes > 0) {
      at = data.copy(this.pending, this.pendingBytes, 0, 16 - this.pendingBytes);
      this.pendingBytes += at;
      if (this.pendingBytes < 16) return this;
      this.stripe(this.pending, 0);
    }
    for (; at + 16 <= data.length; at += 16) this.stripe(data, at);
    this.pendingBytes = data.copy(this.pending, 0, at);
    return this;
  }

  private stripe(data: Buffer, at: number): void {
    const { lanes } = this;
    for (let lane = 0; lane < 4; lane += 1) {
      const sum = (lanes[lane] ?? 0) + Math.imul(data.readInt32LE(at + 4 * lane), prime2);
      lanes[lane] = Math.imul(rotate(sum, 13), prime1);
    }
  }

  digest(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.lanes;
    let hash = this.total < 16 ? prime5 : rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
    hash = (hash + this.total) | 0;
    let at = 0;
    for (; at + 4 <= this.pendingBytes; at += 4) {
      hash = Math.imul(rotate(hash + Math.imul(this.pending.readInt32LE(at), prime3), 17), prime4);
    }
    for (; at < this.pendingBytes; at += 1) {
      hash = Math.imul(rotate(hash + Math.imul(this.pending[at] ?? 0, prime5), 11), prime1);
    }
    hash = Math.imul(hash ^ (hash >>> 15), prime2);
    hash = Math.imul(hash ^ (hash >>> 13), prime3);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
