import { S3ServiceException } from "@aws-sdk/client-s3";
import { DependencyError, ObjectError, SiemError } from "../../shared/errors";

/** Whether what is asked for is gone: deleted, or overwritten where there are no versions. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false;
  const { httpStatusCode } = error.$metadata;
  // A missing bucket is a fault of the set-up, not an object that was deleted.
  return httpStatusCode === 412 || (httpStatusCode === 404 && error.name !== "NoSuchBucket");
}

/** Says what is wrong, and whether it may be different the next time. */
export function s3Fault(error: unknown, place: { bucket: string; key: string; offset?: number }): SiemError {
  // Such as one of the credentials that the bucket is read with.
  if (error instanceof SiemError) return error;
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  // Our own signals end requests, nobody else.
  if (name === "AbortError" || name === "TimeoutError") {
    return new DependencyError("S3 did not answer in time", { place, cause: error });
  }
  if (name === "InvalidObjectState") {
    return new ObjectError(
      "the object is in an archive storage class: restore it (S3 RestoreObject) and have it delivered again",
      { place, cause: error },
    );
  }
  if (isMissing(error)) {
    return new DependencyError(`S3: the object was deleted or overwritten while it was read (${name})`, {
      place,
      cause: error,
    });
  }
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403) {
    return new DependencyError(
      `S3 denies access (${name}): check the function's role, the bucket policy and the key policy of the bucket's KMS key`,
      { place, cause: error },
    );
  }
  return new DependencyError(`S3: ${name}: ${message}`, { place, cause: error });
}
