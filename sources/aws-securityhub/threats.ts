import { lookup } from "../../functions/shared/lookup";
import { records } from "../../functions/shared/records";
import { ipAddress, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

/** The indicators and the malware that a finding names. */
export interface Threats {
  /** The first one; all are in `threat_indicators`. */
  readonly indicator: object | undefined;
  readonly addresses: readonly string[] | undefined;
  readonly domains: readonly string[] | undefined;
  readonly hashes: readonly string[] | undefined;
  readonly malware: Malware | undefined;
}

interface Malware {
  readonly software: object | undefined;
  readonly file: object | undefined;
  readonly fields: object | undefined;
}

type IndicatorFields = (value: string) => object | undefined;

/** ECS's type of indicator for each of ASFF's, and where its value goes. */
const indicators: Readonly<Record<string, readonly [type: string, fields: IndicatorFields]>> = {
  DOMAIN: ["domain-name", (value) => ({ url: { domain: value } })],
  EMAIL_ADDRESS: ["email-addr", (value) => ({ email: { address: value } })],
  HASH_MD5: ["file", (value) => ({ file: { hash: { md5: value } } })],
  HASH_SHA1: ["file", (value) => ({ file: { hash: { sha1: value } } })],
  HASH_SHA256: ["file", (value) => ({ file: { hash: { sha256: value } } })],
  HASH_SHA512: ["file", (value) => ({ file: { hash: { sha512: value } } })],
  IPV4_ADDRESS: ["ipv4-addr", address],
  IPV6_ADDRESS: ["ipv6-addr", address],
  MUTEX: ["mutex", (value) => ({ name: value })],
  PROCESS: ["process", (value) => ({ name: value })],
  URL: ["url", (value) => ({ url: { original: value } })],
};

function address(value: string): object | undefined {
  return nonEmpty({ ip: ipAddress(value) });
}

/** @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_ThreatIntelIndicator.html */
export function threats(indicatorList: unknown, malwareList: unknown): Threats {
  const all = records(indicatorList);
  const valuesOf = (pattern: RegExp) => all.filter((one) => pattern.test(text(one.Type) ?? "")).map((one) => one.Value);
  const [first] = all;
  return {
    indicator: first === undefined ? undefined : indicator(first),
    addresses: list(all.map((one) => ipAddress(one.Value))),
    domains: list(valuesOf(/^DOMAIN$/)),
    hashes: list(valuesOf(/^HASH_/)),
    malware: malware(records(malwareList)),
  };
}

function indicator(one: JsonObject): object | undefined {
  const value = text(one.Value);
  const [type, fields] = lookup(indicators, text(one.Type)) ?? [];
  return nonEmpty({
    ...(value === undefined ? undefined : fields?.(value)),
    type,
    provider: text(one.Source),
    reference: text(one.SourceUrl),
    last_seen: isoTime(one.LastObservedAt),
    description: text(one.Category),
  });
}

function malware(all: readonly JsonObject[]): Malware | undefined {
  const [first] = all;
  if (first === undefined) return undefined;
  const name = text(first.Name);
  const path = text(first.Path);
  return {
    software: name === undefined ? undefined : { name, type: "Malware" },
    file: path === undefined ? undefined : { path },
    fields: nonEmpty({
      name: list(all.map((one) => one.Name)),
      type: list(all.map((one) => one.Type)),
      path: list(all.map((one) => one.Path)),
      state: list(all.map((one) => one.State)),
    }),
  };
}
