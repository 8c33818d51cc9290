import ipaddr from "ipaddr.js";

type Range = ReturnType<ipaddr.IPv4["range"]>;

/** Networks that no VPC may have. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const notForVpcs: ReadonlySet<Range> = new Set<Range>(["unspecified", "loopback", "linkLocal", "multicast"]);

/** What is wrong with the text of a network; nothing where it names one by its first address. */
export function networkFault(text: string): string | undefined {
  const [address = "", prefix = ""] = text.split("/");
  const isNetwork = ipaddr.isValidCIDR(text) && (address.includes(":") || ipaddr.IPv4.isValidFourPartDecimal(address));
  if (!isNetwork) return "is no network: write an address and a prefix, such as 192.0.2.0/24";
  const first = address.includes(":")
    ? ipaddr.IPv6.networkAddressFromCIDR(text)
    : ipaddr.IPv4.networkAddressFromCIDR(text);
  if (ipaddr.parse(address).toNormalizedString() === first.toNormalizedString()) return undefined;
  return `is an address within a network, not the network: write ${first.toString()}/${prefix}`;
}

/** As `networkFault`, of what a VPC can have that is divided into subnets for zones. */
export function vpcNetworkFault(text: string): string | undefined {
  if (text.includes(":")) return "is no IPv4 network";
  const fault = networkFault(text);
  if (fault !== undefined) return fault;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text);
  if (prefix < 16 || prefix > 26) return `has a prefix of /${prefix}; allowed: /16 to /26`;
  return notForVpcs.has(address.range())
    ? "is a range that AWS gives no VPC; take a private one, such as 10.64.0.0/24"
    : undefined;
}
