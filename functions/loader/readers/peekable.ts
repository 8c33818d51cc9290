import { ObjectError } from "../../shared/errors";

/** A stream of bytes whose beginning can be looked at before it is read. */
export class PeekableBytes implements AsyncIterable<Uint8Array> {
  private readonly source: AsyncIterator<Uint8Array>;
  private head: Buffer = Buffer.alloc(0);
  private failure: { readonly error: unknown } | undefined;
  private ended = false;

  /** @param check is told of each chunk's size; an error from it ends the stream. */
  constructor(
    source: AsyncIterable<Uint8Array>,
    private readonly check?: (size: number) => Error | undefined,
  ) {
    this.source = source[Symbol.asyncIterator]();
  }

  /**
   * The first `size` bytes, or all of them if there are fewer. Damage ends them, and is thrown when the reader comes to it;
   * any other error is thrown at once, for what is missing may still be there.
   */
  async peek(size: number): Promise<Buffer> {
    const chunks: Uint8Array[] = [this.head];
    let length = this.head.length;
    while (length < size && !this.ended) {
      const chunk = await this.next();
      if (chunk === undefined) break;
      chunks.push(chunk);
      length += chunk.byteLength;
    }
    if (this.failure !== undefined && !(this.failure.error instanceof ObjectError)) throw this.failure.error;
    if (chunks.length > 1) this.head = Buffer.concat(chunks, length);
    return this.head.subarray(0, size);
  }

  private async next(): Promise<Uint8Array | undefined> {
    try {
      const result = await this.source.next();
      if (result.done !== true) {
        const fault = this.check?.(result.value.byteLength);
        if (fault === undefined) return result.value;
        await this.source.return?.();
        throw fault;
      }
    } catch (error) {
      this.failure = { error };
    }
    this.ended = true;
    return undefined;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      if (this.head.length > 0) yield this.head;
      while (!this.ended) {
        const chunk = await this.next();
        if (chunk !== undefined && chunk.byteLength > 0) yield chunk;
      }
      if (this.failure !== undefined) throw this.failure.error;
    } finally {
      await this.close();
    }
  }

  /** Lets go of the source, where it is not read to its end. */
  async close(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    await this.source.return?.();
  }
}
