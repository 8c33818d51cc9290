import { ipAddress, list } from "../values";
import { addressWithPort } from "./endpoint";

/** Whom an `X-Forwarded-For` header names. What is in front of the last proxy's entry is the client's word. */
export interface ForwardedFor {
  /** The first in the list, for `network.forwarded_ip`. */
  readonly client: string | undefined;
  /** All addresses in it, for `related.ip`. */
  readonly addresses: readonly string[] | undefined;
}

const nobody: ForwardedFor = { client: undefined, addresses: undefined };

/**
 * Reads the header's list; also as an array, where the header was sent more than once or the log has taken it apart.
 * Some proxies add a port to the address.
 */
export function forwardedFor(header: string | readonly string[] | undefined): ForwardedFor {
  if (header === undefined || header.length === 0) return nobody;
  const items = (typeof header === "string" ? header : header.join(",")).split(",").map(addressIn);
  return { client: items[0], addresses: list(items) };
}

function addressIn(item: string): string | undefined {
  const address = item.trim();
  return ipAddress(address) ?? addressWithPort(address).ip;
}
