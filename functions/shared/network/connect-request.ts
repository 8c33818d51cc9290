import { type RequestLine, splitAuthority, type UrlParts } from "./request-line";

/** The URL of a request; of `CONNECT`, which asks a proxy for a connection, that is `host:port` alone. */
export function requestedUrl({ method, url }: RequestLine): UrlParts | undefined {
  if (method !== "CONNECT" || url === undefined || url.domain !== undefined || url.path !== undefined) return url;
  const target = splitAuthority(url.original);
  return target.port === undefined ? url : { ...url, ...target };
}
