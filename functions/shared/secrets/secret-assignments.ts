import { quoted } from "../sql/sql-literal";
import { isSecret, REDACTED } from "./secrets";
import { isSecretParameter } from "./url-secrets";

/**
 * `NAME=`, `name: `, `"name": ` and `--name `, in JSON within JSON with escaped quotes. A name is tried from its start
 * only, which keeps this linear; the last of a path, as in `/etc/passwd: `, is none.
 */
const assignment = /(?<![\w%/-])([A-Za-z_-][\w%-]*)(?:(\\*["']?)\s?[=:]\s?|\s)/g;
const quote = /(\\*)(["'])/y;
/** Words of a command line; the token behind `Bearer` belongs to the value. */
const word = /(?:(?:Bearer|Basic)\s)?[^\s]+/y;
/** A number or word of JSON, or a list or object as far as its first end. */
const jsonValue = /[[{][^\]}]*[\]}]?|[^\s,}\]]+/y;
const parameterValue = /[^\s&#"'<>]+/y;
/** `"Value": ` behind a pair's name. */
const pairValue = /\\*["']\s?,\s?\\*["']value\\*["']\s?:\s?/iy;

/** A text, such as a command line or the beginning of JSON, without the values that it gives to names of credentials. */
export function textWithoutSecrets(text: string): string {
  let masked = "";
  let copied = 0;
  assignment.lastIndex = 0;
  for (let match = assignment.exec(text); match !== null; match = assignment.exec(text)) {
    const [, name = "", closing] = match;
    if (closing === undefined && !name.startsWith("--")) continue;
    const value = secretBehind(text, name, closing ?? "", match.index, assignment.lastIndex);
    if (value === undefined) continue;
    masked += text.slice(copied, value.start) + REDACTED;
    copied = value.end;
    assignment.lastIndex = value.end;
  }
  return masked + text.slice(copied);
}

const maximumNameLength = 256;

interface Range {
  readonly start: number;
  readonly end: number;
}

function secretBehind(text: string, name: string, closing: string, at: number, behind: number): Range | undefined {
  if (/[?&]/.test(text.charAt(at - 1))) return isSecretParameter(name) ? bare(parameterValue, text, behind) : undefined;
  if (isSecret(name)) return valueAt(text, behind, closing);
  // Not `{"name": ..., "value": ...}`, unless it names a secret.
  if (closing === "" || !/^(?:name|key)$/i.test(name)) return undefined;
  const named = quotedAt(text.slice(behind, behind + maximumNameLength), 0);
  if (named === undefined || !isSecret(text.slice(behind + named.start, behind + named.end))) return undefined;
  pairValue.lastIndex = behind + named.end;
  return pairValue.test(text) ? valueAt(text, pairValue.lastIndex, closing) : undefined;
}

function valueAt(text: string, at: number, closing: string): Range | undefined {
  const value = quotedAt(text, at) ?? bare(closing === "" ? word : jsonValue, text, at);
  if (value === undefined || value.start === value.end) return undefined;
  return /^(?:true|false|null)$/.test(text.slice(value.start, Math.min(value.end, value.start + 6)))
    ? undefined
    : value;
}

function quotedAt(text: string, at: number): Range | undefined {
  quote.lastIndex = at;
  const match = quote.exec(text);
  return match === null ? undefined : quoted(text, quote.lastIndex, match[2] ?? "", (match[1] ?? "").length);
}

function bare(pattern: RegExp, text: string, at: number): Range | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? { start: at, end: pattern.lastIndex } : undefined;
}
