import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { notificationOf } from "../cli/rescue/s3-notification";
import type { ObjectVersion } from "./object-accounting";

/** Where the archive of a stage is. */
export interface Archive {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly region: string;
  readonly bucket: string;
  readonly queueUrl: string;
}

/** What is to be delivered under a key. */
export interface Content {
  readonly key: string;
  readonly body: Uint8Array;
  /** As S3 makes it of a body that comes in one part: MD5, in hexadecimal. */
  readonly eTag: string;
}

export async function readContent(file: string, key: string): Promise<Content> {
  const body = await readFile(file);
  return { key, body, eTag: createHash("md5").update(body).digest("hex") };
}

/**
 * Puts a file into the archive. When the archive has the very same object already, only its notification is sent again, as
 * SQS may do at any time: another version would be another object, whose lines are events of their own.
 */
export async function deliverContent(archive: Archive, { key, body, eTag }: Content): Promise<ObjectVersion> {
  const { s3, bucket } = archive;
  const present = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).catch(() => undefined);
  if (present?.ETag?.replaceAll('"', "") === eTag) {
    await notifyAgain(archive, { key, eTag, size: body.length, versionId: present.VersionId });
    return { bucket, key, versionId: present.VersionId };
  }
  const put = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  return { bucket, key, versionId: put.VersionId };
}

/** Sends the notification of an object that the archive has, as S3 and SQS may do more than once. */
export async function notifyAgain(
  { sqs, region, bucket, queueUrl }: Archive,
  { key, eTag, size, versionId }: { key: string; eTag: string; size: number; versionId: string | undefined },
): Promise<void> {
  const body = notificationOf({ bucket, key, versionId, etag: eTag }, region, size);
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
}
