import { crc32, deflateRawSync } from "node:zlib";
import { type ObjectPart, openContainers } from "../../../functions/loader/readers/containers";
import { ObjectError } from "../../../functions/shared/errors";
import { body } from "./support";

export interface OpenedParts {
  /** What can be read of each part. */
  readonly texts: readonly string[];
  readonly text: string;
  /** The errors of the parts, or the one that ended all. */
  readonly errors: readonly unknown[];
  readonly kinds: readonly ObjectPart["kind"][];
}

/** All that can be read of an object. */
export async function openParts(content: AsyncIterable<Uint8Array>): Promise<OpenedParts> {
  const texts: string[] = [];
  const errors: unknown[] = [];
  const kinds: ObjectPart["kind"][] = [];
  try {
    for await (const part of openContainers(content)) {
      kinds.push(part.kind);
      if (part.kind === "fault") {
        errors.push(part.error);
        continue;
      }
      const chunks: Uint8Array[] = [];
      try {
        for await (const chunk of part.bytes) chunks.push(chunk);
      } catch (error) {
        errors.push(error);
        if (!(error instanceof ObjectError)) return { texts, text: texts.join(""), errors, kinds };
      } finally {
        texts.push(Buffer.concat(chunks).toString());
      }
    }
  } catch (error) {
    errors.push(error);
  }
  return { texts, text: texts.join(""), errors, kinds };
}

export async function open(content: Uint8Array, chunkBytes: number): Promise<OpenedParts> {
  return openParts(body(content, chunkBytes));
}

/** Bytes that do not compress to almost nothing. */
export function lines(count: number): string {
  let text = "";
  for (let n = 0; n < count; n += 1) text += `line ${n} ${Math.imul(n, 2_654_435_761) >>> 0}\n`;
  return text;
}

export interface TestMember {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly method?: number;
  readonly flags?: number;
  /** Sizes and check sum behind the data: with its signature, without it, or with sizes of 8 bytes. */
  readonly descriptor?: "signed" | "unsigned" | "zip64";
  /** Sizes in an extra field. */
  readonly zip64?: boolean;
  readonly checkSum?: number;
}

/** Writes a zip as tools do that fflate does not imitate. */
export function zip(members: readonly TestMember[], { directory = true } = {}): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method = 8, flags = 0, descriptor, zip64 = false, checkSum } of members) {
    const bytes = Buffer.from(content);
    const data = method === 8 ? deflateRawSync(bytes) : bytes;
    const sum = checkSum ?? crc32(bytes);
    const described = descriptor !== undefined;
    const extra = zip64 ? Buffer.alloc(20) : Buffer.alloc(0);
    if (zip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(16, 2);
      extra.writeBigUInt64LE(BigInt(bytes.length), 4);
      extra.writeBigUInt64LE(BigInt(data.length), 12);
    }
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(flags | (described ? 8 : 0), 6);
    header.writeUInt16LE(method, 8);
    if (!described) {
      header.writeUInt32LE(sum, 14);
      header.writeUInt32LE(zip64 ? 0xffffffff : data.length, 18);
      header.writeUInt32LE(zip64 ? 0xffffffff : bytes.length, 22);
    }
    header.writeUInt16LE(Buffer.byteLength(name), 26);
    header.writeUInt16LE(extra.length, 28);
    const record: Buffer[] = [header, Buffer.from(name), extra, data];
    if (described) record.push(dataDescriptor(descriptor, sum, data.length, bytes.length));
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(offset, 42);
    central.push(entry, Buffer.from(name));
    for (const part of record) offset += part.length;
    parts.push(...record);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat(directory ? [...parts, ...central, end] : parts);
}

function dataDescriptor(kind: string, checkSum: number, compressed: number, size: number): Buffer {
  const descriptor = Buffer.alloc(kind === "zip64" ? 24 : 16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(checkSum, 4);
  descriptor.writeUInt32LE(compressed, 8);
  descriptor.writeUInt32LE(size, kind === "zip64" ? 16 : 12);
  return kind === "unsigned" ? descriptor.subarray(4) : descriptor;
}
