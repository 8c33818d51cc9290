import { DeleteObjectCommand, HeadObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { isChanged, S3AsideStore } from "../../../functions/loader/adapters/aside-store";
import { isMissing } from "../../../functions/loader/adapters/s3-fault";
import type { HeldObject } from "../../../functions/loader/held-object";
import type { ObjectReference } from "../../../functions/loader/ports";
import type { ListedFile, LogObjects, ObjectState, SetAsideFiles } from "../ports";
import { awsRefusal, statusOf } from "./aws-refusal";

/** What the loader has put aside, in S3. */
export class S3SetAsideFiles implements SetAsideFiles {
  private readonly store: S3AsideStore;

  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {
    this.store = new S3AsideStore(client, bucket);
  }

  async *list(prefix: string): AsyncGenerator<ListedFile, void, undefined> {
    try {
      const pages = paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket, Prefix: prefix });
      for await (const { Contents = [] } of pages) {
        for (const { Key, LastModified } of Contents) {
          if (Key !== undefined) yield { key: Key, writtenAt: LastModified };
        }
      }
    } catch (error) {
      throw awsRefusal(error, "s3:ListBucket", `bucket ${this.bucket}`);
    }
  }

  read(key: string): Promise<HeldObject | undefined> {
    return this.store.read(key).catch((error: unknown) => {
      throw awsRefusal(error, "s3:GetObject", this.url(key));
    });
  }

  async replace(key: string, body: string | undefined, held: HeldObject | undefined): Promise<boolean> {
    if (body !== undefined) {
      return this.store.replace(key, body, held).catch((error: unknown) => {
        throw awsRefusal(error, "s3:PutObject", this.url(key));
      });
    }
    try {
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
      await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key, IfMatch: held?.etag }));
      return true;
    } catch (error) {
      if (isChanged(error)) return false;
      throw awsRefusal(error, "s3:DeleteObject", this.url(key));
    }
  }

  private url(key: string): string {
    return `s3://${this.bucket}/${key}`;
  }
}

const archiveClasses: ReadonlySet<string | undefined> = new Set(["GLACIER", "DEEP_ARCHIVE"]);

/** The log objects, in S3. */
export class S3LogObjects implements LogObjects {
  constructor(private readonly client: S3Client) {}

  async state({ bucket, key, versionId }: ObjectReference): Promise<ObjectState> {
    try {
      const { StorageClass, ArchiveStatus, Restore } = await this.client.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
      );
      const archived = archiveClasses.has(StorageClass) || ArchiveStatus !== undefined;
      return archived && Restore?.includes('ongoing-request="false"') !== true ? "archived" : "there";
    } catch (error) {
      if (isMissing(error)) return "missing";
      if (statusOf(error) === 403) return "denied";
      throw awsRefusal(error, "s3:GetObject", `s3://${bucket}/${key}`);
    }
  }
}
