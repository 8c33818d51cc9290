import { ObjectError } from "../../shared/errors";
import { ByteReader } from "./byte-reader";

/** What a decoder finds wrong with its bytes. */
export class Damage extends Error {
  constructor(
    message: string,
    readonly kind: "corrupt" | "truncated" = "corrupt",
  ) {
    super(message);
  }
}

export function truncated(): Damage {
  return new Damage("unexpected end of file", "truncated");
}

/** The fault of a container: which, what is wrong, and how far it could be read. */
export function containerFault(
  container: string,
  { kind, message }: Pick<Damage, "kind" | "message">,
  offset: number,
  cause: unknown,
): ObjectError {
  return new ObjectError(`${kind} ${container}: ${message} after ${offset} decompressed bytes`, {
    place: { offset },
    cause,
  });
}

/** Decodes a stream block by block; each block is given before the next one is looked at. */
export type Decoder = (input: ByteReader) => AsyncGenerator<Uint8Array, void, undefined>;

/**
 * What a decoder makes of a stream. Gives every byte before a fault, then throws: `ObjectError` for damage, an error of
 * the stream itself as it is.
 */
export async function* decode(
  container: string,
  decoder: Decoder,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const input = new ByteReader(source);
  let offset = 0;
  try {
    for await (const block of decoder(input)) {
      offset += block.byteLength;
      if (block.byteLength > 0) yield block;
    }
    if (input.failure !== undefined) throw input.failure.error;
  } catch (error) {
    if (input.failure !== undefined) throw input.failure.error;
    if (error instanceof Damage) throw containerFault(container, error, offset, error);
    // Places outside of a typed array, which only damaged bytes point to.
    if (error instanceof RangeError) throw containerFault(container, new Damage("invalid data"), offset, error);
    throw error;
  } finally {
    await input.close();
  }
}
