import { randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DependencyError, ObjectError } from "../../shared/errors";

/** Up to here bytes are held in memory. */
const heldBytes = 16 * 1024 * 1024;
/** Four times this, as many objects as are loaded at once, fit the 2048 MB of `/tmp` that the function is given. */
const maximumSpilledBytes = 400 * 1024 * 1024;

/** Bytes that can be read at any place. */
export interface RandomBytes {
  readonly size: number;
  /** The bytes from `start` up to `end`, in memory of their own. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** To be called in the end. */
  close(): Promise<void>;
}

/**
 * Keeps a stream for reading at any place: a large one in a temporary file, which has no name and is gone with its
 * handle.
 * @throws ObjectError if there is no room for it; DependencyError if there is none just now.
 */
export async function spill(bytes: AsyncIterable<Uint8Array>): Promise<RandomBytes> {
  const held: Uint8Array[] = [];
  let size = 0;
  let file: FileHandle | undefined;
  try {
    for await (const chunk of bytes) {
      if (size + chunk.byteLength > maximumSpilledBytes) {
        throw new ObjectError(
          `a Parquet file of more than ${maximumSpilledBytes} bytes does not fit the function's ephemeral storage; have smaller files delivered`,
        );
      }
      if (file === undefined && size + chunk.byteLength > heldBytes) {
        file = await openNameless();
        let at = 0;
        for (const earlier of held.splice(0)) at = await write(file, earlier, at);
      }
      if (file === undefined) held.push(chunk);
      else await write(file, chunk, size);
      size += chunk.byteLength;
    }
  } catch (error) {
    await file?.close();
    throw error;
  }
  return file === undefined ? inMemory(Buffer.concat(held, size)) : inFile(file, size);
}

async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `siem-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  return file;
}

async function write(file: FileHandle, chunk: Uint8Array, at: number): Promise<number> {
  try {
    for (let done = 0; done < chunk.byteLength; ) {
      const { bytesWritten } = await file.write(chunk, done, chunk.byteLength - done, at + done);
      done += bytesWritten;
    }
    return at + chunk.byteLength;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    throw new DependencyError(
      "the ephemeral storage is full: give the function more, or let it load fewer large objects at the same time",
      { cause: error },
    );
  }
}

function inMemory(bytes: Buffer): RandomBytes {
  return {
    size: bytes.length,
    read: async (start, end) => new Uint8Array(bytes.subarray(start, end)),
    close: async () => {},
  };
}

function inFile(file: FileHandle, size: number): RandomBytes {
  return {
    size,
    read: async (start, end) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      for (let done = 0; done < bytes.length; ) {
        const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
        if (bytesRead === 0) throw new Error("a temporary file ended before its size");
        done += bytesRead;
      }
      return bytes;
    },
    close: () => file.close(),
  };
}
