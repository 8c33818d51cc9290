import type { StoredObject } from "./objects";

/** The bucket that holds logs, and that of the reports about it. */
export interface ArchiveListing {
  /** All objects under the prefix, now. */
  list(bucket: string, prefix: string): AsyncIterable<StoredObject>;
  /** All objects of the bucket in its newest inventory, and when that was made. */
  inventory(bucket: string): Promise<{ readonly createdAt: Date; readonly objects: AsyncIterable<StoredObject> }>;
}

/** What a job is created with. */
export interface JobOrder {
  readonly description: string;
  /** The higher, the earlier its objects are loaded. */
  readonly priority: number;
  /** Path of the manifest's file. */
  readonly manifestPath: string;
  /** Whether the completion report lists all objects, or only those that failed. */
  readonly report: "all" | "failed";
}

export interface JobState {
  /** As AWS calls it, such as `Active` or `Complete`. */
  readonly status: string;
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Why it failed as a whole. */
  readonly reasons: readonly string[];
  /** Where the completion report is, or will be. */
  readonly reportUrl: string;
}

/** S3 Batch Operations. */
export interface BatchJobs {
  /** Uploads the manifest and creates the job; returns its id. */
  create(order: JobOrder): Promise<string>;
  state(jobId: string): Promise<JobState>;
}
