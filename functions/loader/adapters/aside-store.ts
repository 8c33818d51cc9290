import {
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { DependencyError } from "../../shared/errors";
import type { AsideStore } from "../ports";
import { isMissing, s3Fault } from "./s3-fault";

/** What a key holds, and what tells it from what it will hold later. */
export interface HeldObject {
  readonly body: string;
  readonly etag: string | undefined;
}

/** Two deliveries of the same object may write the same key, hardly more. */
const maximumAttempts = 10;

/** Keeps what is put aside in one bucket. */
export class S3AsideStore implements AsideStore {
  constructor(
    private readonly client: S3Client,
    readonly bucket: string,
  ) {}

  async write(key: string, body: string): Promise<void> {
    try {
      await this.put(key, body, {});
    } catch (error) {
      throw s3Fault(error, { bucket: this.bucket, key });
    }
  }

  async update(key: string, change: (held: string | undefined) => string): Promise<void> {
    // Mostly there is nothing yet: not looking first saves a request.
    let held: HeldObject | undefined;
    for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
      if (await this.replace(key, change(held?.body), held)) return;
      held = await this.read(key);
    }
    throw new DependencyError(`s3://${this.bucket}/${key} is changed by others all the time`);
  }

  async read(key: string): Promise<HeldObject | undefined> {
    try {
      const { Body, ETag } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      return { body: (await Body?.transformToString()) ?? "", etag: ETag };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw s3Fault(error, { bucket: this.bucket, key });
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
      throw s3Fault(error, { bucket: this.bucket, key });
    }
  }

  private put(key: string, body: string, condition: Pick<PutObjectCommandInput, "IfMatch" | "IfNoneMatch">) {
    const place = { Bucket: this.bucket, Key: key };
    return this.client.send(
      new PutObjectCommand({ ...place, ...condition, Body: body, ContentType: "application/x-ndjson" }),
    );
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
