import { ipAddress, portNumber, text } from "./values";

/** `address:port` apart; `address` only where it is no valid IP. */
export interface AddressAndPort {
  readonly ip?: string | undefined;
  readonly address?: string | undefined;
  readonly port?: number | undefined;
}

/** Takes `192.0.2.1:80`, `[2001:db8::1]:80` or `2001:db8::1:80` apart; nothing for `-`. */
export function splitAddress(field: string | undefined): AddressAndPort {
  const value = text(field);
  if (value === undefined) return {};
  const colon = value.lastIndexOf(":");
  const host = (colon === -1 ? value : value.slice(0, colon)).replace(/^\[(.*)\]$/, "$1");
  const ip = ipAddress(host);
  return {
    ip,
    address: ip === undefined ? text(host) : undefined,
    port: colon === -1 ? undefined : portNumber(value.slice(colon + 1)),
  };
}
