import { type AnnouncedBucket, ExistingLogBucket } from "../archive/existing-log-bucket";
import { arn, s3BucketArn } from "../aws/arn";
import { OrganizationLogs } from "../organization/organization-logs";
import { lakePrefixes } from "../organization/security-lake-subscriber";
import { ownLogGroups } from "../own-log-groups";
import type { Foundation } from "./foundation";
import { type LogStorage, lakeName } from "./log-storage";

/** Where logs come from that nobody else delivers. */
export interface LogOrigins {
  readonly organizationLogs: OrganizationLogs | undefined;
  /** Buckets of others that the loader reads. */
  readonly readBuckets: readonly AnnouncedBucket[];
}

export function makeLogOrigins(foundation: Foundation, storage: LogStorage): LogOrigins {
  const { parent, target } = foundation;
  const organizationLogs = makeOrganizationLogs(foundation, storage);
  const lake = lakeBucket(foundation, organizationLogs);
  const announced: Readonly<Record<string, AnnouncedBucket>> = {
    ...storage.existing,
    ...(lake && { [lakeName(foundation)]: lake }),
  };
  for (const [name, bucket] of Object.entries(announced)) {
    new ExistingLogBucket(name, { target, queue: storage.queue, ...bucket }, { parent });
  }
  return { organizationLogs, readBuckets: Object.values(announced) };
}

function makeOrganizationLogs(
  { name, args, parent, target, key }: Foundation,
  { archive, queue, otherBucketArns }: LogStorage,
): OrganizationLogs | undefined {
  const { organization, existingBuckets = [], accessPoints = [] } = args;
  if (organization === undefined) return undefined;
  const { logRetentionDays } = args.operations;
  return new OrganizationLogs(
    name,
    {
      ...{ target, organization, trailName: name, logKeyArn: key.keyArn, logRetentionDays },
      ownLogGroups: ownLogGroups(
        name,
        accessPoints.map((access) => access.name),
      ),
      archive: {
        bucketName: archive.bucket.bucketName,
        bucketArn: archive.bucket.bucketArn,
        keyArn: archive.keyArn,
        config: archive.configTarget,
        permission: [archive.bucket.policy, archive.accessLogBucket.policy],
      },
      loader: {
        bucketArns: [
          archive.accessLogBucket.bucketArn,
          ...otherBucketArns,
          ...existingBuckets.map(({ bucketName }) => s3BucketArn(target, bucketName)),
        ],
        queueArn: queue.queueArn,
        // The function comes later, as it reads what the organization gives it.
        functionArn: arn(target, { service: "lambda", resource: `function:${name}-loader` }),
      },
    },
    { parent },
  );
}

/** The lake that the organization's objects are in too: read as its subscriber. */
function lakeBucket(
  { args: { organization } }: Foundation,
  organizationLogs: OrganizationLogs | undefined,
): AnnouncedBucket | undefined {
  const lake = organizationLogs?.securityLake;
  if (!lake || !organization?.securityLake) return undefined;
  const { account, externalId, sources } = organization.securityLake;
  return {
    bucketName: lake.bucketName,
    ...(account !== organization.logArchiveAccount && { accountId: account }),
    announcedBy: "eventbridge",
    keyPrefixes: lakePrefixes(sources),
    reader: { roleArn: lake.roleArn, externalId },
  };
}
