import { ArchiveReplication } from "../archive/archive-replication";
import { ArchiveReports } from "../archive/archive-reports";
import { BatchLoading } from "../archive/batch-loading";
import { LogAccessPoint } from "../archive/log-access-point";
import { RedactingAccessPoint } from "../archive/redacting-access-point";
import { StorageLens, storageLensDelivery } from "../archive/storage-lens";
import type { LogLoader } from "../ingest/log-loader";
import type { Foundation } from "./foundation";
import type { LogStorage } from "./log-storage";
import type { SearchingFunctions } from "./search";

/** What the archive is used for, beside being loaded when logs arrive. */
export interface ArchiveUse {
  readonly reports: ArchiveReports;
  readonly batchLoading: BatchLoading | undefined;
}

export function makeArchiveUse(
  foundation: Foundation,
  { archive }: LogStorage,
  loader: LogLoader,
  functions: SearchingFunctions,
): ArchiveUse {
  const { name, args, parent, target, protect } = foundation;
  const { storageLens, backfillConcurrency = 0 } = args;
  const reports = new ArchiveReports(
    `${name}-reports`,
    {
      target,
      protect,
      inventoried: { archive: archive.bucket, "access-logs": archive.accessLogBucket },
      accessLogBucket: archive.accessLogBucket,
      kmsKeyArn: archive.keyArn,
      statements: (bucketArn) => (storageLens ? [storageLensDelivery(target, name, bucketArn)] : []),
      ...args.reports,
    },
    { parent },
  );
  const destination = { reportsBucket: reports.bucket, kmsKeyArn: archive.keyArn };
  if (storageLens) new StorageLens(name, { target, ...destination, ...storageLens }, { parent });
  makeAccessPoints(foundation, archive.bucket.bucketName, functions);
  if (args.archive.replica) {
    const { bucket, keyArn } = archive;
    new ArchiveReplication(
      `${name}-replication`,
      { target, bucket, keyArn, replica: args.archive.replica },
      { parent },
    );
  }
  const batchLoading =
    backfillConcurrency === 0
      ? undefined
      : new BatchLoading(
          `${name}-backfill`,
          {
            target,
            loader,
            concurrency: backfillConcurrency,
            reportsBucket: reports.bucket,
            reportsKeyArn: archive.keyArn,
          },
          { parent },
        );
  return { reports, batchLoading };
}

function makeAccessPoints(
  { name, args: { accessPoints = [] }, parent, target, loader }: Foundation,
  bucketName: LogStorage["archive"]["bucket"]["bucketName"],
  functions: SearchingFunctions,
): void {
  for (const { redaction, ...access } of accessPoints) {
    if (redaction === undefined) {
      new LogAccessPoint(`${name}-${access.name}`, { target, bucketName, ...access }, { parent });
    } else {
      const rules = loader.sourceRules ?? [];
      new RedactingAccessPoint(
        `${name}-${access.name}`,
        { ...functions, ...access, bucketName, redaction, rules },
        { parent },
      );
    }
  }
}
