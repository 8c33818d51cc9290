import { crc32 } from "node:zlib";
import { ObjectError } from "../../shared/errors";
import { defaultLimits } from "../../shared/limits";
import { ByteReader } from "./byte-reader";
import { containerFault, Damage, truncated } from "./damage";
import { Inflater, inflateInputBytes } from "./inflate";
import { readCentralDirectory, readDataDescriptor, readZipHeader, type ZipHeader, zipSignatures } from "./zip-headers";

/** A member that nobody reads and whose size is not known is decompressed up to here to find its end. */
const maximumSkippedBytes = 1024 * 1024 * 1024;

const stored = 0;
const deflated = 8;
const methodNames: Readonly<Record<number, string>> = {
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "zstd",
  95: "xz",
  98: "PPMd",
  99: "AES encryption",
};

/** A member's bytes, or why it has none. To be read or left before the next one is asked for. */
export type ZipMember =
  | { readonly kind: "member"; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly kind: "fault"; readonly error: ObjectError };

/**
 * Reads the members of a zip in the order of their data, as a stream: not by the central directory, which is at the end.
 * Leaves out directories, empty members and what macOS adds. A member that cannot be read does not keep the next ones
 * from being read, as long as its size is known.
 * @throws ObjectError where the archive itself is damaged or has too many members, after the members before.
 */
export async function* readZip(
  source: AsyncIterable<Uint8Array>,
  maximumMembers = defaultLimits.members,
): AsyncGenerator<ZipMember, void, undefined> {
  const input = new ByteReader(source);
  let members = 0;
  try {
    for (;;) {
      if (!(await input.fill(4))) throw truncated();
      const signature = input.peek(4).readUInt32LE(0);
      if (signature === zipSignatures.dataDescriptor && members === 0) {
        // Marks an archive that was split, or could have been.
        input.take(4);
        continue;
      }
      if (signature !== zipSignatures.localHeader) break;
      members += 1;
      if (members > maximumMembers) {
        throw new ObjectError(`a zip of more than ${maximumMembers} members`, { limit: "members" });
      }
      yield* readMember(input, await readZipHeader(input), members);
    }
    await readCentralDirectory(input);
  } catch (error) {
    if (input.failure !== undefined) throw input.failure.error;
    if (!(error instanceof Damage)) throw error;
    throw new ObjectError(`${error.kind} zip: ${error.message}, behind ${members} members`, { cause: error });
  } finally {
    await input.close();
  }
}

async function* readMember(
  input: ByteReader,
  header: ZipHeader,
  number: number,
): AsyncGenerator<ZipMember, void, undefined> {
  // The name says which member is meant, nothing else: it may be anything, such as `../../etc/passwd`.
  const title = `zip member ${number} (${JSON.stringify(header.name.slice(0, 100))})`;
  const unreadable = whyUnreadable(header);
  const data = new MemberData(input, header, title);
  try {
    if (unreadable !== undefined) {
      yield { kind: "fault", error: new ObjectError(`${title}: ${unreadable}`) };
    } else if (!isLeftOut(header)) {
      yield { kind: "member", bytes: data };
    }
    await data.skip();
  } finally {
    await data.close();
  }
}

function isLeftOut({ name }: ZipHeader): boolean {
  return name.endsWith("/") || name.startsWith("__MACOSX/") || /(?:^|\/)\.DS_Store$/.test(name);
}

function whyUnreadable({ method, encrypted, compressedSize }: ZipHeader): string | undefined {
  if (encrypted) return "it is encrypted; deliver it without a password";
  if (method !== stored && method !== deflated) {
    const name = methodNames[method] ?? `method ${method}`;
    return `it is compressed with ${name}; only deflate and members without compression can be read`;
  }
  // The data would end at the first signature in it: inside a zip that is stored in this one.
  if (method === stored && compressedSize === undefined) return "it is not compressed and its size is not given";
  return undefined;
}

/** The data of one member, and the place where it ends. */
class MemberData implements AsyncIterable<Uint8Array> {
  private readonly data: AsyncGenerator<Uint8Array, void, undefined>;
  private consumed = 0;
  private finished = false;

  constructor(
    private readonly input: ByteReader,
    private readonly header: ZipHeader,
    private readonly title: string,
  ) {
    this.data = this.read();
  }

  /** Leaving it early does not end it: its end is still to be found. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return { next: () => this.data.next() };
  }

  private async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    const { compressedSize, described, method } = this.header;
    let offset = 0;
    let checkSum = 0;
    try {
      for await (const chunk of method === stored ? this.copy() : this.inflate()) {
        offset += chunk.byteLength;
        checkSum = crc32(chunk, checkSum);
        yield chunk;
      }
      if (this.consumed < (compressedSize ?? 0)) throw new Damage("its data ends before its size");
      const expected = described ? await this.describe() : this.header;
      this.finished = true;
      if (expected.checkSum !== checkSum) throw new Damage("incorrect check sum");
    } catch (error) {
      if (this.input.failure !== undefined) throw this.input.failure.error;
      if (!(error instanceof Damage)) throw error;
      throw containerFault(this.title, error, offset, error);
    }
  }

  /** Goes on to the end of the data, where it was not read. */
  async skip(): Promise<void> {
    const { compressedSize, described } = this.header;
    if (this.finished) return;
    if (compressedSize === undefined) {
      await this.skipData();
      return;
    }
    while ((await this.piece()) !== undefined) {}
    if (this.consumed < compressedSize) throw truncated();
    if (described) await this.describe();
  }

  /** Lets go of what decompresses the data. */
  async close(): Promise<void> {
    await this.data.return();
  }

  private async skipData(): Promise<void> {
    let skipped = 0;
    while (skipped < maximumSkippedBytes) {
      const { value, done } = await this.data.next();
      if (done === true) break;
      skipped += value.byteLength;
    }
    if (this.finished) return;
    if (!(await this.input.fill(1))) throw truncated();
    throw new Damage("the end of a member of unknown size cannot be found");
  }

  private async describe(): Promise<{ checkSum: number }> {
    return readDataDescriptor(this.input, this.consumed);
  }

  /** The next compressed bytes; undefined at the end of the data, if that is known, or of the archive. */
  private async piece(): Promise<Buffer | undefined> {
    const left = (this.header.compressedSize ?? Number.POSITIVE_INFINITY) - this.consumed;
    if (left === 0) return undefined;
    const piece = await this.input.takeSome(Math.min(left, inflateInputBytes));
    this.consumed += piece?.length ?? 0;
    return piece;
  }

  private async *copy(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const piece = await this.piece();
      if (piece === undefined) break;
      yield piece;
    }
    if (this.consumed < (this.header.compressedSize ?? 0)) throw truncated();
  }

  private async *inflate(): AsyncGenerator<Uint8Array, void, undefined> {
    const inflater = new Inflater("none");
    try {
      while (!inflater.ended) {
        const piece = await this.piece();
        const consumed = inflater.inputBytes;
        const fault = piece === undefined ? await inflater.end() : await inflater.write(piece);
        yield* inflater.take();
        if (fault !== undefined) {
          yield inflater.rest();
          throw new Damage(fault.message, fault.code === "Z_BUF_ERROR" ? "truncated" : "corrupt");
        }
        if (piece === undefined) return;
        if (inflater.ended) {
          const unused = piece.length - (inflater.inputBytes - consumed);
          this.input.back(unused);
          this.consumed -= unused;
        }
      }
    } finally {
      inflater.close();
    }
  }
}
