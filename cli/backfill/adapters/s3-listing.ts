import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { inventoryPrefix } from "../../../components/archive/report-prefixes";
import { ConfigurationError, DependencyError } from "../../../functions/shared/errors";
import { awsRefusal } from "../../rescue/adapters/aws-refusal";
import { inventoryObject, newestInventory, parseInventoryManifest } from "../inventory";
import type { StoredObject } from "../objects";
import type { ArchiveListing } from "../ports";

export class S3Listing implements ArchiveListing {
  constructor(
    private readonly client: S3Client,
    /** Bucket of the inventories. */
    private readonly reportsBucket: () => string,
  ) {}

  async *list(bucket: string, prefix: string): AsyncGenerator<StoredObject, void, undefined> {
    try {
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client: this.client },
        { Bucket: bucket, Prefix: prefix },
      )) {
        for (const { Key, Size = 0, LastModified, StorageClass } of Contents) {
          if (Key === undefined || LastModified === undefined) continue;
          yield { key: Key, size: Size, modifiedAt: LastModified, storageClass: StorageClass };
        }
      }
    } catch (error) {
      throw awsRefusal(error, "s3:ListBucket", `bucket ${bucket}`);
    }
  }

  async inventory(bucket: string) {
    const key = await this.newestManifest(bucket);
    const { createdAt, columns, files } = parseInventoryManifest(await text(await this.read(key)), key);
    return { createdAt, objects: this.objects(files, columns) };
  }

  private async newestManifest(bucket: string): Promise<string> {
    const folder = `${inventoryPrefix}/${bucket}/siem/`;
    const reports = this.reportsBucket();
    const folders: string[] = [];
    try {
      const request = { Bucket: reports, Prefix: folder, Delimiter: "/" };
      for await (const { CommonPrefixes = [] } of paginateListObjectsV2({ client: this.client }, request)) {
        folders.push(...CommonPrefixes.flatMap(({ Prefix }) => Prefix ?? []));
      }
    } catch (error) {
      throw awsRefusal(error, "s3:ListBucket", `bucket ${reports}`);
    }
    const newest = newestInventory(folders);
    if (newest === undefined) {
      throw new ConfigurationError(
        `There is no inventory under s3://${reports}/${folder} yet: S3 makes the first within 48 hours of siem:archiveInventory. Leave out --inventory to list the bucket`,
      );
    }
    return `${newest}manifest.json`;
  }

  private async *objects(
    files: readonly string[],
    columns: readonly string[],
  ): AsyncGenerator<StoredObject, void, undefined> {
    for (const file of files) {
      const body = await this.read(file);
      const gunzip = createGunzip();
      body.on("error", (error) => gunzip.destroy(error)).pipe(gunzip);
      for await (const line of createInterface({ input: gunzip, crlfDelay: Number.POSITIVE_INFINITY })) {
        const object = inventoryObject(line, columns);
        if (object !== undefined) yield object;
      }
    }
  }

  private async read(key: string): Promise<Readable> {
    const reports = this.reportsBucket();
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: reports, Key: key })).catch((error) => {
      throw awsRefusal(error, "s3:GetObject", `s3://${reports}/${key}`);
    });
    // In Node.js the SDK gives a Readable, though its type allows for a browser's streams.
    if (!(Body instanceof Readable)) throw new DependencyError(`S3 gave no stream of s3://${reports}/${key}`);
    return Body;
  }
}
