import type { ObjectReference } from "../../functions/loader/ports";

/** An object that S3 tells of. `key` is as S3 encodes keys; the bucket is the archive if none is named. */
export type AnnouncedObject = Partial<ObjectReference> & Pick<ObjectReference, "key">;

/** The body of a message about new objects, with as much of it as the loader reads. */
export function s3Notification(...objects: readonly AnnouncedObject[]): string {
  const Records = objects.map(({ bucket = "archive", key, versionId, etag }) => ({
    eventSource: "aws:s3",
    eventName: "ObjectCreated:Put",
    s3: { bucket: { name: bucket }, object: { key, versionId, eTag: etag } },
  }));
  return JSON.stringify({ Records });
}
