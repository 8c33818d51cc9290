import type { BoundedSearch } from "./bounded-search";
import { distinct, earliest, latest, readList, readNumber, readText, timeOf } from "./read";
import { DATASETS, type Found, type Search, type Window } from "./search";

/** What a GuardDuty finding says, over all its deliveries. */
export interface Finding {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** `low`, `medium`, `high` or `critical`. */
  readonly severity: string;
  readonly severityScore: number;
  readonly account: string;
  readonly region: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** How often GuardDuty saw it, as of the last delivery. */
  readonly count: number;
  readonly accessKeyId: string | undefined;
  readonly principalId: string | undefined;
  readonly userName: string | undefined;
  readonly instanceId: string | undefined;
  readonly interfaceIds: readonly string[];
  /** The other side's addresses. */
  readonly remoteAddresses: readonly string[];
  readonly buckets: readonly string[];
  readonly deliveries: readonly Found[];
}

/** Reads the finding; `undefined` where no delivery of it is indexed. */
export async function readFinding(search: BoundedSearch, findingId: string): Promise<Finding | undefined> {
  const { found: deliveries } = await search.find({
    purpose: "The finding and its deliveries",
    datasets: [DATASETS.guardDuty],
    where: { field: "aws.guardduty.id", is: findingId },
    order: "oldest",
    limit: 100,
  });
  const newest = deliveries.at(-1);
  if (newest === undefined) {
    return undefined;
  }
  const get = (field: string) => readText(newest, field);
  const all = (field: string) => distinct(deliveries.flatMap((delivery) => readList(delivery, field)));
  // Instance credentials name the instance as the session: AROAEXAMPLE:i-0123456789abcdef0.
  const principalId = get("aws.guardduty.resource.access_key.principal_id");
  const session = principalId?.split(":")[1];
  return {
    id: findingId,
    type: get("rule.name") ?? "",
    title: get("message") ?? "",
    description: get("event.reason") ?? "",
    severity: get("aws.guardduty.severity_label") ?? "",
    severityScore: readNumber(newest, "aws.guardduty.severity") ?? 0,
    account: get("cloud.account.id") ?? "",
    region: get("cloud.region") ?? "",
    firstSeen: earliest(all("aws.guardduty.first_seen")) ?? timeOf(newest),
    lastSeen: latest(all("aws.guardduty.last_seen")) ?? timeOf(newest),
    count: readNumber(newest, "aws.guardduty.count") ?? 1,
    accessKeyId: get("aws.guardduty.resource.access_key.access_key_id"),
    principalId,
    userName: get("aws.guardduty.resource.access_key.user_name") ?? get("user.name"),
    instanceId:
      get("cloud.instance.id") ?? (session !== undefined && /^i-[0-9a-f]+$/.test(session) ? session : undefined),
    interfaceIds: all("aws.guardduty.resource.instance.network_interface_id"),
    remoteAddresses: all("source.ip"),
    buckets: all("aws.guardduty.resource.s3_buckets.name"),
    deliveries,
  };
}

/** Ids of the findings of a window, the most severe first. */
export async function findingsBySeverity(search: Search, window: Window): Promise<string[]> {
  const { found } = await search.find({
    purpose: "Findings, the most severe first",
    datasets: [DATASETS.guardDuty],
    window,
    order: "newest",
    limit: 1000,
  });
  const severity = (one: Found) => readNumber(one, "aws.guardduty.severity") ?? 0;
  const sorted = found.toSorted((left, right) => severity(right) - severity(left));
  return distinct(sorted.map((one) => readText(one, "aws.guardduty.id")));
}
