import type { NamedFields } from "../../functions/loader/formats/w3c";
import type { LogObject, MappedRecord, RecordMapper } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { cookieNames } from "../../functions/shared/network/cookies";
import { countryCode } from "../../functions/shared/network/country-code";
import { forwardedFor } from "../../functions/shared/network/forwarded-for";
import { ipType } from "../../functions/shared/network/network";
import { splitAuthority } from "../../functions/shared/network/request-line";
import { tlsProtocol } from "../../functions/shared/network/tls";
import { urlDecoded } from "../../functions/shared/text/url-encoding";
import { decimal, integer, ipAddress, isoTime, list, nonEmpty, portNumber, text } from "../../functions/shared/values";
import { requestHeaders } from "./headers";
import { CloudFrontLines } from "./lines";
import { cloudFrontRow } from "./names";
import { otherFields } from "./other-fields";

/** Maps the records of one object; the distribution of records that do not name it is in the object's key. */
export function openCloudFrontLog({ key }: LogObject): RecordMapper {
  const lines = new CloudFrontLines();
  const distribution = /(?:^|\/)([A-Z0-9]{10,20})\.\d{4}-\d\d-\d\d-\d\d\.[^/]+$/.exec(key)?.[1];
  return ({ value }): MappedRecord => {
    const fields = typeof value === "string" ? lines.read(value.trimEnd()) : cloudFrontRow(value);
    if (fields === undefined) {
      if (typeof value === "string") return { kind: "header" };
      throw new RecordError("The record has none of the names of CloudFront's fields, such as x-edge-location.");
    }
    return { kind: "event", document: mapFields(fields, distribution) };
  };
}

/** What CloudFront answered by itself or could not get. */
const failedResults: ReadonlySet<string> = new Set(["Error", "LimitExceeded", "CapacityExceeded"]);

function mapFields(fields: NamedFields, distribution: string | undefined): EcsDocument {
  const client = urlDecoded(fields.get("cip"));
  const sourceIp = ipAddress(client);
  const serverIp = ipAddress(fields.get("sip"));
  const status = integer(fields.get("scstatus"));
  const result = text(fields.get("xedgeresulttype"));
  const seconds = decimal(fields.get("timetaken"));
  const stem = text(fields.get("csuristem"));
  const query = text(fields.get("csuriquery"));
  const protocol = text(fields.get("csprotocol"));
  const asn = integer(fields.get("asn"));
  const country = text(fields.get("ccountry"));
  const distributionHost = text(fields.get("cshost"));
  const host = text(fields.get("xhostheader")) ?? distributionHost;
  const forwardedHeader = urlDecoded(fields.get("xforwardedfor")?.replaceAll("\\x20", " "));
  const forwarded = forwardedFor(forwardedHeader);
  return {
    "@timestamp": timeOf(fields),
    event: {
      category: ["web"],
      type: ["access"],
      action: result ?? "request",
      outcome: outcomeOf(status, result),
      duration: seconds === undefined ? undefined : Math.round(seconds * 1e9),
    },
    cloud: { service: { name: "cloudfront" } },
    source: nonEmpty({
      ip: sourceIp,
      address: sourceIp === undefined ? client : undefined,
      port: portNumber(fields.get("cport")),
      geo: nonEmpty({ country_iso_code: countryCode(country) }),
      as: asn === undefined ? undefined : { number: asn },
    }),
    destination: nonEmpty({ ip: serverIp }),
    network: nonEmpty({
      type: ipType(sourceIp),
      forwarded_ip: forwarded.client,
    }),
    http: nonEmpty({
      version: text(fields.get("csprotocolversion")?.replace(/^HTTP\//, "")),
      request: nonEmpty({
        id: text(fields.get("xedgerequestid")),
        method: text(fields.get("csmethod")),
        referrer: urlDecoded(fields.get("csreferer")),
        bytes: integer(fields.get("csbytes")),
      }),
      response: nonEmpty({
        // 000: the viewer went away before CloudFront answered.
        status_code: status === 0 ? undefined : status,
        bytes: integer(fields.get("scbytes")),
        mime_type: urlDecoded(fields.get("sccontenttype")),
        body: nonEmpty({ bytes: integer(fields.get("sccontentlen")) }),
      }),
    }),
    url: nonEmpty({
      original: stem === undefined ? undefined : query === undefined ? stem : `${stem}?${query}`,
      scheme: protocol,
      ...(host === undefined ? undefined : splitAuthority(host)),
      path: stem,
      query,
    }),
    user_agent: nonEmpty({ original: userAgentOf(fields) }),
    tls: nonEmpty({ ...tlsProtocol(fields.get("sslprotocol")), cipher: text(fields.get("sslcipher")) }),
    related: nonEmpty({
      ip: forwarded.addresses,
      hosts: list(distributionHost),
    }),
    aws: nonEmpty({
      cloudfront: nonEmpty({
        distribution_id: text(fields.get("distributionid") ?? fields.get("primarydistributionid")) ?? distribution,
        x_forwarded_for: forwardedHeader,
        cookie_names: cookieNames(urlDecoded(fields.get("cscookie"))),
        request_headers: requestHeaders(fields.get("csheaders")),
        ...otherFields(fields),
        cs_host: distributionHost === host ? undefined : distributionHost,
      }),
    }),
  };
}

/** Date and time, or the epoch that may be selected beside or in place of them. */
function timeOf(fields: NamedFields): string | undefined {
  const epoch = fields.get("timestampms") ?? fields.get("timestamp");
  const date = fields.get("date");
  return isoTime(epoch) ?? (date === undefined ? undefined : isoTime(`${date}T${fields.get("time") ?? ""}Z`));
}

function outcomeOf(status: number | undefined, result: string | undefined): string {
  if (result !== undefined && failedResults.has(result)) return "failure";
  if (status === undefined || status === 0) return status === 0 ? "failure" : "unknown";
  return status < 400 ? "success" : "failure";
}

/** Encoded twice in older legacy logs, where a space is `%2520`. */
function userAgentOf(fields: NamedFields): string | undefined {
  const userAgent = urlDecoded(fields.get("csuseragent"));
  return userAgent?.includes("%20") && !userAgent.includes(" ") ? urlDecoded(userAgent) : userAgent;
}

/** The viewer behind the proxies that said so. */
