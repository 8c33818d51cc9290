import type { Random } from "./random";
import {
  albStream,
  cloudTrailStream,
  guardDutyStream,
  type LogStream,
  resolverStream,
  s3AccessStream,
  vpcFlowStream,
  wafStream,
} from "./streams";

export const SECURITY_ACCOUNT = "111122223333";
export const SHOP_ACCOUNT = "444455556666";
export const DEVELOPMENT_ACCOUNT = "777788889999";
export const HOME_REGION = "eu-west-1";
/** Where global services (IAM, the global STS endpoint, sign-in) record their events. */
export const GLOBAL_REGION = "us-east-1";

/** Default format. @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
const FLOW_FIELDS_V2 =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";
/** A custom format with the fields of version 5. */
export const FLOW_FIELDS_V5 = `${FLOW_FIELDS_V2} vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path`;

/** An IAM role with the id that sessions of it carry in `principalId`. */
export interface Role {
  readonly account: string;
  readonly name: string;
  readonly id: string;
  /** Role path; `/` for most. */
  readonly path: string;
}

export interface Instance {
  readonly id: string;
  readonly interfaceId: string;
  readonly subnetId: string;
  readonly privateIp: string;
  /** Minutes of the day between which it runs. */
  readonly from: number;
  readonly to: number;
}

export interface Network {
  readonly account: string;
  readonly region: string;
  readonly vpcId: string;
  readonly zoneId: string;
  readonly flows: LogStream;
  readonly queries: LogStream;
  /** The public address that instances use for calls that leave the VPC. */
  readonly natAddress: string;
  readonly s3EndpointId: string;
  readonly instances: readonly Instance[];
  readonly databaseIp: string;
}

export interface Person {
  readonly email: string;
  readonly account: string;
  readonly role: Role;
  readonly address: string;
  readonly userAgent: string;
}

/** The organisation whose day is generated. Names are fixed; every id depends on the seed. */
export interface World {
  readonly organizationId: string;
  readonly shop: Network;
  readonly development: Network;
  readonly loadBalancer: {
    readonly id: string;
    readonly targetGroupArn: string;
    readonly certificateArn: string;
    readonly nodes: readonly { readonly stream: LogStream; readonly interfaceId: string; readonly privateIp: string }[];
  };
  readonly webAcl: { readonly arn: string; readonly stream: LogStream };
  readonly instanceRole: Role;
  readonly exportRole: Role;
  readonly deployRoles: readonly Role[];
  readonly people: readonly Person[];
  readonly buckets: {
    readonly images: { readonly name: string; readonly stream: LogStream };
    readonly exports: { readonly name: string; readonly stream: LogStream };
    /** Canonical user id of the buckets' owner. */
    readonly owner: string;
  };
  readonly customers: readonly string[];
  readonly scanners: readonly string[];
  readonly cloudTrail: (account: string, region: string) => LogStream;
  readonly guardDuty: (account: string) => LogStream;
  readonly detectorId: string;
}

const WHOLE_DAY = { from: 0, to: 24 * 60 } as const;
/** Autoscaling adds instances for the afternoon and evening. */
const PEAK = { from: 11 * 60 + 30, to: 22 * 60 } as const;

export function createWorld(seed: Random): World {
  const random = seed.fork("world");
  const organizationId = `o-${random.hex(10)}`;
  const loadBalancerId = `app/shop-web/${random.hex(16)}`;
  const role = (account: string, name: string, path = "/"): Role => ({
    account,
    name,
    path,
    id: `AROA${random.base32(17)}`,
  });
  const reservedRole = (account: string, permissionSet: string): Role =>
    role(account, `AWSReservedSSO_${permissionSet}_${random.hex(16)}`, "/aws-reserved/sso.amazonaws.com/eu-west-1/");
  const people: Person[] = [
    ["alice@example.com", SHOP_ACCOUNT, "PowerUser", "192.0.2.17", BROWSERS[0]],
    ["bob@example.com", DEVELOPMENT_ACCOUNT, "Administrator", "192.0.2.23", BROWSERS[1]],
    ["carol@example.com", SECURITY_ACCOUNT, "SecurityAudit", "192.0.2.31", BROWSERS[2]],
    ["dana@example.com", DEVELOPMENT_ACCOUNT, "PowerUser", "192.0.2.44", AWS_CLI_MAC],
    ["erin@example.com", SHOP_ACCOUNT, "ReadOnly", "192.0.2.52", BROWSERS[1]],
    ["frank@example.com", SHOP_ACCOUNT, "Administrator", "192.0.2.60", AWS_CLI_MAC],
  ].map(([email = "", account = "", permissionSet = "", address = "", userAgent = ""]) => ({
    email,
    account,
    address,
    userAgent,
    role: reservedRole(account, permissionSet),
  }));
  const bucket = (name: string) => ({ name, stream: s3AccessStream(SHOP_ACCOUNT, HOME_REGION, name) });
  const cloudTrail = memoize((account: string, region: string) => cloudTrailStream(organizationId, account, region));
  const guardDuty = memoize((account: string) => guardDutyStream(account, HOME_REGION));
  const [customers, scanners] = webClients(random);
  return {
    organizationId,
    shop: network(random, SHOP_ACCOUNT, HOME_REGION, "10.20", "192.0.2.150", FLOW_FIELDS_V5, [
      WHOLE_DAY,
      WHOLE_DAY,
      WHOLE_DAY,
      PEAK,
      PEAK,
    ]),
    development: network(random, DEVELOPMENT_ACCOUNT, GLOBAL_REGION, "10.40", "192.0.2.170", FLOW_FIELDS_V2, [
      WHOLE_DAY,
      WHOLE_DAY,
    ]),
    loadBalancer: {
      id: loadBalancerId,
      targetGroupArn: `arn:aws:elasticloadbalancing:${HOME_REGION}:${SHOP_ACCOUNT}:targetgroup/shop-app/${random.hex(16)}`,
      certificateArn: `arn:aws:acm:${HOME_REGION}:${SHOP_ACCOUNT}:certificate/${random.uuid()}`,
      nodes: ["192.0.2.201", "192.0.2.202"].map((address, index) => ({
        stream: albStream(SHOP_ACCOUNT, HOME_REGION, loadBalancerId, address),
        interfaceId: `eni-0${random.hex(16)}`,
        privateIp: `10.20.${index}.11`,
      })),
    },
    webAcl: {
      arn: `arn:aws:wafv2:${HOME_REGION}:${SHOP_ACCOUNT}:regional/webacl/shop-web/${random.uuid()}`,
      stream: wafStream(SHOP_ACCOUNT, HOME_REGION, "shop-web"),
    },
    instanceRole: role(SHOP_ACCOUNT, "shop-app"),
    exportRole: role(SHOP_ACCOUNT, "shop-nightly-export"),
    deployRoles: [role(SHOP_ACCOUNT, "github-deploy"), role(DEVELOPMENT_ACCOUNT, "github-deploy")],
    people,
    buckets: {
      images: bucket("example-shop-product-images"),
      exports: bucket(random.pick(["example-shop-customer-exports", "example-shop-order-archive"])),
      owner: random.hex(64),
    },
    customers,
    scanners,
    cloudTrail,
    guardDuty,
    detectorId: random.hex(32),
  };
}

export const BROWSERS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
] as const;
const AWS_CLI_MAC =
  "aws-cli/2.22.7 md/awscrt#0.23.4 ua/2.0 os/macos#24.1.0 md/arch#arm64 lang/python#3.12.6 md/pyimpl#CPython cfg/retry-mode#standard md/prompt#off md/command#s3.ls";

export function roleArn(role: Role): string {
  return `arn:aws:iam::${role.account}:role${role.path}${role.name}`;
}

function network(
  random: Random,
  account: string,
  region: string,
  prefix: string,
  natAddress: string,
  fields: string,
  running: readonly { readonly from: number; readonly to: number }[],
): Network {
  const vpcId = `vpc-0${random.hex(16)}`;
  const subnetIds = [`subnet-0${random.hex(16)}`, `subnet-0${random.hex(16)}`];
  return {
    account,
    region,
    vpcId,
    zoneId: region === HOME_REGION ? "euw1-az1" : "use1-az1",
    flows: vpcFlowStream(account, region, `fl-0${random.hex(16)}`, fields),
    queries: resolverStream(account, vpcId),
    natAddress,
    s3EndpointId: `vpce-0${random.hex(16)}`,
    databaseIp: `${prefix}.8.20`,
    instances: running.map(({ from, to }, index) => ({
      id: `i-0${random.hex(16)}`,
      interfaceId: `eni-0${random.hex(16)}`,
      subnetId: subnetIds[index % 2] ?? "",
      privateIp: `${prefix}.${4 + (index % 2)}.${random.integer(20, 250)}`,
      from,
      to,
    })),
  };
}

/** Addresses of shop customers and of scanners, which share networks but no address. */
function webClients(random: Random): [customers: string[], scanners: string[]] {
  const customers = Array.from({ length: 90 }, (_, index) => `203.0.113.${index + 1}`);
  for (let index = 0; index < 30; index++) {
    customers.push(`2001:db8:${random.hex(3)}::${random.hex(4)}`);
  }
  const scanners = [
    ...Array.from({ length: 6 }, () => `203.0.113.${random.integer(200, 254)}`),
    ...Array.from({ length: 6 }, () => `198.51.100.${random.integer(200, 254)}`),
  ];
  return [customers, scanners];
}

function memoize<A extends readonly string[], R>(make: (...parts: A) => R): (...parts: A) => R {
  const made = new Map<string, R>();
  return (...parts) => {
    const name = parts.join("/");
    const known = made.get(name) ?? make(...parts);
    made.set(name, known);
    return known;
  };
}
