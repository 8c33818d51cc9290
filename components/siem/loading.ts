import { s3BucketArn } from "../aws/arn";
import { LogLoader } from "../ingest/log-loader";
import type { SiemNetwork } from "../network/siem-network";
import { ModelStorage } from "../storage/model-storage";
import type { Foundation } from "./foundation";
import type { LogOrigins } from "./log-origins";
import type { LogStorage } from "./log-storage";
import { zonesOf } from "./network";
import type { Search } from "./search";

export function makeLoader(
  foundation: Foundation,
  storage: LogStorage,
  { readBuckets }: LogOrigins,
  network: SiemNetwork | undefined,
  { backend, content, functions }: Search,
): LogLoader {
  const { name, args, parent, target, loader } = foundation;
  const { archive, queue, loaderRole, otherBucketArns } = storage;
  return new LogLoader(
    `${name}-loader`,
    {
      ...functions,
      ...loader,
      fileSystem: makeModelStorage(foundation, storage, network)?.mount,
      role: loaderRole,
      detection: args.detection?.rules,
      retentionDays: backend.writableDays,
      queueArn: queue.queueArn,
      queueUrl: queue.queueUrl,
      archiveBucketName: archive.bucket.bucketName,
      archiveBucketArn: archive.bucket.bucketArn,
      otherBucketArns: [
        archive.accessLogBucket.bucketArn,
        ...otherBucketArns,
        ...readBuckets.flatMap(({ bucketName, reader }) => (reader ? [] : [s3BucketArn(target, bucketName)])),
      ],
      otherKeyArns: readBuckets.flatMap(({ keyArns = [], reader }) => (reader ? [] : keyArns)),
      bucketReaders: readBuckets.flatMap(({ bucketName, reader }) => (reader ? [{ bucketName, ...reader }] : [])),
      archiveKeyArn: archive.keyArn,
      // Documents that come before their index templates would get guessed mappings.
      startAfter: [content.installation],
    },
    { parent },
  );
}

function makeModelStorage(
  { name, args, parent, target, protect }: Foundation,
  { loaderRole }: LogStorage,
  network: SiemNetwork | undefined,
): ModelStorage | undefined {
  const { modelStorage } = args;
  if (!modelStorage) return undefined;
  if (!network) throw new Error("modelStorage needs network: a file system is in a VPC");
  return new ModelStorage(
    `${name}-models`,
    {
      ...{ target, protect, zones: zonesOf(args) },
      ...network,
      readerRoleArns: [loaderRole.roleArn],
      ...modelStorage,
    },
    { parent },
  );
}
