import type { EcsDocument } from "../../../shared/ecs";
import { requestedUrl } from "../../../shared/network/connect-request";
import { forwardedFor } from "../../../shared/network/forwarded-for";
import { ipType } from "../../../shared/network/network";
import { parseRequestLine, splitAuthority } from "../../../shared/network/request-line";
import { commonLogTime } from "../../../shared/time/common-log-time";
import { integer, ipAddress, nonEmpty, text } from "../../../shared/values";
import { unescaped } from "./escapes";
import type { CommonLogLine } from "./line";

/** The fields of a request, whichever format and server they come from, without escapes. */
export interface AccessFields {
  readonly time: string | undefined;
  readonly client: string | undefined;
  readonly user: string | undefined;
  /** `name:port` or a name. */
  readonly virtualHost: string | undefined;
  readonly request: string | undefined;
  readonly status: string | undefined;
  readonly bodyBytes: string | undefined;
  readonly referrer: string | undefined;
  readonly userAgent: string | undefined;
  readonly forwardedFor: string | undefined;
}

/** @param forwarded the `X-Forwarded-For` header, where the format has it. */
export function accessFields(line: CommonLogLine, forwarded?: string): AccessFields {
  const read = (field: string | undefined): string | undefined => (field === undefined ? undefined : unescaped(field));
  // A format that has the header in place of the address: the first is the client.
  const [client = line.host, ...proxies] = line.host.split(/, ?/);
  return {
    time: commonLogTime(line.time),
    client,
    user: read(line.user),
    virtualHost: line.virtualHost,
    request: read(line.request),
    status: line.status,
    bodyBytes: line.bytes,
    referrer: read(line.referrer),
    userAgent: read(line.userAgent),
    forwardedFor: read(forwarded ?? (proxies.length > 0 ? line.host : undefined)),
  };
}

/** A request to a web server, in ECS. */
export function accessDocument(fields: AccessFields) {
  const address = text(fields.client);
  const ip = ipAddress(address);
  const request = parseRequestLine(fields.request);
  const status = integer(fields.status);
  const host = text(fields.virtualHost);
  const forwarded = forwardedFor(text(fields.forwardedFor));
  return {
    "@timestamp": fields.time,
    event: {
      category: ["web"],
      type: ["access"],
      action: "request",
      outcome: status === undefined ? "unknown" : status > 0 && status < 400 ? "success" : "failure",
    },
    source: nonEmpty({ ip, address: ip === undefined ? address : undefined }),
    network: nonEmpty({
      type: ipType(ip),
      forwarded_ip: forwarded.client,
    }),
    user: nonEmpty({ name: text(fields.user) }),
    http: nonEmpty({
      version: request.version,
      request: nonEmpty({ method: request.method, referrer: text(fields.referrer) }),
      response: nonEmpty({ status_code: status, body: nonEmpty({ bytes: integer(fields.bodyBytes) }) }),
    }),
    url: nonEmpty({ ...(host === undefined ? undefined : splitAuthority(host)), ...requestedUrl(request) }),
    user_agent: nonEmpty({ original: text(fields.userAgent) }),
    related: nonEmpty({ ip: forwarded.addresses }),
  } satisfies EcsDocument;
}
