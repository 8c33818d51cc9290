import type { S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import { DependencyError } from "../../shared/errors";
import type { LogStore, ObjectReference, OpenedLogObject } from "../ports";

/** Of a request with all of its retries; reading the object has to wait for it. */
const requestMilliseconds = 10_000;

/** A role to assume for reading a bucket of another account. */
export interface BucketReader {
  readonly bucket: string;
  readonly roleArn: string;
  readonly externalId: string;
}

/** Reads each bucket by the store that may. */
export class RoutedLogStore implements LogStore {
  constructor(
    private readonly own: LogStore,
    private readonly others: ReadonlyMap<string, LogStore>,
  ) {}

  open(reference: ObjectReference, milliseconds?: number): Promise<OpenedLogObject | undefined> {
    return (this.others.get(reference.bucket) ?? this.own).open(reference, milliseconds);
  }
}

type Credentials = NonNullable<Extract<ConstructorParameters<typeof S3Client>[0], object>["credentials"]>;

/** Credentials of a role. The client that uses them keeps them until shortly before they expire. */
export function assumedRole(
  sts: STSClient,
  { roleArn, externalId }: Pick<BucketReader, "roleArn" | "externalId">,
): Exclude<Credentials, { readonly accessKeyId: string }> {
  return async () => {
    const request = new AssumeRoleCommand({
      RoleArn: roleArn,
      ExternalId: externalId,
      // Names the loader in the logs of the account that owns the bucket.
      RoleSessionName: "siem-loader",
    });
    const inTime = { abortSignal: AbortSignal.timeout(requestMilliseconds) };
    const { Credentials: issued } = await sts.send(request, inTime).catch((cause: unknown) => {
      const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      throw new DependencyError(
        `STS does not let the loader assume ${roleArn}: check that its trust policy names the loader's role and the external id (siem:existingBuckets, or securityLake of siem:organization). ${reason}`,
        { cause },
      );
    });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = issued ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined) {
      throw new DependencyError(`STS gave no credentials of ${roleArn}`);
    }
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
      ...(Expiration === undefined ? {} : { expiration: Expiration }),
    };
  };
}
