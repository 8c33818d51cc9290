import { visibleText } from "../../shared/text/visible-text";
import type { Log } from "../ports";

/** More says nothing more; a key of S3 has 1,024 bytes at most. */
const maximumTextLength = 2_000;

/** Writes a log as JSON: one line each, whatever is in the values, for a key of S3 may be any text. */
export function loggerLog(logger: Log): Log {
  return {
    info: (message, values) => logger.info(message, shownMembers(values)),
    warn: (message, values) => logger.warn(message, shownMembers(values)),
    error: (message, values) => logger.error(message, shownMembers(values)),
  };
}

function shownMembers(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [shownText(name), shown(value)]));
}

function shown(value: unknown): unknown {
  if (typeof value === "string") return shownText(value);
  if (typeof value !== "object" || value === null || value instanceof Error) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => shown(item));
  return shownMembers(Object.fromEntries(Object.entries(value)));
}

function shownText(text: string): string {
  return visibleText(text.length > maximumTextLength ? `${text.slice(0, maximumTextLength)}…` : text);
}
