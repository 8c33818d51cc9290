import { ObjectError } from "../shared/errors";
import { PersonalObjects } from "./personal-objects";
import { Pieces } from "./pieces";
import type { TextMask } from "./text-mask";

/**
 * The masked text of bytes, as UTF-8; bytes that are none become U+FFFD.
 * @throws ObjectError for what is no text, before anything of it is given.
 */
export async function* maskedBytes(
  bytes: AsyncIterable<Uint8Array>,
  mask: TextMask,
): AsyncGenerator<Uint8Array, void, undefined> {
  const decoder = new TextDecoder();
  const pieces = new Pieces();
  const objects = new PersonalObjects();
  for await (const chunk of bytes) {
    // UTF-16 without a byte order mark, or no text at all: nothing personal would be found in it.
    if (chunk.includes(0)) throw new ObjectError("the object is no text; only text can be masked");
    const piece = pieces.push(decoder.decode(chunk, { stream: true }));
    if (piece !== "") yield Buffer.from(mask.mask(piece, objects));
  }
  const last = pieces.push(decoder.decode()) + pieces.end();
  if (last !== "") yield Buffer.from(mask.mask(last, objects));
}
