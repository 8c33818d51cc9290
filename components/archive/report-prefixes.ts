/** Start of the keys of inventories: `inventory/<bucket>/siem/<time>/manifest.json`. */
export const inventoryPrefix = "inventory";
/** Start of the keys of manifests and completion reports of S3 Batch Operations. */
export const batchPrefix = "batch/";
/** Start of the keys of what Storage Lens exports. */
export const storageLensPrefix = "storage-lens";
