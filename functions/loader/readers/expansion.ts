import { ObjectError } from "../../shared/errors";
import { PeekableBytes } from "./peekable";

/** Up to here an object may decompress to, whatever its size: a minute of reading at the most. */
const alwaysAllowedBytes = 1024 * 1024 * 1024;
/** Logs become 5 to 50 times as large. Deflate can reach 1032, bzip2 and zstd many thousands. */
const maximumExpansion = 250;

/** What an object decompresses to, all of its containers and members together: bombs are not followed to their end. */
export class Expansion {
  private stored = 0;
  private expanded = 0;

  constructor(private readonly allowed = alwaysAllowedBytes) {}

  /** The object's own bytes. */
  count(body: AsyncIterable<Uint8Array>): PeekableBytes {
    return new PeekableBytes(body, (size) => {
      this.stored += size;
      return undefined;
    });
  }

  /** Bytes that come out of a container. */
  limit(bytes: AsyncIterable<Uint8Array>): PeekableBytes {
    return new PeekableBytes(bytes, (size) => {
      this.expanded += size;
      const { expanded, stored } = this;
      if (expanded <= this.allowed || expanded <= stored * maximumExpansion) return undefined;
      return new ObjectError(
        `the object becomes more than ${maximumExpansion} times as large: ${expanded} bytes out of ${stored}`,
        { place: { offset: expanded } },
      );
    });
  }
}
