import type { CommonLogLine } from "./line";

/**
 * Whose format a line in the Common or combined Log Format is, by what is behind it. Apache, nginx and many others write
 * the same line: Apache's source claims it, nginx's is told by key, log group or configuration.
 */
export type CommonLogVariant = "apache" | "ingress-nginx" | "api-gateway";

const requestId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function commonLogVariant({ userAgent, more }: CommonLogLine): CommonLogVariant {
  // $context.requestId, and nothing else.
  if (userAgent === undefined && more.length === 1 && requestId.test(more[0] ?? "")) return "api-gateway";
  // $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr ...
  const [length = "", seconds = ""] = more;
  const isIngress = userAgent !== undefined && more.length >= 8 && /^\d+$/.test(length) && /^\d+\.\d{3}$/.test(seconds);
  return isIngress ? "ingress-nginx" : "apache";
}
