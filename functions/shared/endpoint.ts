import { ipAddress, nonEmpty, portNumber, text } from "./values";

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
  const ip = ipAddress(mappedIpv4.exec(address ?? "")?.[1] ?? address);
  const isName = ip === undefined && address !== undefined && /^[a-z0-9_-][a-z0-9_.-]{0,254}$/i.test(address);
  return nonEmpty({
    ip,
    address: ip === undefined ? address : undefined,
    domain: isName ? address : undefined,
    port: portNumber(port),
  });
}

/** `192.0.2.1:5432`, `[2001:db8::1]:5432` or a host without a port. */
export function endpointWithPort(hostAndPort: string | undefined): Endpoint | undefined {
  const match = /^\[?([^\]]*?)\]?:(\d{1,5})$/.exec(hostAndPort ?? "");
  return match === null || ipAddress(hostAndPort) !== undefined ? endpoint(hostAndPort) : endpoint(match[1], match[2]);
}
