import { BoundedSearch, type QueryNote } from "./bounded-search";
import { distinctById } from "./entry";
import { type Evidence, evidence } from "./evidence";
import { flowsOfInstance } from "./network";
import { distinct, readNumber, readText, shift, timeOf } from "./read";
import { type InvestigationOptions, type RootCause, rootCause } from "./root-cause";
import { type Condition, DATASETS, type Dataset, type FindQuery, type Found, type Search } from "./search";

/** A record of the intrusion and why it is taken to be one. */
export interface RelatedRecord extends Evidence {
  readonly reasons: readonly string[];
}

export interface RelatedGroup {
  readonly dataset: string;
  /** Oldest first. */
  readonly records: readonly RelatedRecord[];
}

/** Something that ties records together. */
export interface RelatedEntity {
  readonly kind: "access key" | "user" | "address" | "instance" | "domain" | "bucket";
  readonly value: string;
  readonly role: string;
}

/** Which records of which logs belong to the intrusion behind a finding. */
export interface RelatedRecords {
  readonly cause: RootCause;
  readonly entities: readonly RelatedEntity[];
  readonly groups: readonly RelatedGroup[];
  readonly total: number;
  /** What shares an entity with the intrusion but is left out, and why. */
  readonly leftOut: readonly string[];
  /** Where a log held more than was read. */
  readonly gaps: readonly string[];
  readonly queries: readonly QueryNote[];
}

const MOST_RECORDS = 10_000;
/** OpenSearch takes at most 65,536 terms; request ids beyond this many are found by requester and address. */
const MOST_TERMS = 5_000;
const QUERIES = 12;

/** Answers which records belong to the intrusion; `undefined` where no such finding is indexed. */
export async function relatedRecords(
  port: Search,
  findingId: string,
  options: InvestigationOptions = {},
): Promise<RelatedRecords | undefined> {
  const cause = await rootCause(port, findingId, options);
  return cause === undefined ? undefined : expandRelated(port, cause);
}

/** The same from a root cause that is already known. */
export async function expandRelated(port: Search, cause: RootCause): Promise<RelatedRecords> {
  const search = new BoundedSearch(port, QUERIES);
  const collected = new Collection();
  const { compromise, finding } = cause;
  const holders = new Map(compromise.keys.map(({ accessKeyId, how }) => [accessKeyId, how]));
  collected.add(finding.deliveries, "a delivery of the finding");
  for (const call of compromise.events) {
    const key = readText(call, "aws.cloudtrail.user_identity.access_key_id");
    const how = key === undefined ? undefined : holders.get(key);
    collected.add([call], how === undefined ? "a call of a user whom the intruder made" : `its key was ${how}`);
  }
  collected.add(cause.entryRequests, "a web request of the client that got the credentials");
  for (const query of [entryConnections, peerFlows, peerQueries, objectRequests, otherFindings]) {
    for (const { reason, ...find } of query(cause)) {
      const { found } = await search.find({ ...find, order: "oldest", limit: MOST_RECORDS });
      collected.add(found, reason);
    }
  }
  const groups = collected.groups();
  return {
    cause,
    entities: entitiesOf(cause),
    groups,
    total: groups.reduce((sum, { records }) => sum + records.length, 0),
    leftOut: await leftOut(search, cause),
    gaps: search.gaps,
    queries: [...cause.queries, ...search.notes],
  };
}

type Expansion = Omit<FindQuery, "order" | "limit"> & { readonly reason: string };

/** Flow records of the web client's connections, told by its port: others may share its address. */
function entryConnections({ entryClient, entryRequests }: RootCause): Expansion[] {
  const [first] = entryRequests;
  const last = entryRequests.at(-1);
  const ports = [...new Set(entryRequests.map((request) => readNumber(request, "source.port")))].filter(
    (port) => port !== undefined,
  );
  if (entryClient === undefined || first === undefined || last === undefined || ports.length === 0) {
    return [];
  }
  const is = entryClient.address;
  return [
    {
      purpose: "Network flows of the web client's connections",
      reason: "the connection that carried the intruder's web requests",
      datasets: [DATASETS.vpcFlow],
      window: { from: shift(timeOf(first), -10), to: shift(timeOf(last), 10) },
      where: {
        anyOf: [
          {
            allOf: [
              { field: "source.ip", is },
              { field: "source.port", is: ports },
            ],
          },
          {
            allOf: [
              { field: "destination.ip", is },
              { field: "destination.port", is: ports },
            ],
          },
        ],
      },
    },
  ];
}

/** Peers that a name leads to, that the intruder is known by, or that took much. */
function suspectPeers({ peers, compromise }: RootCause): string[] {
  return peers
    .filter(({ address, domains }) => domains.length > 0 || compromise.addresses.includes(address))
    .map(({ address }) => address);
}

function peerFlows(cause: RootCause): Expansion[] {
  const { instanceId, finding, window } = cause;
  const addresses = suspectPeers(cause);
  if (instanceId === undefined || addresses.length === 0) {
    return [];
  }
  return [
    {
      purpose: "Flows between the instance and the hosts that only it talks to",
      reason: "the instance's connection with a host that only it talks to, and only since the theft",
      datasets: [DATASETS.vpcFlow],
      window: { from: since(cause), to: window.to },
      where: {
        allOf: [
          flowsOfInstance(finding, instanceId),
          { anyOf: ["source.ip", "destination.ip"].map((field): Condition => ({ field, is: addresses })) },
        ],
      },
    },
  ];
}

function peerQueries(cause: RootCause): Expansion[] {
  const domains = distinct(cause.peers.flatMap((peer) => peer.domains));
  if (cause.instanceId === undefined || domains.length === 0) {
    return [];
  }
  return [
    {
      purpose: "Lookups of the names of those hosts",
      reason: "a lookup of a name that leads to a host that only this instance talks to",
      datasets: [DATASETS.resolver],
      window: { from: since(cause), to: cause.window.to },
      where: {
        allOf: [
          { field: "cloud.instance.id", is: cause.instanceId },
          { field: "dns.question.name", is: domains },
        ],
      },
    },
  ];
}

/** The bucket's own log of requests: by request id where CloudTrail has them, else by who asked from where. */
function objectRequests(cause: RootCause): Expansion[] {
  const { compromise, window } = cause;
  const requestIds = distinct(
    compromise.events
      .filter((call) => readText(call, "cloud.service.name") === "s3")
      .map((call) => readText(call, "aws.cloudtrail.request_id")),
  ).slice(0, MOST_TERMS);
  const arns = distinct(compromise.events.map((call) => readText(call, "aws.cloudtrail.user_identity.arn")));
  const conditions: Condition[] = [];
  if (requestIds.length > 0) {
    conditions.push({ field: "http.request.id", is: requestIds });
  }
  if (compromise.ownArns.length > 0) {
    conditions.push({ field: "aws.s3_access.requester", is: compromise.ownArns });
  }
  if (arns.length > 0 && compromise.addresses.length > 0) {
    conditions.push({
      allOf: [
        { field: "aws.s3_access.requester", is: arns },
        { field: "source.ip", is: compromise.addresses },
      ],
    });
  }
  if (conditions.length === 0) {
    return [];
  }
  return [
    {
      purpose: "Requests of the intruder in S3 server access logs",
      reason: "an S3 request by the intruder's credentials",
      datasets: [DATASETS.s3Access],
      window: { from: since(cause), to: window.to },
      where: { anyOf: conditions },
    },
  ];
}

function otherFindings(cause: RootCause): Expansion[] {
  const { compromise, finding, instanceId, window } = cause;
  const about: Condition[] = [
    {
      field: "aws.guardduty.resource.access_key.access_key_id",
      is: compromise.keys.map(({ accessKeyId }) => accessKeyId),
    },
    { field: "source.ip", is: compromise.addresses },
    ...(instanceId === undefined ? [] : [{ field: "cloud.instance.id", is: instanceId }]),
  ];
  return [
    {
      purpose: "Other findings about the same keys, addresses and instance",
      reason: "a finding about the same key, address or instance",
      datasets: [DATASETS.guardDuty],
      window: { from: since(cause), to: window.to },
      where: {
        allOf: [
          { anyOf: about.filter((condition) => !("is" in condition) || [condition.is].flat().length > 0) },
          { not: { field: "aws.guardduty.id", is: finding.id } },
        ],
      },
    },
  ];
}

function since({ compromise, finding }: RootCause): string {
  return compromise.firstUse === undefined ? finding.firstSeen : timeOf(compromise.firstUse);
}

function entitiesOf(cause: RootCause): RelatedEntity[] {
  const { compromise, entryClient, instanceId, peers } = cause;
  const suspects = new Set(suspectPeers(cause));
  const buckets = distinct(
    compromise.events
      .filter((call) => readText(call, "aws.cloudtrail.event_category") === "Data")
      .map((call) => readText(call, "aws.cloudtrail.request_parameters.bucketName")),
  );
  return [
    ...(instanceId === undefined
      ? []
      : [{ kind: "instance" as const, value: instanceId, role: "its credentials were stolen" }]),
    ...(entryClient === undefined
      ? []
      : [
          {
            kind: "address" as const,
            value: entryClient.address,
            role: "got the credentials through the web application",
          },
        ]),
    ...compromise.keys.map(({ accessKeyId, principal, how }) => ({
      kind: "access key" as const,
      value: accessKeyId,
      role: `${principal}: ${how}`,
    })),
    ...compromise.addresses.map((value) => ({
      kind: "address" as const,
      value,
      role: "the intruder's calls came from it",
    })),
    ...compromise.users.map((value) => ({ kind: "user" as const, value, role: "made by the intruder" })),
    ...peers
      .filter(({ address }) => suspects.has(address))
      .flatMap(({ address, domains }) => [
        ...domains.map((value) => ({ kind: "domain" as const, value, role: "only this instance looks it up" })),
        { kind: "address" as const, value: address, role: "only this instance talks to it, since the theft" },
      ]),
    ...buckets.map((value) => ({ kind: "bucket" as const, value, role: "the intruder took objects from it" })),
  ];
}

/** Near misses, so that a person can judge them: same address or same key, but somebody else. */
async function leftOut(search: BoundedSearch, cause: RootCause): Promise<string[]> {
  const { compromise, entryClient, entryRequests, window } = cause;
  const statements: string[] = [];
  if (compromise.rightfulCalls > 0 && compromise.firstUse !== undefined) {
    statements.push(
      `${compromise.rightfulCalls} calls of the same principal from its own addresses (${compromise.rightfulAddresses.slice(0, 5).join(", ")}): the rightful holder at work.`,
    );
  }
  const addresses = distinct([...compromise.addresses, entryClient?.address]);
  if (addresses.length === 0) {
    return statements;
  }
  const shared = await search.tally({
    purpose: "Who else comes from the intruder's addresses",
    datasets: [DATASETS.cloudTrail, DATASETS.alb],
    window,
    where: { field: "source.ip", is: addresses },
    by: ["user.name", "user_agent.original"],
    size: 50,
  });
  const intruders = new Set(compromise.events.map((call) => readText(call, "user.name")));
  for (const { value, count } of shared["user.name"] ?? []) {
    if (!intruders.has(value)) {
      statements.push(`${count} calls of ${value} from an address that the intruder used too: other credentials.`);
    }
  }
  const agents = new Set(
    [...compromise.events, ...entryRequests].map((record) => readText(record, "user_agent.original")),
  );
  const visits = (shared["user_agent.original"] ?? []).filter(
    ({ value }) => value.startsWith("Mozilla/") && !agents.has(value),
  );
  const count = visits.reduce((sum, row) => sum + row.count, 0);
  if (count > 0) {
    statements.push(`${count} records of browsers behind the intruder's addresses: an address can have many users.`);
  }
  return statements;
}

/** Records by dataset, each once with all its reasons. */
class Collection {
  readonly #records = new Map<string, { found: Found; reasons: Set<string> }>();

  add(found: readonly Found[], reason: string): void {
    for (const record of distinctById(found)) {
      const name = `${record.index}/${record.id}`;
      const known = this.#records.get(name) ?? { found: record, reasons: new Set() };
      known.reasons.add(reason);
      this.#records.set(name, known);
    }
  }

  groups(): RelatedGroup[] {
    const records = [...this.#records.values()].map(({ found, reasons }) => ({
      ...evidence(found),
      reasons: [...reasons],
    }));
    const order = (Object.values(DATASETS) as Dataset[]).filter((dataset) =>
      records.some((record) => record.dataset === dataset),
    );
    return order.map((dataset) => ({
      dataset,
      records: records
        .filter((record) => record.dataset === dataset)
        .sort((left, right) => Date.parse(left.time) - Date.parse(right.time)),
    }));
  }
}
