import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { notificationOf } from "../cli/rescue/s3-notification";

/** Where the archive of a stage is. */
export interface Archive {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly region: string;
  readonly bucket: string;
  readonly queueUrl: string;
}

/**
 * Puts a file into the archive. When the archive has the very same object already, only its notification is sent again, as
 * SQS may do at any time: another version would be another object, whose lines are events of their own.
 */
export async function deliverFile(archive: Archive, file: string, key: string): Promise<void> {
  const { s3, bucket } = archive;
  const body = await readFile(file);
  const eTag = createHash("md5").update(body).digest("hex");
  const present = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).catch(() => undefined);
  if (present?.ETag?.replaceAll('"', "") === eTag) {
    await notifyAgain(archive, { key, eTag, size: body.length, versionId: present.VersionId });
  } else {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }
}

/** Sends the notification of an object that the archive has, as S3 and SQS may do more than once. */
export async function notifyAgain(
  { sqs, region, bucket, queueUrl }: Archive,
  { key, eTag, size, versionId }: { key: string; eTag: string; size: number; versionId: string | undefined },
): Promise<void> {
  const body = notificationOf({ bucket, key, versionId, etag: eTag }, region, size);
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
}
