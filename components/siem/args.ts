import type { DetectionSettings } from "../../functions/detector/detection-settings";
import type { FilterRule } from "../../functions/loader/filter-rules";
import type { DetectionRules } from "../../functions/loader/signals";
import type { SourceRule } from "../../functions/loader/source-rules";
import type { Limits } from "../../functions/shared/limits";
import type { SilenceRules } from "../../functions/silence/rules";
import type { ReplicaBucket } from "../archive/archive-replication";
import type { ArchiveReportsArgs } from "../archive/archive-reports";
import type { ArchiveDelivery } from "../archive/deliveries";
import type { ExistingBucket } from "../archive/existing-log-bucket";
import type { LogAccess } from "../archive/log-access-point";
import type { ArchiveLock } from "../archive/log-archive";
import type { ArchiveTiers } from "../archive/secure-bucket";
import type { LogSenders } from "../archive/senders";
import type { StorageLensArgs } from "../archive/storage-lens";
import type { LoaderShape } from "../ingest/loader-shape";
import type { OwnNetwork } from "../ingest/log-loader";
import type { EndpointService } from "../network/endpoint-services";
import type { NatGateways } from "../network/nat-gateways";
import type { Organization } from "../organization/organization";
import type { SearchChoice } from "../search/search-choice";

/** A VPC that is made. */
interface MadeNetwork {
  readonly cidrBlock: string;
  /** Services that functions reach from the VPC, beside S3, SQS and OpenSearch. Default: none. */
  readonly endpoints?: readonly EndpointService[];
  /** A way out to the internet. Default: none. */
  readonly natGateways?: NatGateways;
}

export interface SiemArgs {
  /** Refuse to delete what holds logs; false also deletes bucket contents on destroy. Default: true. */
  readonly protect?: boolean;
  readonly archive: {
    /** Default: the account that the SIEM is in. */
    readonly senders?: LogSenders;
    /** Default: all. */
    readonly deliveries?: readonly (ArchiveDelivery | "load-balancers")[];
    /** Days. */
    readonly retentionDays: number;
    /** Default: all logs can be read at once. */
    readonly archiveTiers?: ArchiveTiers;
    /** Default: "governance"; "off" without `protect`. */
    readonly lock?: ArchiveLock | undefined;
    /** Bucket that gets a copy of each log. Default: none. */
    readonly replica?: ReplicaBucket | undefined;
  };
  /** Who may read which logs in the archive itself. Default: nobody by an access point. */
  readonly accessPoints?: readonly LogAccess[];
  /** A dashboard of Storage Lens. Default: none. */
  readonly storageLens?: Pick<StorageLensArgs, "advanced" | "organizationArn"> | undefined;
  /** Buckets of others whose logs are loaded too. Default: none. */
  readonly existingBuckets?: readonly ExistingBucket[];
  /** Accounts in which logging is set up; conflicts with senders. Default: in none, whatever they deliver. */
  readonly organization?: Organization | undefined;
  /** What is written about the archive. Default: nothing but reports of S3 Batch Operations. */
  readonly reports?: Pick<ArchiveReportsArgs, "inventory">;
  /** Old objects that S3 Batch Operations has loaded at the same time. Default: 0, it cannot load any. */
  readonly backfillConcurrency?: number;
  /** A domain that is made, or an existing one. */
  readonly search: SearchChoice;
  /** Default: the shape of `defaultLoaderShape`, for each part. */
  readonly loader?: Partial<LoaderShape> & {
    /** The organisation's own networks. Default: none. */
    readonly networks?: readonly OwnNetwork[];
    /** What the objects under some prefixes, or of other buckets, are. Default: what their key and content say. */
    readonly sourceRules?: readonly SourceRule[];
    /** What is dropped, sampled or put into an index of its own. Default: nothing. */
    readonly filters?: readonly FilterRule[];
  };
  /** Which rules detect in the logs, and who is told. Default: nothing detects. */
  readonly detection?: { readonly rules: DetectionRules; readonly settings: DetectionSettings } | undefined;
  /** What a log may be, against input that is made to harm. Default: the defaults of `siem:limits`. */
  readonly limits?: Limits;
  /** Absolute paths of modules whose default export is a log source of one's own. Default: none. */
  readonly sourceModules?: readonly string[];
  /** VPC for the search domain and the functions: made, or an existing one. Default: no VPC, and a public endpoint. */
  readonly network?: MadeNetwork | { readonly vpcId: string; readonly subnetIds: readonly string[] } | undefined;
  /** A file system for models and large databases, which the loader mounts; needs `network`. Default: none. */
  readonly modelStorage?: { readonly writerRoleArns: readonly string[] } | undefined;
  readonly operations: {
    /** Days that the SIEM's own logs are kept. */
    readonly logRetentionDays: number;
    readonly alarmEmail?: string | undefined;
    /** When it is told that somebody stopped sending logs. Default: the defaults of `siem:silence`. */
    readonly silence?: SilenceRules | undefined;
    /** US dollars that the account may cost in a month; needs `alarmEmail`. Default: no budget. */
    readonly monthlyBudgetUsd?: number | undefined;
  };
}
