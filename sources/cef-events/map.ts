import { syslogDocument, syslogTime } from "../../functions/loader/formats/syslog-document";
import { programName } from "../../functions/loader/formats/syslog-program";
import type { LogObject, RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { communityId, ipType } from "../../functions/shared/network/network";
import { parseUrl } from "../../functions/shared/network/request-line";
import { isSecret } from "../../functions/shared/secrets/secrets";
import type { NamedValues } from "../../functions/shared/text/named-values";
import { namedZone, unknownZoneTag } from "../../functions/shared/time/time-zone";
import { integer, ipAddress, isoTime, list, nonEmpty, text } from "../../functions/shared/values";
import { customFields, withoutCookies } from "./custom-fields";
import { fileOf } from "./file";
import type { CefEvent } from "./parse";
import { destinationKeys, macAddress, sideOf, sourceKeys } from "./sides";
import { take } from "./take";
import { classify, verdictOf } from "./verdict";

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
      type: ipType(source?.ip ?? destination?.ip),
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

const protocolNumbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17 };

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

function interfaceOf(name: string | undefined): { interface: { name: string } } | undefined {
  return name === undefined ? undefined : { interface: { name } };
}

function httpOf(extension: NamedValues): EcsDocument["http"] {
  const context = extension.peek("requestContext");
  const referrer = context !== undefined && /^https?:/i.test(context) ? extension.take("requestContext") : undefined;
  const request = nonEmpty({ method: extension.take("requestMethod"), referrer });
  return request === undefined ? undefined : { request };
}
