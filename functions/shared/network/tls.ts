import { remembering } from "../remembering";

// The point may be missing: Network Load Balancers write `tlsv12`.
const protocolPattern = /^(TLS|SSL)v?(\d)(?:\.?(\d))?$/i;

/** ECS's `tls.version` and `tls.version_protocol`. */
export interface TlsProtocol {
  readonly version?: string | undefined;
  readonly version_protocol?: string | undefined;
}

const protocolOf = remembering(readProtocol, 100);

/** Takes `TLSv1.2`, `tlsv12` or `SSLv3` apart; nothing for anything else. */
export function tlsProtocol(protocol: string | undefined): TlsProtocol {
  return protocol === undefined ? {} : protocolOf(protocol);
}

function readProtocol(protocol: string): TlsProtocol {
  const [, name, major, minor] = protocolPattern.exec(protocol) ?? [];
  if (name === undefined) return {};
  return { version: minor === undefined ? major : `${major}.${minor}`, version_protocol: name.toLowerCase() };
}
