import { accessDocument } from "../../functions/loader/formats/common-log/document";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { tlsProtocol } from "../../functions/shared/network/tls";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { commonLogTime } from "../../functions/shared/time/common-log-time";
import {
  asRecord,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  nonEmpty,
  portNumber,
  text,
} from "../../functions/shared/values";

/** Whether a JSON object is a line of a format that names nginx's variables. */
export function isNginxVariables(value: unknown): value is JsonObject {
  const names = asRecord(value);
  return (
    names !== undefined &&
    "remote_addr" in names &&
    "status" in names &&
    ("request" in names || "request_uri" in names || "request_method" in names) &&
    ["body_bytes_sent", "bytes_sent", "time_local", "time_iso8601", "msec", "http_user_agent"].some(
      (name) => name in names,
    )
  );
}

/** Variables that the document has elsewhere. */
const mappedVariables: ReadonlySet<string> = new Set([
  "remote_addr",
  "remote_port",
  "remote_user",
  "time_local",
  "time_iso8601",
  "msec",
  "request",
  "request_method",
  "request_uri",
  "server_protocol",
  "status",
  "body_bytes_sent",
  "bytes_sent",
  "request_length",
  "http_referer",
  "http_user_agent",
  "http_x_forwarded_for",
  "host",
  "http_host",
  "scheme",
  "server_addr",
  "server_port",
  "server_name",
  "hostname",
  "request_id",
  "request_time",
  "upstream_addr",
  "upstream_status",
  "upstream_response_time",
  "proxy_upstream_name",
  "ssl_protocol",
  "ssl_cipher",
]);

/** @see https://nginx.org/en/docs/varindex.html */
export function mapVariables(record: JsonObject): EcsDocument {
  const read = (...names: readonly string[]): string | undefined =>
    names.map((name) => text(record[name])).find((value) => value !== undefined);
  const line = read("request");
  const requestLine =
    line ?? `${read("request_method") ?? "-"} ${read("request_uri") ?? "-"} ${read("server_protocol") ?? "-"}`;
  const fields = accessDocument({
    time: isoTime(record.time_iso8601) ?? commonLogTime(read("time_local")) ?? isoTime(record.msec),
    client: read("remote_addr"),
    user: read("remote_user"),
    virtualHost: read("host", "http_host"),
    request: requestLine,
    status: read("status"),
    bodyBytes: read("body_bytes_sent"),
    referrer: read("http_referer"),
    userAgent: read("http_user_agent"),
    forwardedFor: read("http_x_forwarded_for"),
  });
  const others = Object.entries(record).filter(([name]) => !mappedVariables.has(name));
  return {
    ...fields,
    host: nonEmpty({ name: read("hostname") }),
    source: nonEmpty({ ...fields.source, port: portNumber(record.remote_port) }),
    destination: nonEmpty({ ip: ipAddress(record.server_addr), port: portNumber(record.server_port) }),
    http: nonEmpty({
      ...fields.http,
      request: nonEmpty({ ...fields.http?.request, id: read("request_id"), bytes: integer(record.request_length) }),
      response: nonEmpty({ ...fields.http?.response, bytes: integer(record.bytes_sent) }),
    }),
    url: nonEmpty({ ...fields.url, scheme: read("scheme") ?? fields.url?.scheme }),
    tls: nonEmpty({ ...tlsProtocol(read("ssl_protocol")), cipher: read("ssl_cipher") }),
    nginx: nonEmpty({
      access: nonEmpty({
        x_forwarded_for: read("http_x_forwarded_for"),
        request_seconds: seconds(record.request_time),
        upstream_name: read("proxy_upstream_name"),
        upstream_address: read("upstream_addr"),
        upstream_status: read("upstream_status"),
        upstream_response_seconds: read("upstream_response_time"),
        server_name: read("server_name"),
        variables: flatObject(Object.fromEntries(others), { isSecret: isSecretVariable }),
      }),
    }),
  };
}

/** `http_authorization`, `http_cookie`, `cookie_session`, ... */
function isSecretVariable(name: string): boolean {
  return name.startsWith("cookie_") || isSecret(name.replace(/^(?:sent_)?http_/, "").replaceAll("_", "-"));
}

export function seconds(value: unknown): number | undefined {
  const number = Number.parseFloat(text(value) ?? "");
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
