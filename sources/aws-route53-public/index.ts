import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { dnsName } from "../../functions/shared/network/dns-name";
import { ipType } from "../../functions/shared/network/network";
import { ipAddress, isoTime, list, nonEmpty, text } from "../../functions/shared/values";

export default defineSource({
  id: "aws-route53-public",
  title: "Amazon Route 53 public DNS query logs",
  documentation: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html",
  module: "aws",
  dataset: "aws.route53_public",
  indexPeriod: "day",
  delivery:
    "Configure query logging of the hosted zone to a log group `/aws/route53/<zone>` in us-east-1, and send it to a Firehose stream that ends in the archive.",
  format: "lines",
  keys: [],
  // Streams are named for the hosted zone and the edge location; Resolver's logs may be in such groups too.
  envelopes: [{ logGroup: /^\/aws\/route53\//, logStream: /^Z[A-Z0-9]+\/[A-Z]{3}\d/ }],
  recognises: (value) => typeof value === "string" && linePattern.test(value),
  open: () => mapRecord,
  fields: {
    "aws.route53_public.version": "keyword",
    "aws.route53_public.hosted_zone_id": "keyword",
    "aws.route53_public.edge_location": "keyword",
    "aws.route53_public.edns_client_subnet": "keyword",
    "aws.route53_public.additional_fields": "keyword",
  },
});

/** Version, time, hosted zone, name, type, response code, transport; edge location, resolver and client subnet follow. */
const linePattern =
  /^\d+\.\d+ \d{4}-\d\d-\d\dT[\d:.]+Z Z[A-Z0-9]+ [^ ]+ [A-Z0-9]+ [A-Za-z0-9]+ (?:UDP|TCP) [^ ]+ [^ ]+(?: |$)/;

function mapRecord({ value }: RawRecord): MappedRecord {
  if (typeof value !== "string" || !linePattern.test(value)) {
    throw new RecordError(
      "not a query of a public hosted zone: expected 10 columns, the first two a version and a time",
    );
  }
  return { kind: "event", document: mapQuery(value.trimEnd().split(" ")) };
}

function mapQuery(columns: readonly string[]): EcsDocument {
  const [version, time, zone, name, type, responseCode, transport, edge, resolver, subnet, ...more] = columns;
  const ip = ipAddress(resolver);
  const code = text(responseCode)?.toUpperCase();
  return {
    "@timestamp": isoTime(time),
    event: {
      category: ["network"],
      type: ["protocol"],
      action: "query",
      outcome: code === undefined ? "unknown" : code === "NOERROR" ? "success" : "failure",
    },
    cloud: { service: { name: "route53" } },
    source: nonEmpty({ ip, address: ip === undefined ? text(resolver) : undefined }),
    network: {
      protocol: "dns",
      transport: text(transport)?.toLowerCase(),
      type: ipType(ip),
    },
    dns: {
      type: "answer",
      question: nonEmpty({ name: dnsName(text(name)), type: text(type) }),
      response_code: code,
    },
    aws: nonEmpty({
      route53_public: nonEmpty({
        version: text(version),
        hosted_zone_id: text(zone),
        edge_location: text(edge),
        edns_client_subnet: text(subnet),
        additional_fields: list(...more),
      }),
    }),
  };
}
