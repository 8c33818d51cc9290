import { textWithoutSecrets } from "../shared/secrets/secret-assignments";
import { jsonWithoutSecrets } from "../shared/secrets/secrets";
import { withoutSqlSecrets } from "../shared/secrets/sql-secrets";
import { maximumOriginalBytes } from "./formats/splitter";

/** What `event.original` shows of a record that could not be mapped. */
export function originalText(value: unknown): string {
  if (typeof value === "string") return shownText(value);
  try {
    return shownText(jsonWithoutSecrets(value) ?? String(value));
  } catch {
    // Nested so deeply that it cannot be written out.
    return `[${typeof value} nested too deeply to be written out; see log.file.path and log.offset]`;
  }
}

/**
 * The beginning of a text without its secrets. Never an error: this is called where one is handled already, and another
 * would take the whole object with it.
 */
export function shownText(text: string, mask: (text: string) => string = withoutSecrets): string {
  try {
    // Cut first, which the masks allow for: a value that does not end extends to the end.
    return mask(text.slice(0, maximumOriginalBytes)).slice(0, maximumOriginalBytes);
  } catch {
    return "[text whose secrets could not be masked; see log.file.path and log.offset]";
  }
}

/** Nothing is known of such a text: it may be SQL, a command line, JSON that was cut. */
function withoutSecrets(text: string): string {
  return textWithoutSecrets(withoutSqlSecrets(text));
}

/** The beginning of bytes that are no UTF-8. */
export function originalBytes(bytes: Buffer): string {
  // Latin 1 has a character for each byte: nothing but the secrets changes.
  const shown = shownText(bytes.toString("latin1", 0, maximumOriginalBytes));
  return `base64:${Buffer.from(shown, "latin1").toString("base64")}`;
}
