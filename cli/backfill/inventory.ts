import { ConfigurationError } from "../../functions/shared/errors";
import { csvColumns } from "../../functions/shared/text/csv";
import { asArray, asRecord, text } from "../../functions/shared/values";
import type { StoredObject } from "./objects";

/** What the manifest of an inventory says. */
export interface InventoryManifest {
  readonly createdAt: Date;
  /** Columns of its files. */
  readonly columns: readonly string[];
  /** Keys of its files, gzip of CSV. */
  readonly files: readonly string[];
}

const neededColumns = ["Key", "Size", "LastModifiedDate", "StorageClass"];

/**
 * Reads the manifest of an inventory.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 * @throws ConfigurationError for one that is of no use here.
 */
export function parseInventoryManifest(json: string, key: string): InventoryManifest {
  const manifest = asRecord(JSON.parse(json)) ?? {};
  const format = text(manifest.fileFormat);
  if (format !== "CSV") {
    throw new ConfigurationError(
      `The inventory ${key} is ${format}; backfill reads CSV, as siem:archiveInventory makes it`,
    );
  }
  const columns = (text(manifest.fileSchema) ?? "").split(",").map((column) => column.trim());
  const missing = neededColumns.filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    throw new ConfigurationError(`The inventory ${key} lacks ${missing.join(", ")}; add these to its optional fields`);
  }
  return {
    createdAt: new Date(Number(manifest.creationTimestamp)),
    columns,
    files: asArray(manifest.files).flatMap((file) => text(asRecord(file)?.key) ?? []),
  };
}

/** Reads a line of an inventory's file; undefined for a delete marker. */
export function inventoryObject(line: string, columns: readonly string[]): StoredObject | undefined {
  const values = csvColumns(line);
  const value = (column: string): string | undefined => values[columns.indexOf(column)];
  if (value("IsDeleteMarker") === "true" || value("IsLatest") === "false") return undefined;
  return {
    key: decodeURIComponent((value("Key") ?? "").replaceAll("+", " ")),
    size: Number(value("Size")),
    modifiedAt: new Date(value("LastModifiedDate") ?? ""),
    storageClass: value("StorageClass"),
    accessTier: value("IntelligentTieringAccessTier"),
  };
}

/** The folder of the newest inventory; folders are named by their time. */
export function newestInventory(folders: readonly string[]): string | undefined {
  return folders
    .filter((folder) => /\/\d{4}-\d\d-\d\dT\d\d-\d\dZ\/$/.test(folder))
    .toSorted()
    .at(-1);
}
