import type { BoundedSearch } from "./bounded-search";
import type { Finding } from "./finding";
import { DATASETS, type Window } from "./search";

/** What is missing when a log has no records of the account in the window. */
const MISSING: readonly (readonly [dataset: string, consequence: string])[] = [
  [DATASETS.cloudTrail, "No CloudTrail events of the account: calls and credentials could not be followed."],
  [DATASETS.vpcFlow, "No VPC flow logs of the account: connections of the instance could not be seen."],
  [
    DATASETS.resolver,
    "No Route 53 Resolver query logs of the account: names that the instance looked up could not be seen.",
  ],
  [DATASETS.alb, "No load balancer access logs of the account: web requests could not be tied to an instance."],
  [DATASETS.waf, "No AWS WAF logs of the account: blocked and counted web requests could not be seen."],
];

/** True of every investigation, however complete the logs. */
const NEVER_LOGGED = [
  "VPC flow logs never record traffic to the instance metadata service (169.254.169.254) or to the Amazon DNS server.",
  "Load balancer and web ACL logs do not hold request bodies: a forged request inside a body would not show.",
] as const;

/** What the logs at hand cannot show, for the finding's account and window. */
export async function blindSpots(search: BoundedSearch, finding: Finding, window: Window): Promise<string[]> {
  const seen = await search.tally({
    purpose: "Which logs of the account there are",
    datasets: Object.values(DATASETS),
    window,
    where: { field: "cloud.account.id", is: finding.account },
    by: ["event.dataset", "aws.cloudtrail.event_category"],
    size: 50,
  });
  const datasets = new Set((seen["event.dataset"] ?? []).map(({ value }) => value));
  const categories = new Set((seen["aws.cloudtrail.event_category"] ?? []).map(({ value }) => value));
  if (datasets.size === 0) {
    return [...NEVER_LOGGED];
  }
  const missing = MISSING.filter(([dataset]) => !datasets.has(dataset)).map(([, consequence]) => consequence);
  if (datasets.has(DATASETS.cloudTrail) && !categories.has("Data")) {
    missing.push(
      "No CloudTrail data events of the account: reads of S3 objects and calls of functions could not be seen.",
    );
  }
  return [...missing, ...NEVER_LOGGED];
}
