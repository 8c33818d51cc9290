import { type NamedFields, W3cReader } from "../../functions/loader/formats/w3c";
import type { LogObject, MappedRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { cookieNames } from "../../functions/shared/network/cookies";
import { forwardedFor } from "../../functions/shared/network/forwarded-for";
import { ipType } from "../../functions/shared/network/network";
import { parseUrl, splitAuthority } from "../../functions/shared/network/request-line";
import { tlsProtocol } from "../../functions/shared/network/tls";
import { plainName } from "../../functions/shared/text/named-columns";
import { integer, ipAddress, isoTime, nonEmpty, portNumber, text } from "../../functions/shared/values";
import { defaultNames, isDefaultLine } from "./lines";

/** Maps the records of one object; `#Fields` lines, each time a site's settings change, say what they hold. */
export function openIisLog(_object: LogObject): RecordMapper {
  const reader = new W3cReader({ separator: " " });
  const defaultReader = new W3cReader({ separator: " ", usualNames: defaultNames });
  return ({ value }): MappedRecord => {
    if (typeof value !== "string") throw new RecordError(`An IIS log record is a line, not ${typeof value}.`);
    const line = value.trimEnd();
    if (reader.readDirective(line)) return { kind: "header" };
    const fields = reader.readRecord(line) ?? (isDefaultLine(line) ? defaultReader.readRecord(line) : undefined);
    if (fields === undefined || fields.size < 2) {
      throw new RecordError("No #Fields line says what the line holds, and it has not the fields of IIS's default.");
    }
    return { kind: "event", document: mapFields(fields, reader.date) };
  };
}

function mapFields(fields: NamedFields, directiveDate: string | undefined): EcsDocument {
  const read = (name: string): string | undefined => text(fields.get(name));
  const client = address(read("cip"));
  const server = address(read("sip"));
  const status = integer(read("scstatus"));
  const milliseconds = integer(read("timetaken"));
  const host = read("cshost");
  const date = read("date") ?? directiveDate;
  const version = read("csversion");
  const forwardedHeader = read("xforwardedfor")?.replaceAll("+", " ");
  const forwarded = forwardedFor(forwardedHeader);
  const url = urlOf(fields);
  const reason = read("sreason");
  return {
    "@timestamp": date === undefined ? undefined : isoTime(`${date}T${read("time") ?? ""}Z`),
    event: {
      category: ["web"],
      type: ["access"],
      action: "request",
      outcome:
        status === undefined ? (reason === undefined ? "unknown" : "failure") : status < 400 ? "success" : "failure",
      reason,
      duration: milliseconds === undefined || milliseconds < 0 ? undefined : milliseconds * 1_000_000,
    },
    host: nonEmpty({ name: read("scomputername") }),
    source: nonEmpty({ ...client, port: portNumber(read("cport")) }),
    destination: nonEmpty({ ...server, port: portNumber(read("sport")) }),
    network: nonEmpty({
      type: ipType(client.ip),
      forwarded_ip: forwarded.client,
    }),
    user: userOf(read("csusername")),
    http: nonEmpty({
      version: text(version?.replace(/^HTTP\//, "")),
      request: nonEmpty({
        method: read("csmethod"),
        referrer: read("csreferer"),
        bytes: integer(read("csbytes")),
      }),
      response: nonEmpty({ status_code: status, bytes: integer(read("scbytes")) }),
    }),
    url: nonEmpty({ ...url, ...(host === undefined ? undefined : splitAuthority(host)) }),
    // IIS writes a plus sign for each space.
    user_agent: nonEmpty({ original: read("csuseragent")?.replaceAll("+", " ") }),
    tls: nonEmpty(tlsOf(read("cryptprotocol"))),
    related: nonEmpty({ ip: forwarded.addresses }),
    microsoft: nonEmpty({
      iis: nonEmpty({
        site: read("ssitename") ?? read("ssiteid"),
        cookie_names: cookieNames(read("cscookie")?.replaceAll("+", " ")),
        substatus: integer(read("scsubstatus")),
        win32_status: integer(read("scwin32status")),
        queue_name: read("squeuename"),
        x_forwarded_for: forwardedHeader,
        additional_fields: flatObject(Object.fromEntries([...fields].filter(([name]) => !mappedNames.has(name)))),
      }),
    }),
  };
}

/** `fe80::1%4` has a zone, which is no part of the address. */
function address(field: string | undefined): { ip?: string | undefined; address?: string | undefined } {
  const ip = ipAddress(field?.split("%", 1)[0]);
  return ip === undefined ? { address: field } : { ip };
}

/** Path and query, or the whole of a request that HTTP.sys refused. */
function urlOf(fields: NamedFields): EcsDocument["url"] {
  const whole = text(fields.get("csuri"));
  if (whole !== undefined) return parseUrl(whole);
  const path = text(fields.get("csuristem"));
  const query = text(fields.get("csuriquery"));
  const original = query === undefined ? path : `${path ?? ""}?${query}`;
  return nonEmpty({ original, path, query });
}

function userOf(name: string | undefined): EcsDocument["user"] {
  const [domain, account] = name?.split("\\", 2) ?? [];
  return account === undefined ? nonEmpty({ name }) : nonEmpty({ domain: text(domain), name: text(account) });
}

/** Schannel's protocol, a hexadecimal flag. @see https://learn.microsoft.com/en-us/windows/win32/secauthn/schannel-cred */
const schannelProtocols: ReadonlyMap<number, string> = new Map([
  [0x10, "SSLv3"],
  [0x40, "TLSv1.0"],
  [0x100, "TLSv1.1"],
  [0x400, "TLSv1.2"],
  [0x1000, "TLSv1.3"],
]);

function tlsOf(protocol: string | undefined): ReturnType<typeof tlsProtocol> {
  return tlsProtocol(protocol === undefined ? undefined : schannelProtocols.get(Number.parseInt(protocol, 16)));
}

const mappedNames: ReadonlySet<string> = new Set(
  [
    ...defaultNames,
    "c-port",
    "cs-uri",
    "cs-host",
    "cs-version",
    "cs(Cookie)",
    "cs-bytes",
    "sc-bytes",
    "s-computername",
    "s-sitename",
    "s-siteid",
    "s-reason",
    "s-queuename",
    "X-Forwarded-For",
    "crypt-protocol",
    // A header with this name holds a credential.
    "Authorization",
    "cs(Authorization)",
    "Proxy-Authorization",
  ].map(plainName),
);
