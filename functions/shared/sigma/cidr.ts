import { isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { ipv4Bits } from "../network/ipv4";

export type ParsedNetwork =
  | { readonly text: string; readonly fault?: undefined }
  | { readonly text?: undefined; readonly fault: string };

/** Bits of IPv6 before those of an IPv4 address that is written so. */
const mappedBits = 96;

/** A network as `address/bits`, of IPv4 also where it is written as IPv6; a single address is a network of its own. */
export function parseNetwork(text: string): ParsedNetwork {
  const address = ipaddr.isValid(text) && (ipv4Bits(text) >= 0 || isIPv6(text));
  const written = address ? `${text}/${isIPv6(text) ? 128 : 32}` : text;
  if (!ipaddr.isValidCIDR(written) || !(written.includes(":") || ipv4Bits(written.split("/")[0] ?? "") >= 0)) {
    return { fault: `${JSON.stringify(text)} is no network: write it as 192.0.2.0/24 or 2001:db8::/32` };
  }
  const [network, bits] = ipaddr.parseCIDR(written);
  if (network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= mappedBits) {
    return parseNetwork(`${network.toIPv4Address().toString()}/${bits - mappedBits}`);
  }
  const first =
    network.kind() === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(written)
      : ipaddr.IPv6.networkAddressFromCIDR(written);
  if (first.toString() === network.toString()) return { text: `${first.toString()}/${bits}` };
  return { fault: `${text} is an address within a network: write ${first.toString()}/${bits}` };
}

/** Whether a text is an address in the network. IPv4 addresses written as IPv6 (`::ffff:192.0.2.1`) are IPv4. */
export function networkTest(text: string): (value: string) => boolean {
  const [network, bits] = ipaddr.parseCIDR(text);
  const base = ipv4Bits(network.toString());
  // Bits of an address are a number up to 2^32, so no shifts: they have 32 bits with a sign.
  const size = 2 ** (32 - bits);
  const block = Math.floor(base / size);
  return (value) => {
    const v4 = ipv4Bits(value);
    if (v4 >= 0) return base >= 0 && Math.floor(v4 / size) === block;
    if (!isIPv6(value) || value.includes("%")) return false;
    const address = ipaddr.process(value);
    if (address.kind() === "ipv4") return base >= 0 && Math.floor(ipv4Bits(address.toString()) / size) === block;
    return base < 0 && network.kind() === "ipv6" && address.match(network, bits);
  };
}
