import { awsAccount } from "../../functions/shared/aws/aws-account";
import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { countryCode } from "../../functions/shared/network/country-code";
import { forwardedFor } from "../../functions/shared/network/forwarded-for";
import { records } from "../../functions/shared/records";
import {
  asRecord,
  byteCount,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { requestHeaders } from "./headers";
import { matches } from "./matches";

/** What the web ACL did with the request: CAPTCHA and CHALLENGE are logged as the action where they ended it. */
const passed: Readonly<Record<string, boolean>> = { ALLOW: true, BLOCK: false, CAPTCHA: false, CHALLENGE: false };

/** A web request as the web ACL saw it; of AWS WAF and of AWS WAF Classic, whose records have the same members. */
export function mapRequest(record: JsonObject): EcsDocument {
  const request = asRecord(record.httpRequest) ?? {};
  const action = text(record.action);
  const pass = lookup(passed, action);
  const acl = webAcl(text(record.webaclId));
  const headers = requestHeaders(request.headers);
  const client = text(request.clientIp);
  const ip = ipAddress(client);
  const country = text(request.country);
  const asn = integer(record.clientAsn ?? request.clientAsn);
  const domain = text(request.host) ?? headers.host;
  const ja3 = text(record.ja3Fingerprint);
  const status = integer(record.responseCodeSent);
  const bodySize = byteCount(record.requestBodySize);
  const path = text(request.uri);
  const query = text(request.args);
  const captcha = asRecord(record.captchaResponse) ?? {};
  const challenge = asRecord(record.challengeResponse) ?? {};
  const found = matches(record);
  const forwarded = forwardedFor(headers.forwardedFor);
  return {
    "@timestamp": isoTime(record.timestamp),
    event: {
      kind: "event",
      category: ["web", "network"],
      type: pass === undefined ? ["access"] : ["access", pass ? "allowed" : "denied"],
      action: action ?? "request",
      outcome: pass === undefined ? "unknown" : pass ? "success" : "failure",
    },
    cloud: nonEmpty({
      account: acl.account,
      region: acl.region,
      service: { name: "waf" },
    }),
    source: nonEmpty({
      ip,
      address: ip === undefined ? client : undefined,
      geo: nonEmpty({ country_iso_code: countryCode(country) }),
      as: asn === undefined ? undefined : { number: asn },
    }),
    network: nonEmpty({ forwarded_ip: forwarded.client }),
    rule: nonEmpty({
      name: text(record.terminatingRuleId),
      category: text(record.terminatingRuleType),
      ruleset: acl.name,
    }),
    url: nonEmpty({
      domain: domain === undefined ? undefined : withoutPort(domain),
      original: path === undefined || query === undefined ? path : `${path}?${query}`,
      path,
      query,
      fragment: text(request.fragment),
      scheme: text(request.scheme),
    }),
    http: nonEmpty({
      version: text(text(request.httpVersion)?.replace(/^HTTP\//, "")),
      request: nonEmpty({
        method: text(request.httpMethod),
        id: text(request.requestId),
        referrer: headers.referrer,
        body: bodySize === undefined ? undefined : { bytes: bodySize },
      }),
      response: status === undefined ? undefined : { status_code: status },
    }),
    user_agent: headers.userAgent === undefined ? undefined : { original: headers.userAgent },
    tls: ja3 === undefined ? undefined : { client: { ja3 } },
    related: nonEmpty({ ip: forwarded.addresses }),
    aws: {
      waf: {
        format_version: text(record.formatVersion),
        web_acl_id: text(record.webaclId),
        source_name: text(record.httpSourceName),
        source_id: text(record.httpSourceId),
        labels: list(...records(record.labels).map((label) => label.name)),
        ...found.fields,
        matches: flatObject(found.details),
        request_headers: headers.others,
        request_headers_inserted: list(...records(record.requestHeadersInserted).map((header) => header.name)),
        ja4_fingerprint: text(record.ja4Fingerprint),
        oversize_fields: list(record.oversizeFields),
        request_body_size_inspected: byteCount(record.requestBodySizeInspectedByWAF),
        forwarded_asn: integer(record.forwardedAsn ?? request.forwardedAsn),
        distribution_tenant_id: text(record.cfDistributionTenantId),
        captcha_response: nonEmpty({
          response_code: integer(captcha.responseCode),
          solved: isoTime(captcha.solveTimestamp),
          failure_reason: text(captcha.failureReason),
        }),
        challenge_response: nonEmpty({
          response_code: integer(challenge.responseCode),
          solved: isoTime(challenge.solveTimestamp),
          failure_reason: text(challenge.failureReason),
        }),
      },
    },
  };
}

interface WebAcl {
  readonly name: string | undefined;
  readonly account: { readonly id: string } | undefined;
  readonly region: string | undefined;
}

/** `arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID`; of WAF Classic only an id, which says nothing. */
function webAcl(id: string | undefined): WebAcl {
  const [, , , region, account, ...resource] = id?.split(":") ?? [];
  const [, kind, name] = resource.join(":").split("/");
  return {
    name: kind === "webacl" ? text(name) : undefined,
    account: awsAccount(account),
    region: text(region),
  };
}

/** `host:port` and `[IPv6]:port` without the port. */
function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
}
