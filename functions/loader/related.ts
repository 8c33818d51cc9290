import type { EcsDocument } from "../shared/ecs";
import { hostName } from "../shared/network/dns-name";
import { asArray, asRecord, nonEmpty } from "../shared/values";

type Related = NonNullable<EcsDocument["related"]>;

/**
 * `related.*`: every address, user, host and hash of a document in one place, for pivoting. What the mapper put there
 * comes first.
 * @see https://www.elastic.co/docs/reference/ecs/ecs-related
 */
export function relatedOf(document: EcsDocument): Related | undefined {
  const { source, destination, client, server, user, host, url, dns, file, process } = document;
  const ip = new DistinctTexts();
  ip.add(document.related?.ip);
  ip.add(source?.ip);
  ip.add(source?.nat?.ip);
  ip.add(destination?.ip);
  ip.add(destination?.nat?.ip);
  ip.add(client?.ip);
  ip.add(server?.ip);
  ip.add(host?.ip);
  ip.add(dns?.resolved_ip);
  const names = new DistinctTexts();
  names.add(document.related?.user);
  names.add(user?.name);
  names.add(user?.target?.name);
  names.add(user?.effective?.name);
  names.add(user?.changes?.name);
  names.add(source?.user?.name);
  names.add(destination?.user?.name);
  names.add(client?.user?.name);
  names.add(server?.user?.name);
  const hosts = new DistinctTexts();
  hosts.add(document.related?.hosts);
  hosts.add(host?.name);
  hosts.add(host?.hostname);
  hosts.add(source?.domain);
  hosts.add(destination?.domain);
  hosts.add(client?.domain);
  hosts.add(server?.domain);
  hosts.add(url?.domain);
  hosts.add(dns?.question?.name);
  hosts.add(dns?.answers === undefined ? undefined : answeredHosts(dns.answers));
  hosts.add(hostAt(source?.address));
  hosts.add(hostAt(destination?.address));
  hosts.add(hostAt(client?.address));
  hosts.add(hostAt(server?.address));
  const hash = new DistinctTexts();
  hash.add(document.related?.hash);
  hash.add(file?.hash?.sha256);
  hash.add(file?.hash?.sha1);
  hash.add(file?.hash?.md5);
  hash.add(process?.hash?.sha256);
  hash.add(process?.hash?.sha1);
  hash.add(process?.hash?.md5);
  return nonEmpty({ ip: ip.texts, user: names.texts, hosts: hosts.texts, hash: hash.texts });
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

/** Texts in their order, each once. Written out because four are made for every record: most have one or two texts. */
class DistinctTexts {
  texts: string[] | undefined;
  private seen: Set<string> | undefined;

  add(value: Texts): void {
    if (value === undefined) return;
    if (typeof value === "string") this.addText(value);
    else for (const text of value) this.addText(text);
  }

  private addText(text: string): void {
    if (this.texts === undefined) this.texts = [text];
    else if (this.texts.length < fewTexts) {
      if (!this.texts.includes(text)) this.texts.push(text);
    } else {
      // Looking through a list for each text of a long one would take its square in time.
      this.seen ??= new Set(this.texts);
      if (!this.seen.has(text)) this.texts.push(text);
      this.seen.add(text);
    }
  }
}
