/**
 * Bytes of a stream by number: what headers, frames and blocks are read with.
 *
 * An error of the stream ends it, and is kept in `failure`: what came before the error is still to be read.
 */
export class ByteReader {
  /** The error that ended the stream. */
  failure: { readonly error: unknown } | undefined;
  private readonly source: AsyncIterator<Uint8Array>;
  private buffer: Buffer = Buffer.alloc(0);
  /** Index in `buffer` of the next byte. */
  private at = 0;
  private ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** Bytes that can be taken without waiting. */
  get available(): number {
    return this.buffer.length - this.at;
  }

  /** Waits for so many bytes; false if the stream ends before. */
  async fill(size: number): Promise<boolean> {
    if (this.available >= size || this.ended) return this.available >= size;
    const chunks: Uint8Array[] = [this.buffer.subarray(this.at)];
    let length = this.available;
    while (length < size && !this.ended) {
      const chunk = await this.next();
      if (chunk === undefined) break;
      chunks.push(chunk);
      length += chunk.byteLength;
    }
    this.buffer = Buffer.concat(chunks, length);
    this.at = 0;
    return length >= size;
  }

  /** The next bytes without taking them: no more than have been waited for. */
  peek(size: number): Buffer {
    return this.buffer.subarray(this.at, this.at + size);
  }

  /** Takes bytes that have been waited for. */
  take(size: number): Buffer {
    const bytes = this.peek(size);
    this.at += bytes.length;
    return bytes;
  }

  /** Takes up to `limit` bytes as they come; undefined at the end. */
  async takeSome(limit: number): Promise<Buffer | undefined> {
    while (this.available === 0) {
      const chunk = this.ended ? undefined : await this.next();
      if (chunk === undefined) return undefined;
      this.buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      this.at = 0;
    }
    return this.take(limit);
  }

  /** Gives back the last bytes of what was taken last. */
  back(size: number): void {
    this.at -= size;
  }

  private async next(): Promise<Uint8Array | undefined> {
    try {
      const result = await this.source.next();
      if (result.done !== true) return result.value;
    } catch (error) {
      this.failure = { error };
    }
    this.ended = true;
    return undefined;
  }

  /** Lets go of the stream, where it is not read to its end. */
  async close(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    await this.source.return?.();
  }
}
