import { constants, createGunzip, createInflateRaw, gunzipSync, inflateRawSync } from "node:zlib";

const outputChunkBytes = 256 * 1024;
/** What is given to zlib at once: deflate expands at most 1032:1, which bounds what one call can bring into memory. */
export const inflateInputBytes = 32 * 1024;
/** Compressed bytes kept, and decompressed bytes gone through again, to find the last good byte before a fault. */
const recoverableBytes = 8 * 1024 * 1024;
const recoverableOutputBytes = 64 * 1024 * 1024;

export type ZlibError = Error & { readonly code?: string };

const wrappings = {
  gzip: { create: createGunzip, sync: gunzipSync },
  none: { create: createInflateRaw, sync: inflateRawSync },
} as const;

/**
 * zlib's stream without its buffers: a destroyed stream loses what it holds, and the bytes before a fault are wanted.
 */
export class Inflater {
  /** The stream has ended by itself: something else follows what it reads. */
  ended = false;
  /** Decompressed bytes given out so far. */
  outputBytes = 0;
  private readonly stream;
  private output: Uint8Array[] = [];
  private settle: ((fault?: ZlibError) => void) | undefined;
  /** What was written, while it is little enough to be gone through again. */
  private written: Uint8Array[] = [];
  private writtenBytes = 0;

  constructor(private readonly wrapping: keyof typeof wrappings) {
    this.stream = wrappings[wrapping].create({ chunkSize: outputChunkBytes });
    this.stream.on("data", (chunk: Uint8Array) => this.output.push(chunk));
    this.stream.on("end", () => {
      this.ended = true;
      this.settle?.();
    });
    this.stream.on("error", (error) => this.settle?.(error));
  }

  /** Bytes that zlib has used up. */
  get inputBytes(): number {
    return this.stream.bytesWritten;
  }

  take(): Uint8Array[] {
    const { output } = this;
    this.output = [];
    for (const { byteLength } of output) this.outputBytes += byteLength;
    return output;
  }

  /** @param piece at most `inflateInputBytes`. */
  write(piece: Uint8Array): Promise<ZlibError | undefined> {
    this.writtenBytes += piece.byteLength;
    if (this.writtenBytes <= recoverableBytes) this.written.push(piece);
    else this.written = [];
    return new Promise((resolve) => {
      this.settle = resolve;
      this.stream.write(piece, (error) => resolve(error ?? undefined));
    });
  }

  /** After the writes, not with the last one: zlib would report truncation without giving that write's output. */
  end(): Promise<ZlibError | undefined> {
    if (this.ended) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.settle = resolve;
      this.stream.end();
    });
  }

  /**
   * Behind a fault and what was taken: the output up to the fault, as far as it can be found. Of more than 8 MiB, or 64
   * MiB decompressed, up to 256 KiB are missing.
   */
  rest(): Uint8Array {
    if (this.writtenBytes > recoverableBytes || this.outputBytes > recoverableOutputBytes) return new Uint8Array(0);
    const rest = recover(Buffer.concat(this.written), wrappings[this.wrapping].sync).subarray(this.outputBytes);
    this.outputBytes += rest.byteLength;
    return rest;
  }

  close(): void {
    this.stream.destroy();
  }
}

/**
 * What decompresses of the longest part without a fault. zlib does not give the output of the call that fails, but a
 * part that merely ends early is no fault when flushed: the longest such part is searched for by halving.
 * @see https://nodejs.org/docs/latest-v22.x/api/zlib.html#compressing-http-requests-and-responses
 */
function recover(compressed: Buffer, inflateSync: typeof gunzipSync): Buffer {
  let inflated = Buffer.alloc(0);
  let good = 0;
  let bad = compressed.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      inflated = Buffer.from(
        inflateSync(compressed.subarray(0, middle), {
          finishFlush: constants.Z_SYNC_FLUSH,
          // One input chunk more than what is known to be good.
          maxOutputLength: recoverableOutputBytes + inflateInputBytes * 1032,
        }),
      );
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return inflated;
}
