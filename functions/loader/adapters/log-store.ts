import { GetObjectCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { DependencyError, ObjectError, type SiemError } from "../../shared/errors";
import type { LogStore, ObjectReference, OpenedLogObject } from "../ports";

/** Reads log objects from S3. */
export class S3LogStore implements LogStore {
  constructor(private readonly client: S3Client) {}

  async open({ bucket, key, versionId }: ObjectReference): Promise<OpenedLogObject | undefined> {
    try {
      const { Body, VersionId, ETag, ContentLength, LastModified } = await this.client.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
      );
      return {
        body: Body === undefined ? noBytes() : bytesOf(Body),
        versionId: VersionId === "null" ? undefined : VersionId,
        etag: ETag?.replaceAll('"', ""),
        size: ContentLength,
        lastModified: LastModified,
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw s3Fault(error, { bucket, key });
    }
  }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

async function* bytesOf(body: object): AsyncGenerator<Uint8Array, void, undefined> {
  // In Node.js the SDK gives a Readable, though its type allows for a browser's streams.
  if (!(Symbol.asyncIterator in body)) throw new TypeError("the S3 client gave no readable stream");
  for await (const chunk of body as AsyncIterable<unknown>) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError("the S3 client's stream gave something else than bytes");
    yield chunk;
  }
}

export function isMissing(error: unknown): boolean {
  // A missing bucket is a fault of the set-up, not an object that was deleted.
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404 && error.name !== "NoSuchBucket";
}

/** Says what is wrong, and whether it may be different the next time. */
export function s3Fault(error: unknown, place: { bucket: string; key: string }): SiemError {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  if (name === "InvalidObjectState") {
    return new ObjectError(
      "the object is in an archive storage class: restore it (S3 RestoreObject) and have it delivered again",
      { place, cause: error },
    );
  }
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403) {
    return new DependencyError(
      `S3 denies access (${name}): check the function's role, the bucket policy and the key policy of the bucket's KMS key`,
      { place, cause: error },
    );
  }
  return new DependencyError(`S3: ${name}: ${message}`, { place, cause: error });
}
