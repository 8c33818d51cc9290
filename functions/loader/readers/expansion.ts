import { ObjectError } from "../../shared/errors";
import type { Limits } from "../../shared/limits";
import type { Interrupt } from "../interruption";
import { PeekableBytes } from "./peekable";

/**
 * What an object decompresses to, all of its containers and members together: bombs are not followed to their end, and
 * nothing is once reading is to stop.
 */
export class Expansion {
  private stored = 0;
  private expanded = 0;

  constructor(
    private readonly limits: Pick<Limits, "expandedBytes" | "expansionRatio" | "ratioFreeBytes">,
    private readonly interrupt: Interrupt = () => undefined,
  ) {}

  /** The object's own bytes. */
  count(body: AsyncIterable<Uint8Array>): PeekableBytes {
    return new PeekableBytes(body, (size) => {
      this.stored += size;
      return this.interrupt();
    });
  }

  /** Bytes that come out of a container. */
  limit(bytes: AsyncIterable<Uint8Array>): PeekableBytes {
    return new PeekableBytes(bytes, (size) => {
      this.expanded += size;
      return this.fault() ?? this.interrupt();
    });
  }

  private fault(): ObjectError | undefined {
    const { expanded, stored } = this;
    const { expandedBytes, expansionRatio, ratioFreeBytes } = this.limits;
    const place = { offset: expanded };
    if (expanded > expandedBytes) {
      return new ObjectError(`the object becomes larger than ${expandedBytes} bytes`, {
        place,
        limit: "expandedBytes",
      });
    }
    if (expanded <= ratioFreeBytes || expanded <= stored * expansionRatio) return undefined;
    return new ObjectError(
      `the object becomes more than ${expansionRatio} times as large: ${expanded} bytes out of ${stored}`,
      { place, limit: "expansionRatio" },
    );
  }
}
