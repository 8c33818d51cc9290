import type * as pulumi from "@pulumi/pulumi";
import { type ExistingBucket, existingBucketSenders } from "../archive/existing-log-bucket";
import { accessPointDecryption, accessPointDelegation } from "../archive/log-access-point";
import { LogArchive } from "../archive/log-archive";
import { storageLensEncryption } from "../archive/storage-lens";
import { s3BucketArn } from "../aws/arn";
import { LogQueue } from "../ingest/log-queue";
import { FunctionRole } from "../lambda/function-role";
import { organizationDeliveries } from "../organization/organization-senders";
import type { Foundation } from "./foundation";

/** Where logs arrive, and what tells the loader of them. */
export interface LogStorage {
  readonly archive: LogArchive;
  readonly queue: LogQueue;
  readonly loaderRole: FunctionRole;
  /** Buckets of others, by the names of what is made for them. */
  readonly existing: Readonly<Record<string, ExistingBucket>>;
  /** Buckets that only rules of sources name. */
  readonly otherBucketArns: readonly pulumi.Output<string>[];
}

/** What is made for the bucket of Security Lake. */
export const lakeName = ({ name }: Foundation): string => `${name}-security-lake`;

export function makeLogStorage(foundation: Foundation): LogStorage {
  const { name, args, parent, target, protect, loader } = foundation;
  const { existingBuckets = [], accessPoints = [], storageLens, organization, search, network } = args;
  const existing = Object.fromEntries(existingBuckets.map((bucket) => [`${name}-${bucket.bucketName}`, bucket]));
  const senders = existingBucketSenders(target, {
    ...existing,
    ...(organization?.securityLake && { [lakeName(foundation)]: { announcedBy: "eventbridge" as const } }),
  });
  const keyStatements = [
    ...senders.keyStatements,
    ...accessPointDecryption(target, accessPoints),
    ...(storageLens ? [storageLensEncryption(target, name)] : []),
  ];
  const bucketStatements = (bucketArn: pulumi.Output<string>) => accessPointDelegation(target, accessPoints, bucketArn);
  const ruledBuckets = new Set((loader.sourceRules ?? []).flatMap(({ bucket }) => bucket ?? []));
  for (const { bucketName } of existingBuckets) ruledBuckets.delete(bucketName);
  const otherBucketArns = [...ruledBuckets].map((bucket) => s3BucketArn(target, bucket));
  const archive = new LogArchive(
    name,
    {
      ...{ target, protect, otherBucketArns, keyStatements, bucketStatements, ...args.archive },
      ownFlowLogs: network !== undefined && !("vpcId" in network),
      ...(organization && organizationDeliveries(organization, name)),
    },
    { parent },
  );
  const loaderRole = new FunctionRole(`${name}-loader`, { description: "Loads logs" }, { parent });
  const queue = new LogQueue(
    `${name}-objects`,
    {
      target,
      kmsKeyArn: archive.keyArn,
      buckets: { archive: archive.bucket, "access-logs": archive.accessLogBucket },
      otherBucketArns,
      senderRoleArns: [loaderRole.roleArn, ...(search.operatorRoleArns ?? [])],
      senderStatements: senders.queueStatements,
      consumerTimeout: loader.timeout,
      consumerBatchWindow: loader.batchWindow,
    },
    { parent },
  );
  return { archive, queue, loaderRole, existing, otherBucketArns };
}
