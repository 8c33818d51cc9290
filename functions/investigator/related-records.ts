import { counted } from "../shared/text/counted";
import { BoundedSearch, type QueryNote } from "./bounded-search";
import { distinctById } from "./entry";
import { type Evidence, evidence } from "./evidence";
import { expansionsOf, suspectPeers } from "./expansions";
import { distinct, readText } from "./read";
import { type InvestigationOptions, type RootCause, rootCause } from "./root-cause";
import { DATASETS, type Dataset, type Found, type Search } from "./search";

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
  for (const { reason, ...find } of expansionsOf(cause)) {
    const { found } = await search.find({ ...find, order: "oldest", limit: MOST_RECORDS });
    collected.add(found, reason);
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
      `${counted(compromise.rightfulCalls, "call")} of the same principal from its own addresses (${compromise.rightfulAddresses.slice(0, 5).join(", ")}): the rightful holder at work.`,
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
      statements.push(
        `${counted(count, "call")} of ${value} from an address that the intruder used too: other credentials.`,
      );
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
    statements.push(
      `${counted(count, "record")} of browsers behind the intruder's addresses: an address can have many users.`,
    );
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
