import { ObjectError } from "../../shared/errors";
import { defaultLimits, type Limits } from "../../shared/limits";
import type { Interrupt } from "../interruption";
import { Expansion } from "./expansion";
import { gunzip } from "./gunzip";
import type { PeekableBytes } from "./peekable";
import { readZip } from "./zip";

type Decompress = (compressed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

interface Container {
  readonly name: string;
  /** What the object starts with, in Latin-1: one of these; or what it holds at `offset`. */
  readonly magic: readonly string[];
  readonly offset?: number;
  /** For a container of one content. All but gzip are loaded by the objects that need them. */
  readonly decompressor?: () => Decompress | Promise<Decompress>;
}

/** Containers by their first bytes; never by the name of the object, which may say anything. */
const containers: readonly Container[] = [
  { name: "gzip", magic: ["\x1f\x8b\x08"], decompressor: () => gunzip },
  { name: "Parquet", magic: ["PAR1"] },
  // The last two: an archive without members, and one that was or could have been split.
  { name: "zip", magic: ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08PK\x03\x04"] },
  {
    name: "zstd",
    // Some writers start with a frame that is to be passed over.
    magic: ["\x28\xb5\x2f\xfd", ...[..."PQRSTUVWXYZ[\\]^_"].map((letter) => `${letter}\x2a\x4d\x18`)],
    decompressor: async () => (await import("./zstd")).unzstd,
  },
  {
    name: "bzip2",
    // Of nothing there is an end without a block.
    magic: [..."123456789"].flatMap((level) => [`BZh${level}1AY&SY`, `BZh${level}\x17rE8P\x90`]),
    decompressor: async () => (await import("./bzip2")).bunzip2,
  },
  {
    name: "snappy",
    magic: ["\xff\x06\x00\x00sNaPpY"],
    decompressor: async () => (await import("./snappy")).unsnappy,
  },
  { name: "LZ4", magic: ["\x04\x22\x4d\x18"], decompressor: async () => (await import("./lz4")).unlz4 },
  { name: "xz", magic: ["\xfd7zXZ\x00"] },
  { name: "7z", magic: ["7z\xbc\xaf\x27\x1c"] },
  { name: "Avro", magic: ["Obj\x01"] },
  { name: "ORC", magic: ["ORC\n"] },
  { name: "tar", magic: ["ustar"], offset: 257 },
  { name: "Windows event log", magic: ["ElfFile\x00"] },
];

const readable = "one of gzip, zip, zstd, bzip2, snappy and LZ4";
const headBytes = 512;

/** A content of an object: most have one, a zip has as many as members. */
export type ObjectPart =
  /** To be read or closed before the next part is asked for. Reading throws `ObjectError` where it is damaged. */
  | { readonly kind: "text"; readonly bytes: PeekableBytes /** It is in no container. */; readonly bare: boolean }
  | { readonly kind: "Parquet"; readonly bytes: PeekableBytes }
  /** What cannot be opened. */
  | { readonly kind: "fault"; readonly error: ObjectError };

/** Takes the containers off an object's bytes. Errors of `body`, and an interruption, pass through. */
export function openContainers(
  body: AsyncIterable<Uint8Array>,
  limits: Limits = defaultLimits,
  interrupt?: Interrupt,
): AsyncGenerator<ObjectPart, void, undefined> {
  const expansion = new Expansion(limits, interrupt);
  return open(expansion.count(body), [], expansion, limits);
}

async function* open(
  bytes: PeekableBytes,
  around: readonly string[],
  expansion: Expansion,
  limits: Limits,
): AsyncGenerator<ObjectPart, void, undefined> {
  try {
    const container = containerOf(await bytes.peek(headBytes));
    if (container === undefined) {
      yield { kind: "text", bytes, bare: around.length === 0 };
      return;
    }
    const { name, decompressor } = container;
    if (name === "Parquet") {
      yield { kind: name, bytes };
    } else if (name !== "zip" && decompressor === undefined) {
      throw new ObjectError(
        `${[name, ...around].join(" inside ")}: such a container cannot be read; deliver plain text, Parquet, or ${readable}`,
        { place: { offset: 0 } },
      );
    } else if (around.length === limits.containers) {
      throw new ObjectError(`${[name, ...around].join(" inside ")}: more than ${limits.containers} containers`, {
        place: { offset: 0 },
        limit: "containers",
      });
    } else if (decompressor !== undefined) {
      const decompress = await decompressor();
      yield* open(expansion.limit(decompress(bytes)), [name, ...around], expansion, limits);
    } else {
      for await (const member of readZip(bytes, limits.members)) {
        if (member.kind === "fault") yield member;
        else yield* open(expansion.limit(member.bytes), [name, ...around], expansion, limits);
      }
    }
  } catch (error) {
    if (!(error instanceof ObjectError)) throw error;
    yield { kind: "fault", error };
  } finally {
    await bytes.close();
  }
}

function containerOf(head: Buffer): Container | undefined {
  const start = head.toString("latin1");
  return containers.find(({ magic, offset = 0 }) => magic.some((bytes) => start.startsWith(bytes, offset)));
}
