import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { forwardedFor } from "../../functions/shared/network/forwarded-for";
import { splitAuthority } from "../../functions/shared/network/request-line";
import { isSecret } from "../../functions/shared/secrets/secrets";
import {
  asArray,
  asRecord,
  decimal,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  portNumber,
  text,
} from "../../functions/shared/values";

/**
 * A request to an application, in OCSF 0.1 (`activity`, `identity`, `status_details`) or 1.0.0-rc.2 (`activity_name`,
 * `actor`, `status_detail`).
 */
export function mapAccess(access: JsonObject): EcsDocument {
  const part = (value: unknown): JsonObject => asRecord(value) ?? {};
  const metadata = part(access.metadata);
  const actor = part(access.actor ?? access.identity);
  const user = part(actor.user);
  const idp = part(actor.idp);
  const device = part(access.device);
  const proxy = part(access.proxy);
  const request = part(access.http_request);
  const endpoint = part(access.src_endpoint);
  const address = text(endpoint.ip);
  const ip = ipAddress(address);
  const authorizations = asArray(actor.authorizations).map(asRecord);
  const decision = list(...authorizations.map((authorization) => authorization?.decision))?.[0];
  const activity = text(access.activity_name) ?? text(access.activity);
  const granted = grantedBy(activity, text(access.status));
  const status = integer(part(access.http_response).code);
  const proxyIp = ipAddress(proxy.ip);
  const seconds = decimal(access.duration);
  const userAgent = text(request.user_agent);
  const forwarded = forwardedFor(list(request.x_forwarded_for));
  return {
    "@timestamp": isoTime(access.time) ?? isoTime(access.ref_time),
    event: {
      category: ["web", "network"],
      type: ["access", ...(granted === undefined ? [] : [granted ? "allowed" : "denied"])],
      action: activity ?? "access",
      outcome: granted === undefined ? "unknown" : granted ? "success" : "failure",
      reason: text(access.status_detail) ?? text(access.status_details),
      id: text(metadata.uid),
      severity: integer(access.severity_id),
      start: isoTime(access.start_time),
      end: isoTime(access.end_time),
      duration: seconds !== undefined && seconds >= 0 && seconds < 9e6 ? Math.round(seconds * 1e9) : undefined,
    },
    message: text(access.message),
    cloud: { service: { name: "verified-access" } },
    source: nonEmpty({ ip, address: ip === undefined ? address : undefined, port: portNumber(endpoint.port) }),
    network: nonEmpty({ forwarded_ip: forwarded.client }),
    observer: proxyIp === undefined ? undefined : { ip: [proxyIp] },
    user: nonEmpty({
      id: text(user.uuid) ?? text(user.uid),
      name: text(user.uid) ?? text(user.name),
      full_name: text(user.uid) === undefined ? undefined : text(user.name),
      email: text(user.email_addr),
    }),
    rule: nonEmpty({
      name: list(...authorizations.map((authorization) => asRecord(authorization?.policy)?.name))?.[0],
    }),
    http: nonEmpty({
      version: text(text(request.version)?.replace(/^HTTP\//, "")),
      request: nonEmpty({ method: text(request.http_method), referrer: text(request.referrer) }),
      response: status === undefined ? undefined : { status_code: status },
    }),
    url: urlOf(part(request.url)),
    user_agent: userAgent === undefined ? undefined : { original: userAgent },
    related: nonEmpty({ ip: list(ipAddress(device.ip), proxyIp, forwarded.addresses) }),
    aws: nonEmpty({
      verified_access: nonEmpty({
        version: text(metadata.version),
        instance_id: text(proxy.uid),
        status_code: text(access.status_code),
        decision,
        idp_name: text(idp.name),
        idp_id: text(idp.uid),
        user_groups: list(...asArray(user.groups).map((group) => asRecord(group)?.name ?? group)),
        device: nonEmpty({
          ip: ipAddress(device.ip),
          id: text(device.uid),
          name: text(device.name) ?? text(device.hostname),
          type: device.type === "Unknown" ? undefined : text(device.type),
        }),
        context: flatObject(asRecord(access.data) ?? access.unmapped, { isSecret }),
      }),
    }),
  };
}

/** The activity says what was decided: `Access Granted` and `Access Grant`, `Access Denied` and `Access Deny`. */
function grantedBy(activity: string | undefined, status: string | undefined): boolean | undefined {
  if (activity?.startsWith("Access Grant")) return true;
  if (activity?.startsWith("Access Den")) return false;
  return status === "Success" ? true : status === "Failure" ? false : undefined;
}

function urlOf(url: JsonObject): EcsDocument["url"] {
  return nonEmpty({
    original: text(url.text) ?? text(url.url_string),
    scheme: text(url.scheme),
    domain: splitAuthority(text(url.hostname) ?? "").domain,
    port: portNumber(url.port),
    path: text(url.path),
    query: text(url.query_string),
  });
}
