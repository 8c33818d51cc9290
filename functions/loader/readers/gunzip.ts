import { containerFault } from "./damage";
import { Inflater, inflateInputBytes, type ZlibError } from "./inflate";

/**
 * Decompresses gzip, all of its members, also those behind NULs, which are padding.
 *
 * Gives every byte before a fault, then throws `ObjectError` with the offset of the fault in the decompressed bytes.
 * Of an object of more than 8 MiB, or 64 MiB decompressed, up to 256 KiB before a fault may be missing.
 */
export async function* gunzip(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let inflater = new Inflater("gzip");
  /** Output before the inflater's own. */
  let earlierBytes = 0;
  let fault: ZlibError | undefined;
  try {
    read: for await (const chunk of compressed) {
      for (let at = 0; at < chunk.byteLength; at += inflateInputBytes) {
        let piece = chunk.subarray(at, at + inflateInputBytes);
        while (piece.byteLength > 0) {
          if (inflater.ended) {
            const next = piece.findIndex((byte) => byte !== 0);
            if (next === -1) break;
            piece = piece.subarray(next);
            earlierBytes += inflater.outputBytes;
            inflater.close();
            inflater = new Inflater("gzip");
          }
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
    const rest = inflater.rest();
    if (rest.byteLength > 0) yield rest;
    const kind = fault.code === "Z_BUF_ERROR" ? "truncated" : "corrupt";
    throw containerFault("gzip", { kind, message: fault.message }, earlierBytes + inflater.outputBytes, fault);
  } finally {
    inflater.close();
  }
}
