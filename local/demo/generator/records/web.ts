import type { LogEvent } from "../event";
import type { Random } from "../random";
import { isoMillis } from "../time";
import { type Instance, SHOP_ACCOUNT, type World } from "../world";

/** One request to the shop: the load balancer and the web ACL in front of it each write a record. */
export interface WebRequest {
  readonly time: number;
  readonly clientIp: string;
  readonly clientPort: number;
  readonly country: string;
  readonly method: string;
  /** As sent: path and query. */
  readonly target: string;
  readonly userAgent: string;
  readonly status: number;
  readonly responseBytes: number;
  /** Who answered; left out where the web ACL blocked. */
  readonly instance?: Instance | undefined;
  /** The managed rule that matched, and whether it blocked or only counted. */
  readonly rule?: WafMatch | undefined;
  /** Which node of the load balancer took the connection. */
  readonly node: number;
}

export interface WafMatch {
  readonly group: string;
  readonly rule: string;
  readonly label: string;
  readonly action: "BLOCK" | "COUNT";
}

const RULE_GROUPS = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"] as const;
const HOST = "shop.example.com";

/** The two records of a request, joined by the trace id that the load balancer gives out. */
export function webRequestEvents(world: World, random: Random, request: WebRequest): [alb: LogEvent, waf: LogEvent] {
  const trace = `1-${Math.floor(request.time / 1000).toString(16)}-${random.hex(24)}`;
  return [albRecord(world, random, request, trace), wafRecord(world, request, trace)];
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-syntax */
function albRecord(world: World, random: Random, request: WebRequest, trace: string): LogEvent {
  const { loadBalancer } = world;
  const node = loadBalancer.nodes[request.node % loadBalancer.nodes.length];
  if (node === undefined) {
    throw new RangeError("the load balancer has no nodes");
  }
  const blocked = request.instance === undefined;
  const seconds = random.integer(2, 380) / 1000;
  // The line is written when the response has been sent.
  const end = request.time + Math.ceil(seconds * 1000) + 1;
  const target = blocked ? "-" : `${request.instance?.privateIp ?? ""}:8080`;
  const client = request.clientIp.includes(":")
    ? `[${request.clientIp}]:${request.clientPort}`
    : `${request.clientIp}:${request.clientPort}`;
  const text = [
    "h2",
    isoMillis(end).replace("Z", `${random.integer(100, 999)}Z`),
    loadBalancer.id,
    client,
    target,
    ...(blocked ? ["-1", "-1", "-1"] : ["0.001", seconds.toFixed(3), "0.000"]),
    request.status,
    blocked ? "-" : request.status,
    request.target.length + random.integer(180, 420),
    request.responseBytes,
    `"${request.method} https://${HOST}:443${request.target} HTTP/2.0"`,
    `"${request.userAgent}"`,
    "TLS_AES_128_GCM_SHA256",
    "TLSv1.3",
    blocked ? "-" : loadBalancer.targetGroupArn,
    `"Root=${trace}"`,
    `"${HOST}"`,
    `"${loadBalancer.certificateArn}"`,
    "0",
    isoMillis(request.time).replace("Z", "000Z"),
    blocked ? '"waf"' : '"waf,forward"',
    '"-"',
    '"-"',
    `"${target}"`,
    blocked ? '"-"' : `"${request.status}"`,
    '"-"',
    '"-"',
    `TID_${random.hex(32)}`,
  ].join(" ");
  return { stream: node.stream, time: end, text };
}

/** @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
function wafRecord(world: World, request: WebRequest, trace: string): LogEvent {
  const { rule } = request;
  const [path = "/", query = ""] = splitOnce(request.target, "?");
  const match = rule === undefined ? null : { ruleId: rule.rule, action: rule.action, ruleMatchDetails: null };
  const blocked = rule?.action === "BLOCK";
  const record = {
    timestamp: request.time,
    formatVersion: 1,
    webaclId: world.webAcl.arn,
    terminatingRuleId: blocked ? `AWS-${rule.group}` : "Default_Action",
    terminatingRuleType: blocked ? "MANAGED_RULE_GROUP" : "REGULAR",
    action: blocked ? "BLOCK" : "ALLOW",
    terminatingRuleMatchDetails: [],
    httpSourceName: "ALB",
    httpSourceId: `${SHOP_ACCOUNT}-${world.loadBalancer.id}`,
    ruleGroupList: RULE_GROUPS.map((group) => ({
      ruleGroupId: `AWS#${group}`,
      terminatingRule: blocked && rule.group === group ? match : null,
      nonTerminatingMatchingRules: !blocked && rule?.group === group ? [match] : [],
      excludedRules: null,
      customerConfig: null,
    })),
    rateBasedRuleList: [],
    nonTerminatingMatchingRules: [],
    requestHeadersInserted: null,
    responseCodeSent: null,
    httpRequest: {
      clientIp: request.clientIp,
      country: request.country,
      headers: [
        { name: "host", value: HOST },
        { name: "user-agent", value: request.userAgent },
        { name: "accept", value: "*/*" },
      ],
      uri: path,
      args: query,
      httpVersion: "HTTP/2.0",
      httpMethod: request.method,
      requestId: trace,
      fragment: "",
      scheme: "https",
      host: HOST,
    },
    labels: rule === undefined ? undefined : [{ name: `awswaf:managed:aws:${rule.label}` }],
  };
  return { stream: world.webAcl.stream, time: request.time, text: JSON.stringify(record) };
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
