import type { LogStream } from "./streams";

/** The log sources that the demo day holds. */
export const DEMO_SOURCES = [
  "aws-cloudtrail",
  "aws-vpc-flow",
  "aws-alb",
  "aws-waf",
  "aws-route53-resolver",
  "aws-s3-access",
  "aws-guardduty",
] as const;

export type DemoSource = (typeof DEMO_SOURCES)[number];

/** One record of a log, before it is put into an object. */
export interface LogEvent {
  readonly stream: LogStream;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** The record as it stands in the file: a line or a JSON value, without line end. */
  readonly text: string;
  /** The record's own id, where the format has one. */
  readonly id?: string;
  /** Set where the record belongs to the intrusion: only for checking answers. */
  readonly planted?: boolean;
}

/** Marks records as belonging to the intrusion. */
export function planted(events: readonly LogEvent[]): LogEvent[] {
  return events.map((event) => ({ ...event, planted: true }));
}
