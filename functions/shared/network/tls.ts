// The point may be missing: Network Load Balancers write `tlsv12`.
const protocolPattern = /^(TLS|SSL)v?(\d)(?:\.?(\d))?$/i;

/** ECS's `tls.version` and `tls.version_protocol`. */
export interface TlsProtocol {
  readonly version?: string | undefined;
  readonly version_protocol?: string | undefined;
}

/** Takes `TLSv1.2`, `tlsv12` or `SSLv3` apart; nothing for anything else. */
export function tlsProtocol(protocol: string | undefined): TlsProtocol {
  if (protocol === undefined) return {};
  // A log says few of them many times.
  const known = knownProtocols.get(protocol);
  if (known !== undefined) return known;
  const found = readProtocol(protocol);
  if (knownProtocols.size < maximumKnown) knownProtocols.set(protocol, found);
  return found;
}

const knownProtocols = new Map<string, TlsProtocol>();
const maximumKnown = 100;

function readProtocol(protocol: string): TlsProtocol {
  const [, name, major, minor] = protocolPattern.exec(protocol) ?? [];
  if (name === undefined) return {};
  return { version: minor === undefined ? major : `${major}.${minor}`, version_protocol: name.toLowerCase() };
}
