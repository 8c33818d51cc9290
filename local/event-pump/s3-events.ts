import { HeadObjectCommand, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";

/** The id of the version of an object that has this ETag; undefined in a bucket without versions. */
export type VersionLookup = (bucket: string, key: string, eTag: string) => Promise<string | undefined>;

interface S3EventRecord {
  eventSource?: string;
  eventTime?: string;
  s3?: {
    bucket?: { name?: string; ownerIdentity?: unknown };
    object?: { key?: string; eTag?: string; versionId?: string; sequencer?: string };
  };
  [member: string]: unknown;
}

/** Looks in the emulator; an event tells the version by its ETag, as a later one may have replaced it since. */
export function s3VersionLookup(s3: S3Client): VersionLookup {
  return async (Bucket, Key, eTag) => {
    const sameTag = (tag: string | undefined): boolean => tag?.replaceAll('"', "") === eTag;
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key })).catch(() => undefined);
    if (head !== undefined && sameTag(head.ETag)) return head.VersionId;
    const list = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key })).catch(() => undefined);
    return list?.Versions?.find((version) => version.Key === Key && sameTag(version.ETag))?.VersionId;
  };
}

/**
 * Adds to an S3 event what S3 sends and the emulator (moto 5.2) does not: the version and sequencer of the object, who
 * wrote it, and the ids of the request. The same event always gets the same values. Any other text is returned as it is.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export async function completeS3Event(body: string, versionOf: VersionLookup): Promise<string> {
  const event = parse(body);
  if (event === undefined) return body;
  for (const record of event.Records) {
    const { bucket, object } = record.s3 ?? {};
    if (record.eventSource !== "aws:s3" || bucket?.name === undefined || object?.key === undefined) continue;
    const time = Date.parse(record.eventTime ?? "") || 0;
    // S3 writes the key of an event as a form field: a space is a plus sign.
    const key = decodeURIComponent(object.key.replaceAll("+", " "));
    object.versionId ??= (await versionOf(bucket.name, key, object.eTag ?? "")) ?? "";
    if (object.versionId === "" || object.versionId === "null") delete object.versionId;
    object.sequencer ??= time.toString(16).toUpperCase().padStart(16, "0");
    bucket.ownerIdentity ??= { principalId: "LOCALSTAGE" };
    record.userIdentity ??= { principalId: "AWS:LOCALSTAGE" };
    record.requestParameters ??= { sourceIPAddress: "127.0.0.1" };
    record.responseElements ??= { "x-amz-request-id": object.sequencer, "x-amz-id-2": object.sequencer };
  }
  return JSON.stringify(event);
}

function parse(body: string): { Records: S3EventRecord[] } | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isEvent =
      typeof value === "object" && value !== null && Array.isArray((value as { Records?: unknown }).Records);
    return isEvent ? (value as { Records: S3EventRecord[] }) : undefined;
  } catch {
    return undefined;
  }
}
