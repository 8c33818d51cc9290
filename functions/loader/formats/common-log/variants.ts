import type { CommonLogLine } from "./line";

/**
 * Whose format a line in the Common or combined Log Format is, by what is behind it. Apache, nginx and many others write
 * the same line: Apache's source claims it, nginx's is told by key, log group or configuration.
 */
export type CommonLogVariant = "apache" | "ingress-nginx" | "api-gateway";

const requestIdPattern = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9_-]{11,15}=)$/;

/** Whether this looks like API Gateway's `$context.requestId`: a UUID of REST APIs, shorter ones of the others. */
export function isApiGatewayRequestId(field: string | undefined): boolean {
  return requestIdPattern.test(field ?? "");
}

export function commonLogVariant({ userAgent, more }: CommonLogLine): CommonLogVariant {
  // $context.requestId and $context.extendedRequestId.
  if (userAgent === undefined && more.length <= 2 && isApiGatewayRequestId(more[0])) return "api-gateway";
  // $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr ...
  const [length = "", seconds = ""] = more;
  const isIngress = userAgent !== undefined && more.length >= 8 && /^\d+$/.test(length) && /^\d+\.\d{3}$/.test(seconds);
  return isIngress ? "ingress-nginx" : "apache";
}
