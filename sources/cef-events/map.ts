import { programName, syslogDocument, syslogTime } from "../../functions/loader/formats/syslog";
import type { LogObject, RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import type { NamedValues } from "../../functions/shared/named-values";
import { communityId } from "../../functions/shared/network";
import { parseUrl } from "../../functions/shared/request-line";
import { isSecret } from "../../functions/shared/secrets";
import { namedZone, unknownZoneTag } from "../../functions/shared/time-zone";
import { decimal, integer, ipAddress, isoTime, list, nonEmpty, portNumber, text } from "../../functions/shared/values";
import type { CefEvent } from "./parse";

/** What devices did, by the words that they use for it. */
const verdicts: Readonly<Record<string, "allowed" | "denied">> = {
  accept: "allowed",
  accepted: "allowed",
  allow: "allowed",
  allowed: "allowed",
  pass: "allowed",
  passed: "allowed",
  permit: "allowed",
  permitted: "allowed",
  block: "denied",
  blocked: "denied",
  deny: "denied",
  denied: "denied",
  drop: "denied",
  dropped: "denied",
  prevent: "denied",
  prevented: "denied",
  reject: "denied",
  rejected: "denied",
  reset: "denied",
};

const outcomes: Readonly<Record<string, "success" | "failure">> = {
  success: "success",
  successful: "success",
  succeeded: "success",
  failure: "failure",
  failed: "failure",
  fail: "failure",
};

/** Where a device says its severity in words: the highest of the numbers that the format has for it. */
const severities: Readonly<Record<string, number>> = { low: 3, medium: 6, high: 8, "very-high": 10 };

const directions: Readonly<Record<string, string>> = { "0": "inbound", "1": "outbound" };

/**
 * Maps an event by the dictionary of extensions; what it does not hold stays under `cef.events.extension`.
 * @see https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors-8.4/pdfdoc/cef-implementation-standard/cef-implementation-standard.pdf
 */
export function mapCef(event: CefEvent, object: LogObject, record: RawRecord): EcsDocument {
  const { extension } = event;
  const header = event.syslog === undefined ? undefined : syslogDocument(event.syslog, object, record);
  const unknownZones: string[] = [];
  const time = (name: string): string | undefined => readTime(extension, name, { object, record, unknownZones });
  const custom = customFields(extension);
  const source = sideOf(extension, sourceKeys);
  const destination = sideOf(extension, destinationKeys);
  const transport = extension.take("proto")?.toLowerCase();
  const start = time("start");
  const receipt = time("rt");
  const end = time("end");
  const action = extension.take("act");
  const verdict = verdictOf(action);
  const observerIp = ipAddress(extension.peek("dvc"));
  const name = text(event.name);
  const isNetwork = (source?.ip ?? destination?.ip ?? transport) !== undefined;
  const isWeb = extension.peek("request") !== undefined || extension.peek("requestMethod") !== undefined;
  const outcome = lookup(outcomes, extension.peek("outcome")?.toLowerCase());
  return {
    "@timestamp": receipt ?? start ?? end ?? header?.["@timestamp"],
    message: extension.take("msg") ?? name,
    event: {
      kind: "event",
      ...classify(isNetwork, isWeb, verdict),
      action: action ?? name ?? text(event.signatureId) ?? "event",
      outcome:
        take(extension, "outcome", outcome) ??
        (verdict === undefined ? "unknown" : verdict === "allowed" ? "success" : "failure"),
      code: text(event.signatureId),
      severity: integer(event.severity) ?? lookup(severities, event.severity.toLowerCase()),
      id: extension.take("externalId"),
      reason: extension.take("reason"),
      start,
      end,
      timezone: extension.take("dtz") ?? unknownZones[0],
    },
    tags: unknownZones.length > 0 ? [unknownZoneTag] : undefined,
    log: header?.log,
    host: header?.host,
    observer: nonEmpty({
      vendor: text(event.vendor),
      product: text(event.product),
      version: text(event.productVersion),
      ip: take(extension, "dvc", observerIp === undefined ? undefined : [observerIp]),
      hostname: extension.take("dvchost"),
      mac: list(macAddress(extension, "dvcmac")),
      ingress: interfaceOf(extension.take("deviceInboundInterface")),
      egress: interfaceOf(extension.take("deviceOutboundInterface")),
    }),
    related: nonEmpty({ ip: list(observerIp) }),
    rule: nonEmpty({ category: extension.take("cat") }),
    user: source?.user ?? destination?.user,
    source,
    destination,
    network: nonEmpty({
      transport,
      protocol: extension.take("app")?.toLowerCase(),
      type: networkType(source?.ip ?? destination?.ip),
      direction: take(extension, "deviceDirection", lookup(directions, extension.peek("deviceDirection"))),
      bytes:
        source?.bytes === undefined || destination?.bytes === undefined ? undefined : source.bytes + destination.bytes,
      community_id: communityId({
        sourceIp: source?.ip,
        destinationIp: destination?.ip,
        protocol: lookup(protocolNumbers, transport),
        sourcePort: source?.port,
        destinationPort: destination?.port,
      }),
    }),
    url: parseUrl(extension.take("request") ?? ""),
    http: httpOf(extension),
    user_agent: nonEmpty({ original: extension.take("requestClientApplication") }),
    file: fileOf(extension, time),
    process: nonEmpty({
      name: programName(extension.take("deviceProcessName")),
      pid: take(extension, "dvcpid", integer(extension.peek("dvcpid"))),
    }),
    cef: {
      events: {
        version: event.version,
        name,
        severity: integer(event.severity) === undefined ? text(event.severity) : undefined,
        count: take(extension, "cnt", integer(extension.peek("cnt"))),
        custom: flatObject(custom, { isSecret }),
        extension: flatObject(withoutCookies(extension), { isSecret }),
      },
    },
  };
}

function classify(
  isNetwork: boolean,
  isWeb: boolean,
  verdict: string | undefined,
): { category: string[]; type: string[] } {
  const category = [...(isNetwork ? ["network"] : []), ...(isWeb ? ["web"] : [])];
  if (category.length === 0) return { category: ["host"], type: ["info"] };
  const type = [...(isWeb ? ["access"] : []), ...(isNetwork && verdict !== undefined ? [verdict] : [])];
  return { category, type: type.length === 0 ? ["info"] : type };
}

const protocolNumbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17 };

/** Marks a value as taken where it could be read. */
function take<Value>(extension: NamedValues, name: string, value: Value | undefined): Value | undefined {
  if (value !== undefined) extension.take(name);
  return value;
}

/** `denied`, `Connection dropped`: one of the words says it. */
function verdictOf(action: string | undefined): "allowed" | "denied" | undefined {
  for (const word of action
    ?.slice(0, 256)
    .toLowerCase()
    .split(/[^a-z]+/) ?? []) {
    const verdict = lookup(verdicts, word);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

interface TimeContext {
  readonly object: LogObject;
  readonly record: RawRecord;
  /** Names of zones that were read and say nothing. */
  readonly unknownZones: string[];
}

/** Milliseconds since 1970, or `Jan 02 2026 03:04:05.678 UTC` with or without year and zone. */
function readTime(
  extension: NamedValues,
  name: string,
  { object, record, unknownZones }: TimeContext,
): string | undefined {
  const value = extension.peek(name);
  if (value === undefined) return undefined;
  const iso = isoTime(value);
  const [, local, zone = ""] =
    iso === undefined ? (/^([A-Z][a-z]{2} [\d :.]{1,40}?)(?: ([A-Z][A-Za-z/_]{0,40}))?$/.exec(value) ?? []) : [];
  if (local === undefined) return take(extension, name, iso);
  const { timeZone, unknown } = namedZone(zone, object.timeZone);
  const time = syslogTime(local, { ...object, timeZone }, record);
  if (time !== undefined && unknown !== undefined) unknownZones.push(unknown);
  return take(extension, name, time);
}

interface SideKeys {
  readonly address: string;
  readonly domain: string;
  readonly port: string;
  readonly mac: string;
  readonly bytes: string;
  readonly userName: string;
  readonly userId: string;
  readonly userDomain: string;
  readonly natAddress: string;
  readonly natPort: string;
  readonly dnsDomain: string;
  readonly latitude: string;
  readonly longitude: string;
}

const sourceKeys: SideKeys = {
  address: "src",
  domain: "shost",
  port: "spt",
  mac: "smac",
  bytes: "in",
  userName: "suser",
  userId: "suid",
  userDomain: "sntdom",
  natAddress: "sourceTranslatedAddress",
  natPort: "sourceTranslatedPort",
  dnsDomain: "sourceDnsDomain",
  latitude: "slat",
  longitude: "slong",
};

const destinationKeys: SideKeys = {
  address: "dst",
  domain: "dhost",
  port: "dpt",
  mac: "dmac",
  bytes: "out",
  userName: "duser",
  userId: "duid",
  userDomain: "dntdom",
  natAddress: "destinationTranslatedAddress",
  natPort: "destinationTranslatedPort",
  dnsDomain: "destinationDnsDomain",
  latitude: "dlat",
  longitude: "dlong",
};

function sideOf(extension: NamedValues, keys: SideKeys) {
  const address = extension.take(keys.address);
  const ip = ipAddress(address);
  const natIp = ipAddress(extension.peek(keys.natAddress));
  const latitude = decimal(extension.peek(keys.latitude));
  const longitude = decimal(extension.peek(keys.longitude));
  const located =
    latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  if (located) for (const key of [keys.latitude, keys.longitude]) extension.take(key);
  return nonEmpty({
    ip,
    address: ip === undefined ? address : undefined,
    domain: extension.take(keys.domain),
    registered_domain: extension.take(keys.dnsDomain),
    port: take(extension, keys.port, portNumber(extension.peek(keys.port))),
    mac: macAddress(extension, keys.mac),
    bytes: take(extension, keys.bytes, integer(extension.peek(keys.bytes))),
    nat: nonEmpty({
      ip: take(extension, keys.natAddress, natIp),
      port: take(extension, keys.natPort, portNumber(extension.peek(keys.natPort))),
    }),
    user: nonEmpty({
      name: extension.take(keys.userName),
      id: extension.take(keys.userId),
      domain: extension.take(keys.userDomain),
    }),
    geo: located ? { location: { lat: latitude, lon: longitude } } : undefined,
  });
}

function macAddress(extension: NamedValues, name: string): string | undefined {
  const value = extension.peek(name);
  if (value === undefined || !/^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i.test(value)) return undefined;
  return take(extension, name, value.replaceAll(":", "-").toUpperCase());
}

function networkType(ip: string | undefined): string | undefined {
  return ip === undefined ? undefined : ip.includes(":") ? "ipv6" : "ipv4";
}

function interfaceOf(name: string | undefined): { interface: { name: string } } | undefined {
  return name === undefined ? undefined : { interface: { name } };
}

function httpOf(extension: NamedValues): EcsDocument["http"] {
  const context = extension.peek("requestContext");
  const referrer = context !== undefined && /^https?:/i.test(context) ? extension.take("requestContext") : undefined;
  const request = nonEmpty({ method: extension.take("requestMethod"), referrer });
  return request === undefined ? undefined : { request };
}

const hashNames: Readonly<Record<number, "md5" | "sha1" | "sha256">> = { 32: "md5", 40: "sha1", 64: "sha256" };

function fileOf(extension: NamedValues, time: (name: string) => string | undefined): EcsDocument["file"] {
  const digest = extension.peek("fileHash")?.toLowerCase() ?? "";
  const kind = /^[0-9a-f]+$/.test(digest) ? hashNames[digest.length] : undefined;
  const path = extension.take("filePath");
  const name = extension.take("fname");
  return nonEmpty({
    path,
    // Some devices write the whole path here.
    name: name === undefined ? undefined : (name.split(/[\\/]/).findLast((part) => part !== "") ?? name),
    size: take(extension, "fsize", integer(extension.peek("fsize"))),
    inode: extension.take("fileId"),
    created: time("fileCreateTime"),
    mtime: time("fileModificationTime"),
    hash: kind === undefined ? undefined : { [kind]: take(extension, "fileHash", digest) },
  });
}

const customNames: readonly string[] = [
  ...["cs1", "cs2", "cs3", "cs4", "cs5", "cs6", "cn1", "cn2", "cn3", "cfp1", "cfp2", "cfp3", "cfp4"],
  ...["c6a1", "c6a2", "c6a3", "c6a4", "deviceCustomDate1", "deviceCustomDate2", "flexString1", "flexString2"],
  ...["flexDate1", "flexNumber1", "flexNumber2"],
];

/** Columns of the device's own, by the label that it gives them; without one, by their name. */
function customFields(extension: NamedValues): Readonly<Record<string, string>> {
  const fields = new Map<string, string>();
  for (const name of customNames) {
    const label = extension.take(`${name}Label`);
    const value = extension.take(name);
    if (value !== undefined) fields.set(label !== undefined && !fields.has(label) ? label : name, value);
  }
  return Object.fromEntries(fields);
}

/** What no field holds. Cookies are credentials. */
function withoutCookies(extension: NamedValues): Readonly<Record<string, string>> {
  const cookies = extension.take("requestCookies");
  return cookies === undefined ? extension.rest() : { ...extension.rest(), requestCookies: "REDACTED" };
}
