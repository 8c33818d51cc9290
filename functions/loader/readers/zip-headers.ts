import type { ByteReader } from "./byte-reader";
import { Damage, truncated } from "./damage";

/** @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export const zipSignatures = {
  localHeader: 0x04034b50,
  dataDescriptor: 0x08074b50,
  archiveExtraData: 0x08064b50,
  centralHeader: 0x02014b50,
  zip64End: 0x06064b50,
  zip64EndLocator: 0x07064b50,
  end: 0x06054b50,
} as const;

const unknownSize = 0xffffffff;
const zip64Field = 0x0001;

/** What stands before a member's data. */
export interface ZipHeader {
  /** As the archive says: any text; it must not be taken for a path. */
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  /** Check sum and sizes are behind the data, in a data descriptor. */
  readonly described: boolean;
  readonly checkSum: number;
  /** Undefined where only the data's own end tells it. */
  readonly compressedSize: number | undefined;
}

/** Reads a local file header. */
export async function readZipHeader(input: ByteReader): Promise<ZipHeader> {
  if (!(await input.fill(30))) throw truncated();
  const fixed = input.take(30);
  const nameLength = fixed.readUInt16LE(26);
  const extraLength = fixed.readUInt16LE(28);
  if (!(await input.fill(nameLength + extraLength))) throw truncated();
  const name = input.take(nameLength).toString("utf8");
  const extra = input.take(extraLength);
  const flags = fixed.readUInt16LE(6);
  const described = (flags & 0x0008) !== 0;
  const size = fixed.readUInt32LE(18);
  const compressedSize = size === unknownSize ? zip64CompressedSize(extra, fixed.readUInt32LE(22)) : size;
  return {
    name,
    method: fixed.readUInt16LE(8),
    encrypted: (flags & 0x0001) !== 0,
    described,
    checkSum: fixed.readUInt32LE(14),
    compressedSize: described && compressedSize === 0 && !name.endsWith("/") ? undefined : compressedSize,
  };
}

function zip64CompressedSize(extra: Buffer, size: number): number | undefined {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === zip64Field) {
      const place = at + 4 + (size === unknownSize ? 8 : 0);
      return place + 8 <= extra.length ? Number(extra.readBigUInt64LE(place)) : undefined;
    }
    at += 4 + length;
  }
  return undefined;
}

/** Reads the data descriptor behind a member of so many bytes; its signature is optional, its sizes have 4 or 8 bytes. */
export async function readDataDescriptor(input: ByteReader, compressedSize: number): Promise<{ checkSum: number }> {
  await input.fill(26);
  const bytes = input.peek(26);
  const signed = bytes.length >= 4 && bytes.readUInt32LE(0) === zipSignatures.dataDescriptor;
  for (const start of signed ? [4, 0] : [0]) {
    if (bytes.length < start + 14 || bytes.readUInt32LE(start + 4) !== compressedSize % 2 ** 32) continue;
    // All that can follow starts so.
    const isShort = bytes.toString("latin1", start + 12, start + 14) === "PK";
    input.take(start + (isShort ? 12 : 20));
    return { checkSum: bytes.readUInt32LE(start) };
  }
  if (bytes.length < 26) {
    input.take(bytes.length);
    throw truncated();
  }
  throw new Damage("the data descriptor does not match the data");
}

/** Reads the central directory, which ends the archive. */
export async function readCentralDirectory(input: ByteReader): Promise<void> {
  while (await input.fill(4)) {
    const signature = input.peek(4).readUInt32LE(0);
    if (signature === zipSignatures.end) {
      if (!(await input.fill(22))) break;
      return;
    }
    let size: number;
    if (signature === zipSignatures.centralHeader) {
      if (!(await input.fill(46))) break;
      const header = input.peek(46);
      size = 46 + header.readUInt16LE(28) + header.readUInt16LE(30) + header.readUInt16LE(32);
    } else if (signature === zipSignatures.zip64End) {
      if (!(await input.fill(12))) break;
      size = 12 + input.peek(12).readUInt32LE(4);
    } else if (signature === zipSignatures.zip64EndLocator) {
      size = 20;
    } else if (signature === zipSignatures.archiveExtraData) {
      if (!(await input.fill(8))) break;
      size = 8 + input.peek(8).readUInt32LE(4);
    } else {
      throw new Damage("what follows the members is no central directory");
    }
    if (size > 1024 * 1024) throw new Damage("invalid central directory");
    if (!(await input.fill(size))) break;
    input.take(size);
  }
  throw truncated();
}
