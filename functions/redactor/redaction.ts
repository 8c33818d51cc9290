import { isIPv4, isIPv6 } from "node:net";

/** Kinds of personal data. */
export const personalKinds = ["user", "email", "phone", "ip"] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** What is masked in what is read through an access point. */
export interface Redaction {
  readonly kinds: readonly PersonalKind[];
  /** Networks such as `10.0.0.0/8` whose addresses are left as they are. */
  readonly keepNetworks: readonly string[];
}

/** Everything personal, wherever an address is. */
export const wholeRedaction: Redaction = { kinds: personalKinds, keepNetworks: [] };

export interface Network {
  readonly address: string;
  /** Bits. */
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

/** Divides `10.0.0.0/8` or `2001:db8::/32`; undefined for a text that is none. */
export function networkOf(text: string): Network | undefined {
  const [, address = "", digits = ""] = /^([0-9A-Fa-f:.]{2,45})\/(\d{1,3})$/.exec(text) ?? [];
  const prefix = Number(digits);
  if (isIPv4(address) && prefix <= 32) return { address, prefix, family: "ipv4" };
  if (isIPv6(address) && prefix <= 128) return { address, prefix, family: "ipv6" };
  return undefined;
}
