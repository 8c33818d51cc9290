import type { SearchDomainArgs } from "./search-domain";

/** Who searches, and for how long logs can be searched. */
export interface SearchUsers {
  /** Days that logs stay searchable. */
  readonly retentionDays: number;
  /** IAM roles of the people who use the SIEM. */
  readonly analystRoleArns: readonly string[];
  /** Groups of such people, as the sign-in calls them. Default: none. */
  readonly analystGroups?: readonly string[];
  /** IAM roles of the people who load again what was refused. Default: none. */
  readonly operatorRoleArns?: readonly string[];
}

/** A search domain that is made. */
export interface ManagedDomain
  extends Pick<SearchDomainArgs, "shape" | "engineVersion" | "customEndpoint" | "signIn" | "maintenanceHour"> {
  /** False where the account has the service-linked role of OpenSearch already. Default: true. */
  readonly createServiceLinkedRole?: boolean;
  /** Days after which logs go to the shape's warm nodes. Default: never. */
  readonly warmAfterDays?: number | undefined;
  /** Days after which logs go to the shape's cold storage. Default: never. */
  readonly coldAfterDays?: number | undefined;
  /** Nightly snapshots that outlive the domain. Default: false. */
  readonly snapshots?: boolean;
}

/** A domain that somebody else makes, and lets the functions' roles into. */
export interface ExistingDomain {
  /** `https://...` */
  readonly endpoint: string;
  /** Such as `arn:aws:es:eu-west-1:111122223333:domain/logs`. */
  readonly arn: string;
  /** Data nodes. Default: 1. */
  readonly instanceCount?: number;
  /** GiB of storage of a data node, of which a quarter left raises an alarm. Default: 100. */
  readonly volumeGib?: number;
}

/** A collection of OpenSearch Serverless that is made. */
export interface ServerlessCollection {
  /** Keep everything in a second zone as well; cannot be changed later. */
  readonly standbyReplicas: boolean;
}

/** What logs are searched with. */
export type SearchChoice = SearchUsers &
  (ManagedDomain | { readonly existing: ExistingDomain } | { readonly serverless: ServerlessCollection });
