import type { ObjectBody } from "../../../functions/loader/ports";

export interface MemoryBodyOptions {
  readonly chunkBytes?: number;
  /** As of a plain object, whose ranges can be read, or as of a stream. Default: as of a plain object. */
  readonly seekable?: boolean;
  readonly onChunk?: () => void;
}

/** Bytes in memory, of which some can be left out; counts those that are read. */
export class MemoryBody implements ObjectBody {
  read = 0;
  private at = 0;
  readonly skipTo?: (offset: number) => number;

  constructor(
    private readonly bytes: Buffer,
    private readonly options: MemoryBodyOptions = {},
  ) {
    if (options.seekable === false) return;
    this.skipTo = (offset) => {
      const leftOut = Math.max(0, offset - this.at);
      this.at += leftOut;
      return leftOut;
    };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const { chunkBytes = 1_000, onChunk } = this.options;
    while (this.at < this.bytes.length) {
      onChunk?.();
      const chunk = this.bytes.subarray(this.at, this.at + chunkBytes);
      this.at += chunk.length;
      this.read += chunk.length;
      yield chunk;
    }
  }
}
