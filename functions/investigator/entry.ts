import type { BoundedSearch } from "./bounded-search";
import { type Evidence, evidence } from "./evidence";
import { distinct, readNumber, readText, shift, timeOf } from "./read";
import { type Condition, DATASETS, type Found, type Window } from "./search";

/** One web client that made the application fetch from the instance metadata service, or tried. */
export interface MetadataClient {
  readonly address: string;
  readonly country: string | undefined;
  readonly userAgent: string | undefined;
  /** Its metadata requests, oldest first. */
  readonly requests: readonly Found[];
  /** Those that the instance of the finding answered with success. */
  readonly answeredByInstance: readonly Found[];
  /** The answered request for the role's credentials: the moment of the theft. */
  readonly theft: Found | undefined;
  /** Answers came, but the logs do not say from which instance. */
  readonly answeredSomewhere: boolean;
  readonly blocked: number;
}

/**
 * How the metadata service can be written in a URL: IPv4 in its spellings, IPv6, the name that resolves to it, and its
 * paths.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
const METADATA_SPELLINGS = [
  "169.254.169.254",
  "169%2e254%2e169%2e254",
  "169.254.170.2",
  "2852039166",
  "0xa9fea9fe",
  "0xa9.0xfe.0xa9.0xfe",
  "0251.0376.0251.0376",
  "::ffff:a9fe:a9fe",
  "fd00:ec2::254",
  "latest/meta-data",
  "latest%2fmeta-data",
  "security-credentials",
] as const;

/** Web requests that name the metadata service, by client, those that worked first. */
export async function findMetadataRequests(
  search: BoundedSearch,
  window: Window,
  instanceAddresses: readonly string[],
  role: string | undefined,
): Promise<MetadataClient[]> {
  const { found } = await search.find({
    purpose: "Web requests that name the instance metadata service",
    datasets: [DATASETS.alb, DATASETS.waf],
    window,
    where: {
      anyOf: METADATA_SPELLINGS.flatMap((contains): Condition[] => [
        { field: "url.query", contains },
        { field: "url.path", contains },
      ]),
    },
    order: "oldest",
    limit: 2000,
  });
  const clients = new Map<string, Found[]>();
  for (const request of found) {
    const name = JSON.stringify([readText(request, "source.ip"), readText(request, "user_agent.original")]);
    clients.set(name, [...(clients.get(name) ?? []), request]);
  }
  return [...clients.values()]
    .map((requests) => describeClient(requests, instanceAddresses, role))
    .sort((left, right) => weight(right) - weight(left));
}

/** What else the same client, told by address and user agent together, requested around its metadata requests. */
export async function requestsOfClient(
  search: BoundedSearch,
  client: MetadataClient,
  minutes: number,
): Promise<readonly Found[]> {
  const [first] = client.requests;
  const last = client.requests.at(-1);
  // Without a user agent there is only the address, which others may share.
  if (first === undefined || last === undefined || client.userAgent === undefined) {
    return client.requests;
  }
  const { found } = await search.find({
    purpose: `Other web requests of ${client.address} with the same user agent`,
    datasets: [DATASETS.alb, DATASETS.waf],
    window: { from: shift(timeOf(first), -minutes), to: shift(timeOf(last), minutes) },
    where: {
      allOf: [
        { field: "source.ip", is: client.address },
        { field: "user_agent.original", is: client.userAgent },
      ],
    },
    order: "oldest",
    limit: 10_000,
  });
  return found;
}

export function evidenceOf(client: MetadataClient): Evidence[] {
  const proof = client.theft === undefined ? [] : [client.theft];
  const rest = [...client.answeredByInstance, ...client.requests].filter((request) => !proof.includes(request));
  return distinctById([...proof, ...rest])
    .slice(0, 10)
    .map(evidence);
}

function describeClient(
  requests: readonly Found[],
  instanceAddresses: readonly string[],
  role: string | undefined,
): MetadataClient {
  const [first] = requests;
  const balanced = requests.filter((request) => readText(request, "event.dataset") === DATASETS.alb);
  const answered = balanced.filter((request) => (readNumber(request, "aws.alb.target_status_code") ?? 500) < 300);
  const byInstance = answered.filter((request) =>
    instanceAddresses.includes(readText(request, "aws.alb.target_ip") ?? ""),
  );
  const asksForCredentials = (request: Found) => {
    const asked = decoded(readText(request, "url.query") ?? readText(request, "url.path") ?? "");
    return role === undefined
      ? /security-credentials\/[^/&\s]+/.test(asked)
      : asked.includes(`security-credentials/${role}`);
  };
  const allowed = requests.some((request) => readText(request, "event.action") === "ALLOW");
  return {
    address: (first && readText(first, "source.ip")) ?? "",
    country: distinct(requests.map((request) => readText(request, "source.geo.country_iso_code")))[0],
    userAgent: first && readText(first, "user_agent.original"),
    requests,
    answeredByInstance: byInstance,
    theft: byInstance.findLast(asksForCredentials),
    answeredSomewhere: answered.length > 0 || (balanced.length === 0 && allowed),
    blocked: requests.filter(isBlocked).length,
  };
}

/** Counted in one log only: the web ACL's, or where it is missing the load balancer's. */
function isBlocked(request: Found): boolean {
  return readText(request, "event.action") === "BLOCK";
}

function weight(client: MetadataClient): number {
  return (
    (client.theft === undefined ? 0 : 4) +
    (client.answeredByInstance.length > 0 ? 2 : 0) +
    (client.answeredSomewhere ? 1 : 0)
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Attackers send broken escapes; the raw text is searched then.
    return text;
  }
}

export function distinctById(items: readonly Found[]): Found[] {
  return [...new Map(items.map((item) => [`${item.index}/${item.id}`, item])).values()];
}
