import type { ByteReader } from "./byte-reader";
import { Damage, type Decoder, truncated } from "./damage";

/** Sixteen numbers for frames that readers of zstd and LZ4 pass over. */
const skippableMagic = 0x184d2a50;

/** Reads frames one behind the other, over skippable ones, up to the end or to NULs, which are padding. */
export function framesOf(magic: number, readFrame: Decoder): Decoder {
  return async function* (input) {
    while (await skipPadding(input)) {
      if (!(await input.fill(4))) throw truncated();
      const found = input.peek(4).readUInt32LE(0);
      if (found === magic) yield* readFrame(input);
      else if ((found & 0xfffffff0) >>> 0 === skippableMagic) await skipFrame(input);
      else throw new Damage("what follows a frame is none");
    }
  };
}

/** Whether something follows that is not NUL. */
export async function skipPadding(input: ByteReader): Promise<boolean> {
  for (;;) {
    const piece = await input.takeSome(64 * 1024);
    if (piece === undefined) return false;
    const at = piece.findIndex((byte) => byte !== 0);
    if (at === -1) continue;
    input.back(piece.length - at);
    return true;
  }
}

async function skipFrame(input: ByteReader): Promise<void> {
  if (!(await input.fill(8))) throw truncated();
  let left = input.take(8).readUInt32LE(4);
  while (left > 0) {
    const piece = await input.takeSome(left);
    if (piece === undefined) throw truncated();
    left -= piece.length;
  }
}
