import type { LogObject } from "../../functions/loader/source";
import { awsAccount } from "../../functions/shared/aws/aws-account";
import type { EcsDocument } from "../../functions/shared/ecs";
import { lookup } from "../../functions/shared/lookup";
import { unmapped } from "../../functions/shared/ocsf/details";
import { records } from "../../functions/shared/records";
import { asRecord, integer, type JsonObject, nonEmpty, text } from "../../functions/shared/values";
import { refineCloudTrail } from "./cloudtrail";

/** An AWS source of the lake, by the name that its documents have in `cloud.service.name`. */
export type LakeProduct = "cloudtrail" | "vpc" | "route53resolver" | "eks" | "waf" | "securityhub";

/** What a document has instead of what OCSF alone gives, and the lake's own fields. */
export interface Refinement extends EcsDocument {
  readonly lake?: Readonly<Record<string, unknown>>;
}

type Refine = (event: JsonObject, mapped: EcsDocument, object: LogObject) => Refinement;

/** By `metadata.product.name`. @see https://github.com/ocsf/examples/tree/main/mappings/markdown/AWS */
const products: Readonly<Record<string, LakeProduct>> = {
  CloudTrail: "cloudtrail",
  "Amazon VPC": "vpc",
  "Route 53": "route53resolver",
  "Amazon EKS": "eks",
  "AWS EKS": "eks",
  "AWS WAF": "waf",
  "Amazon WAF": "waf",
};

/** Which of AWS's sources an event is of; findings have their own product, and Security Hub's ARN of it. */
export function lakeProduct(event: JsonObject): LakeProduct | undefined {
  const product = asRecord(asRecord(event.metadata)?.product);
  if (/:securityhub:[^:]*:\d*:product\//.test(text(product?.uid) ?? "")) return "securityhub";
  if (text(product?.vendor_name) !== "AWS") return undefined;
  return lookup(products, text(product?.name));
}

export const refinements: Readonly<Record<LakeProduct, Refine>> = {
  cloudtrail: refineCloudTrail,
  vpc: refineFlow,
  route53resolver: refineQuery,
  eks: refineAudit,
  waf: refineRequest,
  securityhub: (_event, mapped) => ({ cloud: { ...mapped.cloud, service: { name: "securityhub" } } }),
};

/** A flow log record is of one direction: its bytes are those of the source. */
function refineFlow(event: JsonObject, mapped: EcsDocument): Refinement {
  const traffic = asRecord(event.traffic) ?? {};
  return {
    cloud: withInstance(event, mapped),
    source: nonEmpty({ ...mapped.source, bytes: integer(traffic.bytes), packets: integer(traffic.packets) }),
    // NODATA and SKIPDATA tell of no flow.
    event: text(event.status_code) === "OK" ? mapped.event : { ...mapped.event, type: ["info"] },
  };
}

function refineQuery(event: JsonObject, mapped: EcsDocument): Refinement {
  const ruleGroup = text(asRecord(event.firewall_rule)?.uid);
  return {
    cloud: withInstance(event, mapped),
    event: text(event.disposition) === "Alert" ? { ...mapped.event, kind: "alert" } : mapped.event,
    rule: nonEmpty({ id: unmapped(event, "firewall_domain_list_id"), ruleset: ruleGroup }),
  };
}

/** The instance that a network interface is of; the interface itself is in `network.src` or `network.dst`. */
function withInstance(event: JsonObject, { cloud }: EcsDocument): EcsDocument["cloud"] {
  const uids = [asRecord(event.src_endpoint)?.instance_uid, asRecord(event.dst_endpoint)?.instance_uid].map(text);
  const id = uids.find((uid) => uid?.startsWith("i-") === true);
  return { ...cloud, ...(id === undefined ? undefined : { instance: { id } }) };
}

/** The Kubernetes object that a call was about. */
function refineAudit(event: JsonObject, mapped: EcsDocument): Refinement {
  const [resource] = records(event.resources);
  const api = asRecord(event.api) ?? {};
  const status = integer(asRecord(api.response)?.code);
  return {
    event: {
      ...mapped.event,
      id: mapped.event?.id ?? text(asRecord(api.request)?.uid),
      outcome: status === undefined ? mapped.event?.outcome : status < 400 ? "success" : "failure",
    },
    http: status === undefined ? mapped.http : { ...mapped.http, response: { status_code: status } },
    orchestrator: {
      type: "kubernetes",
      api_version: text(api.version),
      namespace: text(resource?.namespace),
      resource: nonEmpty({ name: text(resource?.name), type: text(resource?.type) }),
    },
  };
}

/** As in AWS WAF's own logs, the rule's name is its id there, and the web ACL is the rule set. */
function refineRequest(event: JsonObject, mapped: EcsDocument): Refinement {
  const rule = asRecord(event.firewall_rule) ?? {};
  const feature = asRecord(asRecord(asRecord(event.metadata)?.product)?.feature);
  // arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/NAME/ID
  const [, , , region, account, ...resource] = text(feature?.uid)?.split(":") ?? [];
  const [, kind, name] = resource.join(":").split("/");
  return {
    cloud: {
      ...mapped.cloud,
      account: mapped.cloud?.account ?? awsAccount(account),
      region: mapped.cloud?.region ?? text(region),
    },
    rule: nonEmpty({
      name: text(rule.uid),
      category: text(rule.type),
      ruleset: kind === "webacl" ? text(name) : undefined,
    }),
    url: nonEmpty({
      ...mapped.url,
      scheme: mapped.url?.scheme ?? unmapped(event, "httpRequest.scheme"),
      domain: mapped.url?.domain ?? unmapped(event, "httpRequest.host"),
    }),
  };
}
