import { portNumber, text } from "../values";

/** The parts of an HTTP request line, as far as it has them; ECS `url.*` names. */
export interface RequestLine {
  readonly method?: string | undefined;
  /** `1.1` of `HTTP/1.1`. */
  readonly version?: string | undefined;
  readonly url?: UrlParts | undefined;
}

export interface UrlParts {
  readonly original: string;
  readonly scheme?: string | undefined;
  readonly domain?: string | undefined;
  readonly port?: number | undefined;
  readonly path?: string | undefined;
  readonly query?: string | undefined;
  readonly fragment?: string | undefined;
}

/**
 * Takes `METHOD URL HTTP/x.y` apart. The URL is everything between the first space and the last one before a version, so
 * one with spaces, quotes or any payload stays whole; a line without URL or version gives the parts that it has.
 */
export function parseRequestLine(line: string | undefined): RequestLine {
  const request = text(line?.trimEnd());
  if (request === undefined) return {};
  const firstSpace = request.indexOf(" ");
  if (firstSpace === -1) return { url: parseUrl(request) };

  const lastSpace = request.lastIndexOf(" ");
  const last = request.slice(lastSpace + 1);
  const hasVersion = last === "-" || last.startsWith("HTTP/");
  return {
    method: text(request.slice(0, firstSpace)),
    version: last.startsWith("HTTP/") ? text(last.slice("HTTP/".length)) : undefined,
    url: parseUrl(request.slice(firstSpace + 1, hasVersion && lastSpace > firstSpace ? lastSpace : undefined)),
  };
}

const schemePattern = /^[a-z][a-z0-9+.-]*$/i;

/**
 * Takes an absolute URL or a path apart without judging or normalising it: what an attacker sent is what is stored.
 * `undefined` for an empty one and for `-`.
 */
export function parseUrl(url: string): UrlParts | undefined {
  const original = text(url.trim());
  if (original === undefined) return undefined;
  const schemeEnd = original.indexOf("://");
  const scheme = schemeEnd > 0 ? original.slice(0, schemeEnd) : undefined;
  if (scheme === undefined || !schemePattern.test(scheme)) {
    return original.startsWith("/") ? { original, ...splitPath(original) } : { original };
  }
  const rest = original.slice(schemeEnd + 3);
  const authorityEnd = rest.search(/[/?#]/);
  const authority = authorityEnd === -1 ? rest : rest.slice(0, authorityEnd);
  return {
    original,
    scheme: scheme.toLowerCase(),
    ...splitAuthority(authority),
    ...(authorityEnd === -1 ? {} : splitPath(rest.slice(authorityEnd))),
  };
}

/** `host:port`, `[IPv6]:port` or a host alone, into `url.domain` (IPv6 keeps its brackets there) and `url.port`. */
export function splitAuthority(authority: string): { domain?: string | undefined; port?: number | undefined } {
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const colon = host.lastIndexOf(":");
  if (colon === -1 || host.endsWith("]")) return { domain: text(host) };
  return { domain: text(host.slice(0, colon)), port: portNumber(host.slice(colon + 1)) };
}

function splitPath(target: string): Pick<UrlParts, "path" | "query" | "fragment"> {
  const hash = target.indexOf("#");
  const beforeHash = hash === -1 ? target : target.slice(0, hash);
  const question = beforeHash.indexOf("?");
  return {
    path: text(question === -1 ? beforeHash : beforeHash.slice(0, question)),
    query: question === -1 ? undefined : text(beforeHash.slice(question + 1)),
    fragment: hash === -1 ? undefined : text(target.slice(hash + 1)),
  };
}
