import { addAbortSignal, Readable } from "node:stream";
import {
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { DependencyError } from "../../shared/errors";
import { abortAfter } from "../../shared/time/abort-after";
import { type HeldObject, type HeldObjects, updateHeld } from "../held-object";
import type { AsideStore } from "../ports";
import { isMissing, s3Fault } from "./s3-fault";

/** A file has a few megabytes; a connection that S3 has given up on would hold its object, and all that wait for it. */
const requestMilliseconds = 10_000;

/** Keeps what is put aside in one bucket. */
export class S3AsideStore implements AsideStore, HeldObjects<string> {
  constructor(
    private readonly client: S3Client,
    readonly bucket: string,
    /** Epoch milliseconds: no request takes longer. Default: a request takes as long as it takes. */
    private readonly until?: number,
  ) {}

  /** The same, for those who have no longer than this. */
  endingAt(until: number): S3AsideStore {
    return new S3AsideStore(this.client, this.bucket, until);
  }

  async write(key: string, body: string): Promise<void> {
    try {
      await this.put(key, body, {});
    } catch (error) {
      throw this.fault(error, key);
    }
  }

  update(key: string, change: (held: string | undefined) => string): Promise<void> {
    return updateHeld(this, key, change);
  }

  async read(key: string): Promise<HeldObject | undefined> {
    const inTime = this.inTime();
    try {
      const request = new GetObjectCommand({ Bucket: this.bucket, Key: key });
      const { Body, ETag } = await this.client.send(request, inTime);
      // The client looks at the signal until the answer begins.
      if (inTime.abortSignal && Body instanceof Readable) addAbortSignal(inTime.abortSignal, Body);
      return { body: (await Body?.transformToString()) ?? "", etag: ETag };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw this.fault(error, key);
    }
  }

  /**
   * Writes if the key still holds what it did; false if it does not.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  async replace(key: string, body: string, held: HeldObject | undefined): Promise<boolean> {
    try {
      await this.put(key, body, held === undefined ? { IfNoneMatch: "*" } : { IfMatch: held.etag });
      return true;
    } catch (error) {
      if (isChanged(error)) return false;
      throw this.fault(error, key);
    }
  }

  private put(key: string, body: string, condition: Pick<PutObjectCommandInput, "IfMatch" | "IfNoneMatch">) {
    const place = { Bucket: this.bucket, Key: key };
    const request = new PutObjectCommand({ ...place, ...condition, Body: body, ContentType: "application/x-ndjson" });
    return this.client.send(request, this.inTime());
  }

  /** For a request with all of its retries. */
  private inTime(): { readonly abortSignal?: AbortSignal } {
    if (this.until === undefined) return {};
    return { abortSignal: abortAfter(Math.min(requestMilliseconds, this.until - Date.now())) };
  }

  /** Never the fault of a log object: what cannot be put aside now is still to be done. */
  private fault(error: unknown, key: string): DependencyError {
    const place = { bucket: this.bucket, key };
    const fault = s3Fault(error, place);
    if (fault instanceof DependencyError) return fault;
    return new DependencyError(`what was put aside before: ${fault.message}`, { place, cause: error });
  }
}

/** The condition does not hold (412), others write at the same time (409), or what was there is gone (404). */
export function isChanged(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false;
  const { httpStatusCode: status } = error.$metadata;
  return (
    status === 412 || error.name === "ConditionalRequestConflict" || (status === 404 && error.name !== "NoSuchBucket")
  );
}
