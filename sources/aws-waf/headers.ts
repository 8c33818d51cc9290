import { flatObject } from "../../functions/shared/flat-object";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { asArray, asRecord, text } from "../../functions/shared/values";

/** The request's headers: those that ECS has a field for, and the others. */
export interface RequestHeaders {
  readonly host: string | undefined;
  readonly userAgent: string | undefined;
  readonly referrer: string | undefined;
  /** `X-Forwarded-For`; a list where it was sent more than once. It is among the others too. */
  readonly forwardedFor: string | readonly string[] | undefined;
  /** By name in lower case; a header that was sent twice has a list. */
  readonly others: Readonly<Record<string, unknown>> | undefined;
}

/** Headers that let whoever reads the index act as the visitor; WAF logs them unless told to redact them. */
const credentials = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
  "x-amz-security-token",
  "x-api-key",
  "x-aws-waf-token",
]);

/** Reads `[{"name": "Host", "value": "example.com"}, ...]`. Names come in any case, values may be `null`. */
export function requestHeaders(value: unknown): RequestHeaders {
  const byName = new Map<string, string | string[]>();
  for (const item of asArray(value)) {
    const header = asRecord(item);
    const name = text(header?.name)?.toLowerCase();
    const content = text(header?.value);
    if (name === undefined || content === undefined) continue;
    const earlier = byName.get(name);
    byName.set(name, earlier === undefined ? content : [earlier, content].flat());
  }
  const host = taken(byName, "host");
  const userAgent = taken(byName, "user-agent");
  const referrer = taken(byName, "referer");
  return {
    host,
    userAgent,
    referrer,
    forwardedFor: byName.get("x-forwarded-for"),
    others: flatObject(Object.fromEntries(byName), { isSecret: (name) => credentials.has(name) || isSecret(name) }),
  };
}

/** Takes a header out; the first one, leaving the others, where it was sent more than once. */
function taken(byName: Map<string, string | string[]>, name: string): string | undefined {
  const value = byName.get(name);
  if (typeof value === "string") byName.delete(name);
  return typeof value === "string" ? value : value?.[0];
}
