import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { lookup } from "../../functions/shared/lookup";
import { dnsName, withoutRoot } from "../../functions/shared/network/dns-name";
import { ipType } from "../../functions/shared/network/network";
import {
  asArray,
  asRecord,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  portNumber,
  text,
} from "../../functions/shared/values";

export default defineSource({
  id: "aws-route53-resolver",
  title: "Amazon Route 53 Resolver query logs",
  documentation: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html",
  module: "aws",
  dataset: "aws.route53_resolver",
  indexPeriod: "day",
  delivery:
    "Make a Resolver query logging configuration whose destination is the archive's bucket, and associate it with the VPCs.",
  format: "json",
  keys: [
    {
      pattern:
        /(?:^|\/)AWSLogs\/(?<account>\d{12})\/vpcdnsquerylogs\/vpc-[0-9a-z]+\/\d{4}\/\d{2}\/\d{2}\/[^/]+_vpcdnsquerylogs_[^/]+\.log(?:\.gz)?$/,
    },
  ],
  recognises: (value) => isQuery(asRecord(value)),
  open: () => mapRecord,
  fields: {
    "aws.route53_resolver.version": "keyword",
    "aws.route53_resolver.vpc_id": "keyword",
    "aws.route53_resolver.resolver_endpoint_id": "keyword",
    "aws.route53_resolver.resolver_network_interface_id": "keyword",
    "aws.route53_resolver.firewall_rule_action": "keyword",
    "aws.route53_resolver.firewall_rule_group_id": "keyword",
    "aws.route53_resolver.firewall_domain_list_id": "keyword",
    "aws.route53_resolver.firewall_protection": "keyword",
  },
  // Names are without the dot at their end in the document.
  rawFields: {
    query_type: ["dns.question.type"],
    query_class: ["dns.question.class"],
    rcode: ["dns.response_code"],
    account_id: ["cloud.account.id"],
    region: ["cloud.region"],
    vpc_id: ["aws.route53_resolver.vpc_id"],
    srcaddr: ["source.ip", "source.address"],
    "srcids.instance": ["cloud.instance.id"],
    firewall_rule_action: ["aws.route53_resolver.firewall_rule_action"],
    firewall_rule_group_id: ["aws.route53_resolver.firewall_rule_group_id"],
    firewall_domain_list_id: ["aws.route53_resolver.firewall_domain_list_id"],
    firewall_protection: ["aws.route53_resolver.firewall_protection"],
  },
});

function isQuery(value: JsonObject | undefined): value is JsonObject {
  return (
    value !== undefined &&
    typeof value.query_name === "string" &&
    "query_timestamp" in value &&
    ("vpc_id" in value || "srcids" in value)
  );
}

function mapRecord(record: RawRecord): MappedRecord {
  const value = asRecord(record.value);
  if (!isQuery(value)) {
    throw new RecordError("not a Resolver query: expected an object with query_name, query_timestamp and vpc_id");
  }
  return { kind: "event", document: mapQuery(value) };
}

/** What a firewall rule's action means for the query: ALERT lets it pass. */
const typesOfAction: Readonly<Record<string, readonly string[]>> = {
  ALLOW: ["protocol", "allowed"],
  ALERT: ["protocol", "allowed"],
  BLOCK: ["protocol", "denied"],
};

function mapQuery(query: JsonObject): EcsDocument {
  const name = dnsName(text(query.query_name));
  const address = text(query.srcaddr);
  const ip = ipAddress(address);
  const sources = asRecord(query.srcids) ?? {};
  const answers = asArray(query.answers).map((answer) => asRecord(answer) ?? {});
  const resolved = list(answers.map((answer) => ipAddress(text(answer.Rdata))));
  const action = text(query.firewall_rule_action);
  const responseCode = text(query.rcode);
  const ruleGroup = text(query.firewall_rule_group_id);
  return {
    "@timestamp": isoTime(query.query_timestamp),
    event: {
      kind: action === "ALERT" ? "alert" : "event",
      category: ["network"],
      type: lookup(typesOfAction, action) ?? ["protocol"],
      action: action ?? "query",
      outcome: outcome(responseCode, action),
    },
    cloud: nonEmpty({
      account: nonEmpty({ id: text(query.account_id) }),
      region: text(query.region),
      service: { name: "route53resolver" },
      instance: nonEmpty({ id: text(sources.instance) }),
    }),
    source: nonEmpty({
      ip,
      address: ip === undefined ? address : undefined,
      port: portNumber(query.srcport),
    }),
    network: {
      protocol: "dns",
      transport: text(query.transport)?.toLowerCase(),
      type: ipType(ip),
    },
    dns: {
      type: "answer",
      question: nonEmpty({ name, type: text(query.query_type), class: text(query.query_class) }),
      answers: dnsAnswers(answers),
      resolved_ip: resolved,
      response_code: responseCode,
    },
    rule: nonEmpty({
      id: ruleGroup === undefined ? undefined : text(query.firewall_domain_list_id),
      ruleset: ruleGroup,
    }),
    aws: {
      route53_resolver: nonEmpty({
        version: text(query.version),
        vpc_id: text(query.vpc_id),
        resolver_endpoint_id: text(sources.resolver_endpoint),
        resolver_network_interface_id: text(sources.resolver_network_interface),
        firewall_rule_action: action,
        firewall_rule_group_id: ruleGroup,
        firewall_domain_list_id: text(query.firewall_domain_list_id),
        firewall_protection: text(query.firewall_protection),
      }),
    },
  };
}

function outcome(responseCode: string | undefined, action: string | undefined): string {
  if (action === "BLOCK") return "failure";
  if (responseCode === undefined) return "unknown";
  return responseCode === "NOERROR" ? "success" : "failure";
}

function dnsAnswers(answers: readonly JsonObject[]): Record<string, unknown>[] | undefined {
  const found = answers
    .map((answer) =>
      nonEmpty({
        data: withoutRoot(text(answer.Rdata)),
        type: text(answer.Type),
        class: text(answer.Class),
      }),
    )
    .filter((answer) => answer !== undefined);
  return found.length > 0 ? found : undefined;
}
