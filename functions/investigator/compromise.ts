import type { BoundedSearch } from "./bounded-search";
import type { Finding } from "./finding";
import { isPrivateAddress } from "./network";
import { distinct, readText, timeOf } from "./read";
import { type Condition, DATASETS, type Found, type Window } from "./search";

/** Credentials in the intruder's hands, and how they got there. */
export interface CompromisedKey {
  readonly accessKeyId: string;
  /** The user, or the role of the session. */
  readonly principal: string;
  readonly how: string;
}

/** What the intruder did with credentials, in CloudTrail. */
export interface Compromise {
  readonly keys: readonly CompromisedKey[];
  /** IAM users that the intruder made. */
  readonly users: readonly string[];
  /** ARNs of users and sessions that only the intruder used. */
  readonly ownArns: readonly string[];
  /** Addresses that the rightful holder of the first credentials used. */
  readonly rightfulAddresses: readonly string[];
  /** Addresses that the intruder's calls came from. */
  readonly addresses: readonly string[];
  /** The intruder's calls, oldest first. */
  readonly events: readonly Found[];
  /** How many calls the rightful holder made in the window. */
  readonly rightfulCalls: number;
  readonly firstUse: Found | undefined;
  /** Version of the instance metadata service that handed out the credentials, `1.0` or `2.0`. */
  readonly metadataVersion: string | undefined;
}

/** Rounds from one set of credentials to those issued with it. */
const MAXIMUM_ROUNDS = 4;
const MOST_EVENTS = 10_000;
const KEY = "aws.cloudtrail.user_identity.access_key_id";

/**
 * Tells the intruder's calls from the rightful holder's, who may use the same key at the same time, and follows every
 * key and user that the intruder made.
 */
export async function followCredentials(search: BoundedSearch, finding: Finding, window: Window): Promise<Compromise> {
  const subject = await callsOfSubject(search, finding, window);
  const rightful = rightfulAddresses(finding, subject);
  const stolen = subject.filter((call) => isIntruder(call, finding, rightful));
  const [firstUse] = stolen;
  const events = new Map(stolen.map((call) => [call.id, call]));
  const keys = new Map<string, CompromisedKey>(
    stolen.flatMap((call) => {
      const accessKeyId = readText(call, KEY);
      const how = "used from an address that is not the holder's";
      return accessKeyId === undefined ? [] : [[accessKeyId, { accessKeyId, principal: principalOf(call), how }]];
    }),
  );
  const users = new Set<string>();
  const ownArns = new Set<string>();
  let fresh = stolen;
  for (let round = 0; round < MAXIMUM_ROUNDS && fresh.length > 0 && firstUse !== undefined; round++) {
    const made = madeBy(fresh, keys, users);
    if (made.conditions.length === 0) {
      break;
    }
    const { found } = await search.find({
      purpose: `What was done with ${made.names.join(", ")}`,
      datasets: [DATASETS.cloudTrail],
      window: { from: timeOf(firstUse), to: window.to },
      where: { anyOf: made.conditions },
      order: "oldest",
      limit: MOST_EVENTS,
    });
    fresh = found.filter(({ id }) => !events.has(id));
    for (const call of fresh) {
      events.set(call.id, call);
      const arn = readText(call, "aws.cloudtrail.user_identity.arn");
      if (arn !== undefined) {
        ownArns.add(arn);
      }
    }
  }
  const sorted = [...events.values()].sort((left, right) => Date.parse(timeOf(left)) - Date.parse(timeOf(right)));
  return {
    keys: [...keys.values()],
    users: [...users],
    ownArns: [...ownArns],
    rightfulAddresses: [...rightful],
    addresses: distinct(sorted.map((call) => readText(call, "source.ip"))),
    events: sorted,
    rightfulCalls: subject.length - stolen.length,
    firstUse,
    metadataVersion: distinct(
      stolen.map((call) => readText(call, "aws.cloudtrail.user_identity.ec2_role_delivery")),
    )[0],
  };
}

export function succeeded(call: Found): boolean {
  return readText(call, "event.outcome") === "success";
}

async function callsOfSubject(search: BoundedSearch, finding: Finding, window: Window): Promise<readonly Found[]> {
  const conditions: Condition[] = [];
  if (finding.accessKeyId !== undefined) {
    conditions.push({ field: KEY, is: finding.accessKeyId });
  }
  if (finding.principalId !== undefined) {
    conditions.push({ field: "aws.cloudtrail.user_identity.principal_id", is: finding.principalId });
  }
  if (conditions.length === 0) {
    return [];
  }
  const { found } = await search.find({
    purpose: `What the principal of the finding did, from where`,
    datasets: [DATASETS.cloudTrail],
    window,
    where: { anyOf: conditions },
    order: "oldest",
    limit: MOST_EVENTS,
  });
  return found;
}

/** What the principal used before GuardDuty saw the first call from a remote address. */
function rightfulAddresses(finding: Finding, calls: readonly Found[]): ReadonlySet<string> {
  const remote = new Set(finding.remoteAddresses);
  const firstRemote = calls.findIndex((call) => remote.has(readText(call, "source.ip") ?? ""));
  const before = firstRemote < 0 ? calls : calls.slice(0, firstRemote);
  return new Set(distinct(before.map((call) => readText(call, "source.ip"))));
}

function isIntruder(call: Found, finding: Finding, rightful: ReadonlySet<string>): boolean {
  const address = readText(call, "source.ip");
  // A service calling for the principal, or a call through the VPC's own endpoint.
  if (address === undefined || readText(call, "aws.cloudtrail.vpc_endpoint_id") !== undefined) {
    return false;
  }
  if (finding.remoteAddresses.includes(address)) {
    return true;
  }
  // An instance does not move; a person does, so for others only the addresses of the finding count.
  return finding.instanceId !== undefined && !rightful.has(address) && !isPrivateAddress(address);
}

function madeBy(
  calls: readonly Found[],
  keys: Map<string, CompromisedKey>,
  users: Set<string>,
): { conditions: Condition[]; names: string[] } {
  const newKeys: string[] = [];
  const newUsers: string[] = [];
  for (const call of calls.filter(succeeded)) {
    const action = readText(call, "event.action") ?? "";
    const issued = readText(call, "aws.cloudtrail.issued_access_key_id");
    const target = readText(call, "user.target.name");
    if (issued !== undefined && !keys.has(issued)) {
      const role = readText(call, "aws.cloudtrail.request_parameters.roleArn")?.split("/").at(-1);
      keys.set(issued, {
        accessKeyId: issued,
        principal: target ?? role ?? "unknown",
        how: `issued to the intruder by ${action} at ${timeOf(call)}`,
      });
      newKeys.push(issued);
    }
    if (action === "CreateUser" && target !== undefined && !users.has(target)) {
      users.add(target);
      newUsers.push(target);
    }
  }
  const conditions: Condition[] = [];
  if (newKeys.length > 0) {
    conditions.push({ field: KEY, is: newKeys });
  }
  if (newUsers.length > 0) {
    const isUser: Condition = { field: "aws.cloudtrail.user_identity.type", is: "IAMUser" };
    conditions.push({ allOf: [isUser, { field: "user.name", is: newUsers }] });
  }
  return { conditions, names: [...newUsers, ...newKeys] };
}

function principalOf(call: Found): string {
  return readText(call, "user.name") ?? readText(call, "aws.cloudtrail.user_identity.arn") ?? "unknown";
}
