import type { ByteReader } from "./byte-reader";
import { Damage, decode, truncated } from "./damage";
import { framesOf } from "./frames";
import { XxHash64 } from "./xxhash64";
import { decompressZstdBlock, maximumZstdBlockBytes, newZstdState, type ZstdState } from "./zstd-block";

const frameMagic = 0xfd2fb528;
/** What the `zstd` command reads without being told to use more memory. */
const maximumWindowBytes = 128 * 1024 * 1024;

/** Decompresses zstd frames, also over skippable ones; those that need a dictionary cannot be read. */
export function unzstd(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  return decode("zstd", framesOf(frameMagic, readFrame), compressed);
}

/** @see https://www.rfc-editor.org/rfc/rfc8878 */
async function* readFrame(input: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  await input.fill(longestHeaderBytes);
  const { headerBytes, windowBytes, hasSum } = parseHeader(input.peek(longestHeaderBytes));
  input.take(headerBytes);
  const window = new Window(windowBytes);
  const maximumBlockBytes = Math.min(maximumZstdBlockBytes, windowBytes);
  const state = newZstdState();
  const sum = new XxHash64();
  for (let last = false; !last; ) {
    if (!(await input.fill(3))) throw truncated();
    const header = parseBlockHeader(input.take(3), maximumBlockBytes);
    if (!(await input.fill(header.storedBytes))) throw truncated();
    const stored = input.take(header.storedBytes);
    const block = window.append(maximumBlockBytes, (output, start, oldest) =>
      readBlock(header, stored, state, output, start, oldest),
    );
    last = header.last;
    if (hasSum) sum.update(block);
    yield block;
  }
  if (!hasSum) return;
  if (!(await input.fill(4))) throw truncated();
  if (input.take(4).readUInt32LE(0) !== sum.digest()) throw new Damage("incorrect check sum");
}

/** Decompresses the frames of a text whose size is known. */
export function unzstdSync(compressed: Uint8Array, size: number): Uint8Array {
  const bytes = Buffer.from(compressed.buffer, compressed.byteOffset, compressed.byteLength);
  const output = new Uint8Array(size);
  let end = 0;
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length < at + 4 || bytes.readUInt32LE(at) !== frameMagic) throw new Damage("no frame");
    const { headerBytes, windowBytes, hasSum } = parseHeader(bytes.subarray(at, at + longestHeaderBytes));
    at += headerBytes;
    const frameStart = end;
    const state = newZstdState();
    for (let last = false; !last; ) {
      if (bytes.length < at + 3) throw truncated();
      const header = parseBlockHeader(bytes.subarray(at), Math.min(maximumZstdBlockBytes, windowBytes));
      const stored = bytes.subarray(at + 3, at + 3 + header.storedBytes);
      if (stored.length < header.storedBytes) throw truncated();
      at += 3 + header.storedBytes;
      end = readBlock(header, stored, state, output, end, Math.max(frameStart, end - windowBytes));
      last = header.last;
    }
    if (!hasSum) continue;
    const sum = new XxHash64().update(output.subarray(frameStart, end)).digest();
    if (bytes.length < at + 4 || bytes.readUInt32LE(at) !== sum) throw new Damage("incorrect check sum");
    at += 4;
  }
  return output.subarray(0, end);
}

type BlockHeader = ReturnType<typeof parseBlockHeader>;

function parseBlockHeader(bytes: Buffer, maximumBytes: number) {
  const header = bytes.readUIntLE(0, 3);
  const kind = (header >> 1) & 3;
  const size = header >> 3;
  if (size > maximumBytes || kind === 3) throw new Damage("invalid block");
  return { last: (header & 1) === 1, kind, size, storedBytes: kind === 1 ? 1 : size };
}

function readBlock(
  { kind, size }: BlockHeader,
  stored: Uint8Array,
  state: ZstdState,
  output: Uint8Array,
  start: number,
  oldest: number,
): number {
  if (kind === 2) return decompressZstdBlock(stored, state, output, start, oldest);
  if (start + size > output.length) throw new Damage("a block is larger than allowed");
  if (kind === 1) output.fill(stored[0] ?? 0, start, start + size);
  else output.set(stored, start);
  return start + size;
}

/** The decompressed bytes that blocks may repeat. Takes memory as they come: a frame of no bytes may say that it has many. */
class Window {
  private buffer = new Uint8Array(0);
  private end = 0;

  constructor(private readonly size: number) {}

  /** Makes room for a block, has it written, and gives a copy of it. */
  append(limit: number, write: (output: Uint8Array, start: number, oldest: number) => number): Buffer {
    this.makeRoom(limit);
    const start = this.end;
    const oldest = Math.max(0, start - this.size);
    this.end = write(this.buffer.subarray(0, start + limit), start, oldest);
    return Buffer.from(this.buffer.subarray(start, this.end));
  }

  private makeRoom(bytes: number): void {
    if (this.end + bytes <= this.buffer.length) return;
    const from = Math.max(0, this.end - this.size);
    const kept = this.end - from;
    // Up to twice the window, so that it is moved only once in a while.
    const wanted = Math.min(Math.max(2 * this.buffer.length, kept + bytes), 2 * this.size + maximumZstdBlockBytes);
    const moved = wanted > this.buffer.length ? new Uint8Array(wanted) : this.buffer;
    moved.set(this.buffer.subarray(from, this.end));
    this.buffer = moved;
    this.end = kept;
  }
}

interface FrameHeader {
  readonly headerBytes: number;
  readonly windowBytes: number;
  readonly hasSum: boolean;
}

const longestHeaderBytes = 18;

function parseHeader(bytes: Buffer): FrameHeader {
  if (bytes.length < 5) throw truncated();
  const flags = bytes[4] ?? 0;
  if ((flags & 0x08) !== 0) throw new Damage("invalid frame");
  const isSingle = (flags & 0x20) !== 0;
  const dictionaryAt = isSingle ? 5 : 6;
  const contentAt = dictionaryAt + ([0, 1, 2, 4][flags & 3] ?? 0);
  const headerBytes = contentAt + ([isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0);
  if (bytes.length < headerBytes) throw truncated();
  if (bytes.subarray(dictionaryAt, contentAt).some((byte) => byte !== 0)) throw new Damage("it needs a dictionary");
  const contentBytes = sizeIn(bytes.subarray(contentAt, headerBytes));
  const base = 2 ** (10 + ((bytes[5] ?? 0) >> 3));
  const windowBytes = isSingle ? (contentBytes ?? 0) : base + (base / 8) * ((bytes[5] ?? 0) & 7);
  if (windowBytes > maximumWindowBytes) throw new Damage(`it needs ${windowBytes} bytes of memory`);
  return { headerBytes, windowBytes, hasSum: (flags & 0x04) !== 0 };
}

function sizeIn(field: Buffer): number | undefined {
  if (field.length === 0) return undefined;
  if (field.length === 8) return Number(field.readBigUInt64LE(0));
  return field.readUIntLE(0, field.length) + (field.length === 2 ? 256 : 0);
}
