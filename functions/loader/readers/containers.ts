import { ObjectError } from "../../shared/errors";
import { gunzip } from "./gunzip";
import { PeekableBytes } from "./peekable";

interface Container {
  readonly name: string;
  /** The bytes the object starts with, in Latin-1; or, at `offset`, holds. */
  readonly magic: string;
  readonly offset?: number;
}

/** Containers by their first bytes; never by the name of the object, which may say anything. */
const unsupported: readonly Container[] = [
  { name: "zip", magic: "PK\x03\x04" },
  { name: "zip", magic: "PK\x05\x06" },
  { name: "zip", magic: "PK\x07\x08" },
  { name: "zstd", magic: "\x28\xb5\x2f\xfd" },
  { name: "bzip2", magic: "BZh" },
  { name: "snappy", magic: "\xff\x06\x00\x00sNaPpY" },
  { name: "lz4", magic: "\x04\x22\x4d\x18" },
  { name: "xz", magic: "\xfd7zXZ\x00" },
  { name: "7z", magic: "7z\xbc\xaf\x27\x1c" },
  { name: "Avro", magic: "Obj\x01" },
  { name: "ORC", magic: "ORC\n" },
  { name: "tar", magic: "ustar", offset: 257 },
  { name: "Windows event log", magic: "ElfFile\x00" },
];

const gzip: Container = { name: "gzip", magic: "\x1f\x8b\x08" };
const parquet: Container = { name: "Parquet", magic: "PAR1" };
const headBytes = 512;
/** Some shippers compress what is compressed already. */
const maximumNesting = 3;

export interface OpenedObject {
  readonly kind: "text" | "parquet";
  readonly bytes: PeekableBytes;
}

/**
 * Takes the containers off an object's bytes.
 * @throws ObjectError for a container that cannot be opened.
 */
export async function openContainers(body: AsyncIterable<Uint8Array>): Promise<OpenedObject> {
  let bytes = new PeekableBytes(body);
  for (let nesting = 0; ; nesting += 1) {
    const head = await bytes.peek(headBytes);
    if (isContainer(head, parquet)) return { kind: "parquet", bytes };
    if (!isContainer(head, gzip)) {
      const container = unsupported.find((candidate) => isContainer(head, candidate));
      if (container === undefined) return { kind: "text", bytes };
      await bytes.close();
      const within = nesting > 0 ? " inside gzip" : "";
      throw new ObjectError(
        `${container.name} container${within}: only plain text, gzip and Parquet can be read; deliver it as one of them`,
        { place: { offset: 0 } },
      );
    }
    if (nesting === maximumNesting) {
      await bytes.close();
      throw new ObjectError(`gzip inside gzip, more than ${maximumNesting} times`, { place: { offset: 0 } });
    }
    bytes = new PeekableBytes(gunzip(bytes));
  }
}

function isContainer(head: Buffer, { magic, offset = 0 }: Container): boolean {
  return head.toString("latin1", offset, offset + magic.length) === magic;
}
