import type { EcsDocument } from "../shared/ecs";

/** A value to compare with; times are ISO 8601. */
export type Value = string | number | boolean;

/** What a document must satisfy, in terms that every search engine has. */
export type Condition =
  | { readonly field: string; readonly is: Value | readonly Value[] }
  /** From and to are included. */
  | { readonly field: string; readonly from?: Value | undefined; readonly to?: Value | undefined }
  /** Part of the value, whatever the case of its letters. */
  | { readonly field: string; readonly contains: string }
  /** The value of any leaf of a `flat_object` field. */
  | { readonly field: string; readonly holds: string }
  | { readonly field: string; readonly exists: true }
  | { readonly anyOf: readonly Condition[] }
  | { readonly allOf: readonly Condition[] }
  | { readonly not: Condition };

/** A stretch of time, ISO 8601, both ends included. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** `event.dataset` of the documents that the investigator reads. */
export const DATASETS = {
  cloudTrail: "aws.cloudtrail",
  guardDuty: "aws.guardduty",
  vpcFlow: "aws.vpc_flow",
  alb: "aws.alb",
  waf: "aws.waf",
  resolver: "aws.route53_resolver",
  s3Access: "aws.s3_access",
} as const;

export type Dataset = (typeof DATASETS)[keyof typeof DATASETS];

interface Query {
  /** What the query is to find out; shown to the reader of the answer. */
  readonly purpose: string;
  readonly datasets: readonly Dataset[];
  /** Left out: any time. */
  readonly window?: Window | undefined;
  readonly where?: Condition | undefined;
}

export interface FindQuery extends Query {
  readonly order: "oldest" | "newest";
  /** At most 10,000. */
  readonly limit: number;
}

export interface Found {
  readonly id: string;
  readonly index: string;
  readonly document: EcsDocument;
}

export interface FindResult {
  /** How many documents match; may be more than were returned. */
  readonly total: number;
  readonly found: readonly Found[];
}

export interface TallyQuery extends Query {
  /** The most frequent values of each of these fields. */
  readonly by: readonly string[];
  readonly size: number;
  /** Counted apart in each row, such as failures. */
  readonly counting?: Condition | undefined;
}

export interface TallyRow {
  readonly value: string;
  readonly count: number;
  /** How many of them also satisfy `counting`; 0 without it. */
  readonly counted: number;
}

/** Rows by field, most frequent first. */
export type Tally = Readonly<Record<string, readonly TallyRow[]>>;

export interface TimelineQuery extends Query {
  readonly window: Window;
  readonly minutes: number;
  /** One series for each value of this field. */
  readonly by: string;
}

export interface TimelineRow {
  /** Start of the interval, ISO 8601. */
  readonly start: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** The port through which the investigator reads indexed logs. */
export interface Search {
  find(query: FindQuery): Promise<FindResult>;
  tally(query: TallyQuery): Promise<Tally>;
  timeline(query: TimelineQuery): Promise<readonly TimelineRow[]>;
}
