import { constants, createGunzip, gunzipSync } from "node:zlib";
import { ObjectError } from "../../shared/errors";

const outputChunkBytes = 256 * 1024;
/** What is given to zlib at once: deflate expands at most 1032:1, which bounds what one call can bring into memory. */
const inputChunkBytes = 32 * 1024;
/** Compressed bytes kept, and decompressed bytes gone through again, to find the last good byte before a fault. */
const recoverableBytes = 8 * 1024 * 1024;
const recoverableOutputBytes = 64 * 1024 * 1024;

/**
 * Decompresses gzip, all of its members, also those behind NULs, which are padding.
 *
 * Gives every byte before a fault, then throws `ObjectError` with the offset of the fault in the decompressed bytes.
 * Of an object of more than 8 MiB, or 64 MiB decompressed, up to 256 KiB before a fault may be missing.
 */
export async function* gunzip(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let inflater = new Inflater();
  /** What the inflater was given, while it is small enough to be gone through again. */
  let input: Uint8Array[] = [];
  let inputBytes = 0;
  /** Output before the inflater's own. */
  let earlierBytes = 0;
  let fault: ZlibError | undefined;
  try {
    read: for await (const chunk of compressed) {
      for (let at = 0; at < chunk.byteLength; at += inputChunkBytes) {
        let piece = chunk.subarray(at, at + inputChunkBytes);
        while (piece.byteLength > 0) {
          if (inflater.ended) {
            const next = piece.findIndex((byte) => byte !== 0);
            if (next === -1) break;
            piece = piece.subarray(next);
            earlierBytes += inflater.outputBytes;
            inflater.close();
            inflater = new Inflater();
            input = [];
            inputBytes = 0;
          }
          inputBytes += piece.byteLength;
          if (inputBytes <= recoverableBytes) input.push(piece);
          else input = [];
          const consumed = inflater.inputBytes;
          fault = await inflater.write(piece);
          yield* inflater.take();
          if (fault !== undefined) break read;
          if (!inflater.ended) break;
          piece = piece.subarray(inflater.inputBytes - consumed);
        }
      }
    }
    fault ??= await inflater.end();
    yield* inflater.take();
    if (fault === undefined) return;
    let outputBytes = inflater.outputBytes;
    if (inputBytes <= recoverableBytes && outputBytes <= recoverableOutputBytes) {
      const rest = recover(Buffer.concat(input)).subarray(outputBytes);
      outputBytes += rest.byteLength;
      if (rest.byteLength > 0) yield rest;
    }
    const offset = earlierBytes + outputBytes;
    const what = fault.code === "Z_BUF_ERROR" ? "truncated" : "corrupt";
    throw new ObjectError(`${what} gzip: ${fault.message} after ${offset} decompressed bytes`, {
      place: { offset },
      cause: fault,
    });
  } finally {
    inflater.close();
  }
}

type ZlibError = Error & { readonly code?: string };

/**
 * zlib's stream without its buffers: a destroyed stream loses what it holds, and the bytes before a fault are wanted.
 */
class Inflater {
  private readonly stream = createGunzip({ chunkSize: outputChunkBytes });
  /** The stream has ended by itself: at padding behind the last member. */
  ended = false;
  /** Decompressed bytes given out so far. */
  outputBytes = 0;
  private output: Uint8Array[] = [];
  private settle: ((fault?: ZlibError) => void) | undefined;

  constructor() {
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

  write(chunk: Uint8Array): Promise<ZlibError | undefined> {
    return new Promise((resolve) => {
      this.settle = resolve;
      this.stream.write(chunk, (error) => resolve(error ?? undefined));
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

  close(): void {
    this.stream.destroy();
  }
}

/**
 * What decompresses of the longest part without a fault. zlib does not give the output of the call that fails, but a
 * part that merely ends early is no fault when flushed: the longest such part is searched for by halving.
 * @see https://nodejs.org/docs/latest-v22.x/api/zlib.html#compressing-http-requests-and-responses
 */
function recover(compressed: Buffer): Buffer {
  let inflated = Buffer.alloc(0);
  let good = 0;
  let bad = compressed.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      inflated = Buffer.from(
        gunzipSync(compressed.subarray(0, middle), {
          finishFlush: constants.Z_SYNC_FLUSH,
          // One input chunk more than what is known to be good.
          maxOutputLength: recoverableOutputBytes + inputChunkBytes * 1032,
        }),
      );
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return inflated;
}
