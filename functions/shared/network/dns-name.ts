/**
 * A DNS name as people search for it: in lower case, since case means nothing in it and resolvers mix it at random, and
 * without the root's dot; the root itself stays `.`.
 */
export function dnsName(name: string | undefined): string | undefined {
  return withoutRoot(name)?.toLowerCase();
}

/** Data of an answer keeps its case: it may be a text. */
export function withoutRoot(name: string | undefined): string | undefined {
  return name !== undefined && name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name;
}

const hostPattern = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})\.?$/i;

/** A host's name in full, for `related.hosts`; nothing for a name without a domain, an address or any other text. */
export function hostName(value: string | undefined): string | undefined {
  return value !== undefined && value.length <= 254 && hostPattern.test(value) ? dnsName(value) : undefined;
}
