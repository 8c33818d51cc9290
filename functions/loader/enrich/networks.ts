import ipaddr from "ipaddr.js";

/** A network of the operator's own, and what to say of its addresses. */
export interface NamedNetwork {
  /** IPv4 or IPv6, such as `192.0.2.0/24`. */
  readonly cidr: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
}

/** Finds the narrowest network that holds an address; undefined if none does or it is no address. */
export type NetworkLookup = (address: string) => NamedNetwork | undefined;

/** @throws Error naming the CIDR block that is none. */
export function networkLookup(networks: readonly NamedNetwork[]): NetworkLookup {
  const parsed = networks
    .map((network) => {
      if (!ipaddr.isValidCIDR(network.cidr)) {
        throw new Error(`${JSON.stringify(network.cidr)} is no network: write an address and a prefix, 192.0.2.0/24`);
      }
      const [base, prefix] = ipaddr.parseCIDR(network.cidr);
      return { network, base, prefix };
    })
    .sort((left, right) => right.prefix - left.prefix);
  return (text) => {
    if (parsed.length === 0 || !ipaddr.isValid(text)) return undefined;
    const address = ipaddr.process(text);
    return parsed.find(({ base, prefix }) => address.kind() === base.kind() && address.match(base, prefix))?.network;
  };
}
