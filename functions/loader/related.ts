import type { EcsDocument } from "../shared/ecs";
import { hostName } from "../shared/network/dns-name";
import { asArray, asRecord } from "../shared/values";

type Related = NonNullable<EcsDocument["related"]>;

/**
 * `related.*`: every address, user, host and hash of a document in one place, for pivoting. What the mapper put there
 * comes first.
 * @see https://www.elastic.co/docs/reference/ecs/ecs-related
 */
export function relatedOf(document: EcsDocument): Related | undefined {
  const { source, destination, client, server, user, host, url, dns, file, process } = document;
  const ip = merge(
    document.related?.ip,
    source?.ip,
    source?.nat?.ip,
    destination?.ip,
    destination?.nat?.ip,
    client?.ip,
    server?.ip,
    host?.ip,
    dns?.resolved_ip,
  );
  const names = merge(
    document.related?.user,
    user?.name,
    user?.target?.name,
    user?.effective?.name,
    user?.changes?.name,
    source?.user?.name,
    destination?.user?.name,
    client?.user?.name,
    server?.user?.name,
  );
  const hosts = merge(
    document.related?.hosts,
    host?.name,
    host?.hostname,
    source?.domain,
    destination?.domain,
    client?.domain,
    server?.domain,
    url?.domain,
    dns?.question?.name,
    dns?.answers === undefined ? undefined : answeredHosts(dns.answers),
    hostAt(source?.address),
    hostAt(destination?.address),
    hostAt(client?.address),
    hostAt(server?.address),
  );
  const hash = merge(
    document.related?.hash,
    file?.hash?.sha256,
    file?.hash?.sha1,
    file?.hash?.md5,
    process?.hash?.sha256,
    process?.hash?.sha1,
    process?.hash?.md5,
  );
  if (ip === undefined && names === undefined && hosts === undefined && hash === undefined) return undefined;
  return { ip, user: names, hosts, hash };
}

/** AWS services that call each other are no hosts: `ec2.amazonaws.com` in CloudTrail. */
const service = /^[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/;

/** An address that is a host's name. */
function hostAt(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const host = hostName(address);
  return host === undefined || service.test(host) ? undefined : host;
}

/** Types of answers whose data is no host's name, or has a text in it. */
const typesWithoutHost: ReadonlySet<string> = new Set(["A", "AAAA", "TXT", "SPF", "SOA", "CAA"]);

/** Names that answers are for, and that they lead to: `CNAME`, the last word of `MX` and `SRV`. */
function answeredHosts(answers: unknown): readonly string[] {
  const hosts: string[] = [];
  for (const answer of asArray(answers)) {
    const { name, type, data } = asRecord(answer) ?? {};
    const leadsTo =
      typeof data !== "string" || (typeof type === "string" && typesWithoutHost.has(type))
        ? undefined
        : hostName(type === "MX" || type === "SRV" ? data.slice(data.lastIndexOf(" ") + 1) : data);
    const named = typeof name === "string" ? hostName(name) : undefined;
    if (named !== undefined) hosts.push(named);
    if (leadsTo !== undefined) hosts.push(leadsTo);
  }
  return hosts;
}

const fewTexts = 32;

type Texts = string | readonly string[] | undefined;

/** Each text once. Written out because it runs four times for every record: most documents have one or two texts. */
function merge(...values: readonly Texts[]): readonly string[] | undefined {
  let merged: string[] | undefined;
  let seen: Set<string> | undefined;
  for (const value of values) {
    if (value === undefined) continue;
    for (const item of typeof value === "string" ? [value] : value) {
      if (merged === undefined) merged = [item];
      else if (merged.length < fewTexts) {
        if (!merged.includes(item)) merged.push(item);
      } else {
        // Looking through a list for each text of a long one would take its square in time.
        seen ??= new Set(merged);
        if (!seen.has(item)) merged.push(item);
        seen.add(item);
      }
    }
  }
  return merged;
}
