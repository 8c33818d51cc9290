import { lookup } from "../lookup";
import { dnsName, withoutRoot } from "../network/dns-name";
import { type ForwardedFor, forwardedFor } from "../network/forwarded-for";
import { records } from "../records";
import { asRecord, integer, ipAddress, type JsonObject, list, nonEmpty, portNumber, text } from "../values";
import { hashesOf } from "./hashes";
import { timeOf } from "./times";

/** `http`, `url` and `user_agent`. @see https://schema.ocsf.io/1.5.0/objects/http_request */
export function httpOf(event: JsonObject): {
  readonly http?: object | undefined;
  readonly url?: object | undefined;
  readonly user_agent?: object | undefined;
} {
  const request = asRecord(event.http_request) ?? {};
  const response = asRecord(event.http_response) ?? {};
  const agent = text(request.user_agent);
  return {
    http: nonEmpty({
      version: text(text(request.version)?.replace(/^HTTP\//, "")),
      request: nonEmpty({
        method: text(request.http_method),
        id: text(request.uid),
        referrer: text(request.referrer),
        bytes: integer(request.length),
        body: nonEmpty({ bytes: integer(request.body_length) }),
      }),
      response: nonEmpty({
        status_code: integer(response.code) ?? integer(event.http_status),
        bytes: integer(response.length),
        mime_type: text(response.content_type),
        body: nonEmpty({ bytes: integer(response.body_length) }),
      }),
    }),
    url: urlOf(asRecord(request.url) ?? asRecord(event.url), text(request.args)),
    user_agent: agent === undefined ? undefined : { original: agent },
  };
}

/** The header is a member of its own since 1.0, and among the headers of some writers. */
export function forwardedOf(event: JsonObject): ForwardedFor {
  const request = asRecord(event.http_request);
  const header = records(request?.http_headers).find(({ name }) => text(name)?.toLowerCase() === "x-forwarded-for");
  return forwardedFor(list(request?.x_forwarded_for) ?? text(header?.value));
}

function urlOf(url: JsonObject | undefined, query: string | undefined): object | undefined {
  return nonEmpty({
    original: text(url?.url_string) ?? text(url?.text),
    scheme: text(url?.scheme),
    domain: text(url?.hostname) ?? text(url?.domain),
    port: portNumber(url?.port),
    path: text(url?.path),
    query: text(url?.query_string) ?? query,
  });
}

/** @see https://schema.ocsf.io/1.5.0/classes/dns_activity */
export function dnsOf(event: JsonObject): object | undefined {
  const query = asRecord(event.query);
  const answers = records(event.answers);
  if (query === undefined && answers.length === 0) return undefined;
  const mapped = answers
    .map((answer) =>
      nonEmpty({
        data: withoutRoot(text(answer.rdata)),
        type: text(answer.type),
        class: text(answer.class),
        ttl: integer(answer.ttl),
      }),
    )
    .filter((answer) => answer !== undefined);
  return nonEmpty({
    type: mapped.length > 0 || event.rcode !== undefined || event.rcode_id !== undefined ? "answer" : "query",
    question: nonEmpty({
      name: dnsName(text(query?.hostname)),
      type: text(query?.type),
      class: text(query?.class),
    }),
    answers: mapped.length > 0 ? mapped : undefined,
    resolved_ip: list(answers.map((answer) => ipAddress(answer.rdata))),
    // ECS and DNS write it in capitals, OCSF in mixed case (`NoError`).
    response_code: text(event.rcode)?.toUpperCase(),
    id: text(query?.packet_uid),
  });
}

/** @see https://schema.ocsf.io/1.5.0/objects/tls */
export function tlsOf(event: JsonObject): object | undefined {
  const tls = asRecord(event.tls);
  if (tls === undefined) return undefined;
  const certificate = asRecord(tls.certificate) ?? {};
  const version = /^(?:(TLS|SSL) ?v?)?(\d+(?:\.\d+)?)$/i.exec(text(tls.version) ?? "");
  const hash = hashesOf(certificate.fingerprints);
  return nonEmpty({
    version: version?.[2],
    version_protocol: version === null ? undefined : (version[1] ?? "TLS").toLowerCase(),
    cipher: text(tls.cipher),
    client: nonEmpty({
      server_name: text(tls.sni),
      ja3: text(asRecord(tls.ja3_hash)?.value),
      supported_ciphers: list(tls.client_ciphers),
    }),
    server: nonEmpty({
      ja3s: text(asRecord(tls.ja3s_hash)?.value),
      issuer: text(certificate.issuer),
      subject: text(certificate.subject),
      not_after: timeOf(certificate, "expiration_time"),
      not_before: timeOf(certificate, "created_time"),
      hash,
    }),
  });
}

/** @see https://schema.ocsf.io/1.5.0/objects/email */
export function emailOf(event: JsonObject): object | undefined {
  const email = asRecord(event.email);
  const addresses = (value: unknown) => nonEmpty({ address: list(value) });
  return nonEmpty({
    from: addresses(email?.from),
    to: addresses(email?.to),
    cc: addresses(email?.cc),
    reply_to: addresses(email?.reply_to),
    subject: text(email?.subject),
    message_id: text(email?.message_uid),
    local_id: text(email?.uid),
    direction: lookup(emailDirections, text(event.direction_id)),
  });
}

const emailDirections: Readonly<Record<string, string>> = { 1: "inbound", 2: "outbound", 3: "internal" };

/** The call's own error. @see https://schema.ocsf.io/1.5.0/objects/response */
export function errorOf(event: JsonObject): { readonly code?: string; readonly message?: string } | undefined {
  const response = asRecord(asRecord(event.api)?.response);
  const code = text(response?.error);
  const message = text(response?.error_message) ?? (code === undefined ? undefined : text(response?.message));
  // EKS writes `Success` there.
  return code === undefined && (message === undefined || message === "Success")
    ? undefined
    : nonEmpty({ ...(code === undefined ? {} : { code }), ...(message === undefined ? {} : { message }) });
}
