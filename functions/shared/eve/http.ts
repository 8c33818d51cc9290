import type { EcsDocument } from "../ecs";
import { parseUrl, splitAuthority } from "../network/request-line";
import { integer, type JsonObject, nonEmpty, portNumber, text } from "../values";

/** Members of `http` that ECS holds. */
export const httpMembers = [
  ...["hostname", "url", "http_port", "http_user_agent", "http_content_type", "http_refer", "http_method", "protocol"],
  ...["version", "status", "length"],
];

/** Bodies are whatever was transferred: they stay in the archive. */
export const httpBodies = [
  ...["http_request_body", "http_response_body", "http_request_body_printable", "http_response_body_printable"],
];

/** A request and its response. */
export function eveHttp(http: JsonObject): Pick<EcsDocument, "http" | "url" | "user_agent"> {
  const host = splitAuthority(text(http.hostname) ?? "");
  const url = parseUrl(text(http.url) ?? "");
  const version = text(text(http.protocol)?.replace(/^HTTP\//, "")) ?? text(http.version);
  const userAgent = text(http.http_user_agent);
  const bodyBytes = integer(http.length);
  return {
    http: nonEmpty({
      version,
      request: nonEmpty({ method: text(http.http_method), referrer: text(http.http_refer) }),
      response: nonEmpty({
        status_code: integer(http.status),
        mime_type: text(http.http_content_type),
        body: bodyBytes === undefined ? undefined : { bytes: bodyBytes },
      }),
    }),
    url: nonEmpty({
      ...url,
      domain: host.domain ?? url?.domain,
      port: portNumber(http.http_port) ?? host.port ?? url?.port,
    }),
    user_agent: userAgent === undefined ? undefined : { original: userAgent },
  };
}
