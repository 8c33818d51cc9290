import { isIP, isIPv4 } from "node:net";
import { ipAddress, nonEmpty, portNumber, text } from "../values";

/** A side of a connection in ECS's terms: what is no IP address is kept as it came, and as a domain where it may be one. */
export interface Endpoint {
  readonly ip?: string | undefined;
  readonly address?: string | undefined;
  readonly domain?: string | undefined;
  readonly port?: number | undefined;
}

const mappedIpv4 = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** `192.0.2.1`, `::ffff:192.0.2.1` (an IPv4 address on an IPv6 socket) or `app.example.com`. */
export function endpoint(host: unknown, port?: unknown): Endpoint | undefined {
  const address = text(host);
  if (address !== undefined && isIPv4(address)) {
    return { ip: address, address: undefined, domain: undefined, port: portNumber(port) };
  }
  const ip = ipAddress(mappedIpv4.exec(address ?? "")?.[1] ?? address);
  const isName = ip === undefined && address !== undefined && /^[a-z0-9_-][a-z0-9_.-]{0,254}$/i.test(address);
  return nonEmpty({
    ip,
    address: ip === undefined ? address : undefined,
    domain: isName ? address : undefined,
    port: portNumber(port),
  });
}

interface AddressForm {
  /** Whether a port is always behind the address, without brackets around IPv6: `2001:db8::1:443` has port 443. */
  readonly portAlways: boolean;
}

const bracketed = /^\[([^\]]*)\](?::(\d*|-))?$/;
const behindLastColon = /^(.*):(\d*|-)$/;

/** `192.0.2.1:5432`, `[2001:db8::1]:5432`, or a host or an address without a port. */
export function endpointWithPort(hostAndPort: unknown): Endpoint | undefined {
  const [host, port] = hostAndPortOf(hostAndPort, false);
  return endpoint(host, port);
}

/** The same of formats that name no hosts, whose `unknown` or `pipe` is no domain; with no members for `-`. */
export function addressWithPort(written: unknown, { portAlways }: AddressForm = { portAlways: false }): Endpoint {
  const [host, port] = hostAndPortOf(written, portAlways);
  const found = endpoint(host, port);
  return found === undefined ? {} : { ip: found.ip, address: found.address, port: found.port };
}

function hostAndPortOf(written: unknown, portAlways: boolean): [host: string | undefined, port?: string | undefined] {
  const whole = text(written) ?? "";
  const colon = whole.lastIndexOf(":");
  // As nearly all are.
  if (colon > 0 && isIPv4(whole.slice(0, colon))) {
    const port = whole.slice(colon + 1);
    if (portNumber(port) !== undefined) return [whole.slice(0, colon), port];
  }
  const inBrackets = bracketed.exec(whole);
  if (inBrackets !== null) return [inBrackets[1], inBrackets[2]];
  const split = behindLastColon.exec(whole);
  const isSplit = split !== null && (isIP(whole) === 0 || (portAlways && isIP(split[1] ?? "") !== 0));
  return isSplit ? [split[1], split[2]] : [whole];
}
