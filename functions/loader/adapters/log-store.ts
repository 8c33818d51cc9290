import { addAbortSignal, Readable } from "node:stream";
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { abortAfter } from "../../shared/time/abort-after";
import type { LogStore, ObjectReference, OpenedLogObject } from "../ports";
import { RangedBytes, type ReadRange } from "../readers/ranges";
import { isMissing, s3Fault } from "./s3-fault";

/** Four objects are read at once: 64 MiB of ranges in memory. */
const defaultRangeBytes = 4 * 1024 * 1024;
const rangesAhead = 3;
/** A range takes a second; S3 closes a connection that it has given up on much later than this. */
const rangeMilliseconds = 30_000;
/** A connection that breaks off is made anew, for what is missing; one that does so again and again is of no use. */
const connectionsForRange = 4;

/** The version of an object that is read, and that its parts are compared with. */
interface ReadVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
  readonly etag: string | undefined;
}

/** Reads log objects from S3. */
export class S3LogStore implements LogStore {
  constructor(
    private readonly client: S3Client,
    private readonly rangeBytes = defaultRangeBytes,
  ) {}

  async open(reference: ObjectReference, milliseconds?: number): Promise<OpenedLogObject | undefined> {
    const { bucket, key, versionId } = reference;
    // Without versions, the object is another one when its ETag is.
    const wanted = { bucket, key, versionId, etag: versionId === undefined ? reference.etag : undefined };
    const timeOver = milliseconds === undefined ? undefined : abortAfter(milliseconds);
    try {
      const answer = await this.first(wanted, timeOver);
      const { VersionId, ETag, LastModified } = answer;
      const version = {
        ...wanted,
        versionId: versionId ?? (VersionId === "null" ? undefined : VersionId),
        etag: ETag?.replaceAll('"', "") ?? wanted.etag,
      };
      const size = sizeOf(answer);
      const { rangeBytes } = this;
      const read: ReadRange = (start, end, closed) => this.range(version, start, end, eitherOf(closed, timeOver));
      const first = this.range(version, 0, Math.min(size, rangeBytes), timeOver, answer);
      return {
        body: new RangedBytes({ size, first, read, rangeBytes, ahead: rangesAhead }),
        versionId: VersionId === "null" ? undefined : VersionId,
        etag: version.etag,
        size,
        lastModified: LastModified,
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw s3Fault(error, { bucket, key });
    }
  }

  /** The first range, which tells of the object too. */
  private async first(version: ReadVersion, timeOver: AbortSignal | undefined): Promise<GetObjectCommandOutput> {
    const signal = eitherOf(AbortSignal.timeout(rangeMilliseconds), timeOver);
    try {
      return await this.get(version, signal, 0, this.rangeBytes);
    } catch (error) {
      // There is no first byte of an empty object.
      if (error instanceof S3ServiceException && error.name === "InvalidRange") return this.get(version, signal);
      throw error;
    }
  }

  private get(
    { bucket, key, versionId, etag }: ReadVersion,
    abortSignal: AbortSignal,
    start = 0,
    end?: number,
  ): Promise<GetObjectCommandOutput> {
    return this.client.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        VersionId: versionId,
        ...(etag === undefined ? {} : { IfMatch: `"${etag}"` }),
        ...(end === undefined ? {} : { Range: `bytes=${start}-${end - 1}` }),
      }),
      { abortSignal },
    );
  }

  /** A range of the version, begun with an answer to the request for it, if there is one. */
  private async range(
    version: ReadVersion,
    start: number,
    end: number,
    ended?: AbortSignal,
    answer?: GetObjectCommandOutput,
  ): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(end - start);
    let filled = 0;
    for (let connection = 1; ; connection += 1) {
      const signal = eitherOf(AbortSignal.timeout(rangeMilliseconds), ended);
      try {
        const given = connection === 1 ? answer : undefined;
        const { Body } = given ?? (await this.get(version, signal, start + filled, end));
        for await (const chunk of bytesOf(Body, signal)) {
          filled += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).copy(bytes, filled);
        }
        if (filled === bytes.length) return bytes;
        throw new Error(`the connection ended after ${filled} of ${bytes.length} bytes`);
      } catch (error) {
        if (error instanceof S3ServiceException || ended?.aborted === true || connection === connectionsForRange) {
          throw s3Fault(error, { bucket: version.bucket, key: version.key, offset: start + filled });
        }
      }
    }
  }
}

function eitherOf(signal: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  return other === undefined ? signal : AbortSignal.any([signal, other]);
}

/** Of the whole object: `bytes 0-99/1234` says it of one that is longer than its first range. */
function sizeOf({ ContentRange, ContentLength }: GetObjectCommandOutput): number {
  const total = /\/(\d+)$/.exec(ContentRange ?? "")?.[1];
  return total === undefined ? (ContentLength ?? 0) : Number(total);
}

async function* bytesOf(body: unknown, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  if (body === undefined) return;
  // In Node.js the SDK gives a Readable, though its type allows for a browser's streams.
  if (!(body instanceof Readable)) throw new TypeError("the S3 client gave no readable stream");
  for await (const chunk of addAbortSignal(signal, body) as AsyncIterable<unknown>) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("the S3 client's stream gave something else than bytes");
    yield chunk;
  }
}
