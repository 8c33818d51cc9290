import { constants, createGunzip, gunzipSync } from "node:zlib";
import { ObjectError } from "../../shared/errors";

const outputChunkBytes = 256 * 1024;
/** What is given to zlib at once: deflate expands at most 1032:1, which bounds what one call can bring into memory. */
const inputChunkBytes = 32 * 1024;
/** Compressed bytes kept to find the last good byte before a fault. */
const recoverableBytes = 8 * 1024 * 1024;

/**
 * Decompresses gzip, all of its members; NULs behind the last one are padding.
 *
 * Gives every byte before a fault, then throws `ObjectError` with the offset of the fault in the decompressed bytes.
 * Of an object of more than 8 MiB, up to 256 KiB before a fault may be missing.
 */
export async function* gunzip(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const inflater = new Inflater();
  const input: Uint8Array[] = [];
  let inputBytes = 0;
  let outputBytes = 0;
  let fault: ZlibError | undefined;
  try {
    read: for await (const chunk of compressed) {
      inputBytes += chunk.byteLength;
      if (inputBytes <= recoverableBytes) input.push(chunk);
      else input.length = 0;
      for (let at = 0; at < chunk.byteLength; at += inputChunkBytes) {
        fault = await inflater.write(chunk.subarray(at, at + inputChunkBytes));
        for (const inflated of inflater.take()) {
          outputBytes += inflated.byteLength;
          yield inflated;
        }
        if (fault !== undefined || inflater.ended) break read;
      }
    }
    fault ??= await inflater.end();
    for (const inflated of inflater.take()) {
      outputBytes += inflated.byteLength;
      yield inflated;
    }
    if (fault === undefined) return;
    if (inputBytes <= recoverableBytes) {
      const rest = recover(Buffer.concat(input)).subarray(outputBytes);
      outputBytes += rest.byteLength;
      if (rest.byteLength > 0) yield rest;
    }
    const what = fault.code === "Z_BUF_ERROR" ? "truncated" : "corrupt";
    throw new ObjectError(`${what} gzip: ${fault.message} after ${outputBytes} decompressed bytes`, {
      place: { offset: outputBytes },
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

  take(): Uint8Array[] {
    const { output } = this;
    this.output = [];
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
      inflated = Buffer.from(gunzipSync(compressed.subarray(0, middle), { finishFlush: constants.Z_SYNC_FLUSH }));
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return inflated;
}
