import { BlockList, isIPv6 } from "node:net";
import type { BoundedSearch } from "./bounded-search";
import { type Evidence, evidence } from "./evidence";
import type { Finding } from "./finding";
import { distinct, readList, readText } from "./read";
import { type Condition, DATASETS, type Found, type Window } from "./search";

/** A host that only this instance talks to, and only since the credentials were in other hands. */
export interface RarePeer {
  readonly address: string;
  readonly flows: number;
  /** Names that the instance resolved to this address. */
  readonly domains: readonly string[];
  readonly queries: readonly Evidence[];
}

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["169.254.0.0", 16],
  ["127.0.0.0", 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv4");
}
PRIVATE.addSubnet("fc00::", 7, "ipv6");
PRIVATE.addSubnet("fe80::", 10, "ipv6");

export function isPrivateAddress(address: string): boolean {
  return PRIVATE.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

/** Flows of the instance: newer flow log formats name it; the default format names only its interfaces. */
export function flowsOfInstance(finding: Finding, instanceId: string): Condition {
  const conditions: Condition[] = [{ field: "cloud.instance.id", is: instanceId }];
  if (finding.interfaceIds.length > 0) {
    conditions.push({ field: "aws.vpc_flow.interface_id", is: finding.interfaceIds });
  }
  return { anyOf: conditions };
}

/** The lowest port that clients connect from, so that answers to visitors do not count as connections. */
const FIRST_EPHEMERAL_PORT = 32_768;

/** Hosts that the instance connected to from `since` on, and that neither it before nor any other host talked to. */
export async function findRarePeers(
  search: BoundedSearch,
  finding: Finding,
  instanceId: string,
  window: Window,
  since: string,
): Promise<RarePeer[]> {
  const after = { from: since, to: window.to };
  const mine = flowsOfInstance(finding, instanceId);
  const connected = await search.tally({
    purpose: `Hosts that ${instanceId} connected to after the credentials were first used elsewhere`,
    datasets: [DATASETS.vpcFlow],
    window: after,
    where: {
      allOf: [
        mine,
        { field: "event.action", is: "ACCEPT" },
        { field: "source.port", from: 1024 },
        { field: "destination.port", to: FIRST_EPHEMERAL_PORT - 1 },
      ],
    },
    by: ["destination.ip"],
    size: 1000,
  });
  const candidates = (connected["destination.ip"] ?? []).filter(({ value }) => !isPrivateAddress(value));
  if (candidates.length === 0) {
    return [];
  }
  const addresses = candidates.map(({ value }) => value);
  const known = await search.tally({
    purpose: "Which of these hosts others, or the instance itself before, talked to",
    datasets: [DATASETS.vpcFlow],
    window,
    where: {
      allOf: [
        { field: "destination.ip", is: addresses },
        { not: { allOf: [mine, { field: "@timestamp", from: after.from }] } },
      ],
    },
    by: ["destination.ip"],
    size: addresses.length,
  });
  const knownAddresses = new Set((known["destination.ip"] ?? []).map(({ value }) => value));
  const rare = candidates.filter(({ value }) => !knownAddresses.has(value));
  if (rare.length === 0) {
    return [];
  }
  const { found: queries } = await search.find({
    purpose: "Names that the instance resolved to the remaining hosts",
    datasets: [DATASETS.resolver],
    window: after,
    where: {
      allOf: [
        { field: "cloud.instance.id", is: instanceId },
        { field: "dns.resolved_ip", is: rare.map(({ value }) => value) },
      ],
    },
    order: "oldest",
    limit: 1000,
  });
  return rare.map(({ value: address, count }) => {
    const own = queries.filter((query) => readList(query, "dns.resolved_ip").includes(address));
    return {
      address,
      flows: count,
      domains: distinct(own.map((query) => readText(query, "dns.question.name"))),
      queries: own.map(evidence),
    };
  });
}

/** The instance's private addresses: what the finding says, else what its own logs show. */
export async function privateAddresses(
  search: BoundedSearch,
  finding: Finding,
  instanceId: string,
  window: Window,
): Promise<string[]> {
  const told = distinct(finding.deliveries.flatMap(addressesInFinding)).filter(isPrivateAddress);
  if (told.length > 0) {
    return told;
  }
  const seen = await search.tally({
    purpose: `Private addresses of ${instanceId}`,
    datasets: [DATASETS.resolver],
    window,
    where: { field: "cloud.instance.id", is: instanceId },
    by: ["source.ip"],
    size: 10,
  });
  return (seen["source.ip"] ?? []).map(({ value }) => value).filter(isPrivateAddress);
}

function addressesInFinding(delivery: Found): string[] {
  return readList(delivery, "related.ip");
}
