import { unescaped } from "../../functions/loader/formats/common-log/escapes";
import { integer, list, text } from "../../functions/shared/values";

/** What ModSecurity found in a request. */
export interface ModSecurityAlert {
  readonly denied: boolean;
  readonly statusCode: number | undefined;
  readonly ruleId: string | undefined;
  readonly ruleName: string | undefined;
  readonly ruleFile: string | undefined;
  readonly severity: string | undefined;
  readonly data: string | undefined;
  readonly tags: string[] | undefined;
  readonly hostname: string | undefined;
  readonly uri: string | undefined;
  readonly uniqueId: string | undefined;
}

/** `[name "value"]`, quotes in the value escaped. */
const memberPattern = /\[([a-z_]{2,12}) "((?:[^"\\]|\\.)*)"\]/g;

/**
 * Reads the message of a rule that matched: `ModSecurity: Access denied with code 403 ... [id "942100"] [msg "..."]`.
 * @see https://github.com/owasp-modsecurity/ModSecurity/wiki/ModSecurity-2-Data-Formats
 * @returns `undefined` for any other message
 */
export function modSecurityAlert(message: string): ModSecurityAlert | undefined {
  if (!message.startsWith("ModSecurity: ")) return undefined;
  const members = new Map<string, string[]>();
  for (const [, name = "", value = ""] of message.matchAll(memberPattern)) {
    members.set(name, [...(members.get(name) ?? []), unescaped(value)]);
  }
  const first = (name: string): string | undefined => text(members.get(name)?.[0]);
  if (first("id") === undefined) return undefined;
  const denied = /^ModSecurity: Access denied(?: with code (\d{3}))?/.exec(message);
  return {
    denied: denied !== null,
    statusCode: integer(denied?.[1]),
    ruleId: first("id"),
    ruleName: first("msg"),
    ruleFile: first("file"),
    severity: first("severity"),
    data: first("data"),
    tags: list(members.get("tag")),
    hostname: first("hostname"),
    uri: first("uri"),
    uniqueId: first("unique_id"),
  };
}
