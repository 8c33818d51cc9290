import { flowsOfInstance } from "./network";
import { distinct, readNumber, readText, shift, timeOf } from "./read";
import type { RootCause } from "./root-cause";
import { type Condition, DATASETS, type FindQuery } from "./search";

/** OpenSearch takes at most 65,536 terms; request ids beyond this many are found by requester and address. */
const MOST_TERMS = 5_000;

/** A query for more records of the intrusion, and why its records belong to it. */
export type Expansion = Omit<FindQuery, "order" | "limit"> & { readonly reason: string };

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
export function suspectPeers({ peers, compromise }: RootCause): string[] {
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

/** All queries that lead from a root cause to its records in other logs. */
export function expansionsOf(cause: RootCause): Expansion[] {
  return [entryConnections, peerFlows, peerQueries, objectRequests, otherFindings].flatMap((expand) => expand(cause));
}
