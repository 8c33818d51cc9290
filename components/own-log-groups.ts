import { functionLogGroup } from "./lambda/secure-function";
import { domainLogGroups } from "./search/domain-logs";

/** Ends of the names of a SIEM's functions, beside those of its access points. */
export const functionSuffixes: readonly string[] = [
  "loader",
  "content",
  "silence",
  "detector",
  "fast-lane",
  "webhook",
  "backfill",
];

/**
 * Log groups of a SIEM's functions and search domain, by name: whatever the SIEM does with a log is written to them, so
 * that it would never end if they were among its logs. Some SIEMs have no more than a part of them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions-recursion-prevention.html
 * @param accessPoints Names of the access points, some of which have a function.
 */
export function ownLogGroups(name: string, accessPoints: readonly string[]): string[] {
  return [
    ...[...functionSuffixes, ...accessPoints].map((suffix) => functionLogGroup(`${name}-${suffix}`)),
    ...domainLogGroups(name),
  ];
}
