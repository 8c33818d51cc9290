/**
 * The text of a field in which the server escaped quotes, backslashes and other bytes as `\"`, `\\` and `\x22`. What
 * cannot be printed stays escaped: it would be invisible, and cannot be confused with what a client sent, whose
 * backslashes are escaped too.
 */
export function unescaped(field: string): string {
  if (!field.includes("\\")) return field;
  return field.replace(
    /\\(?:x([0-9A-Fa-f]{2})|(["\\]))/g,
    (whole, hex: string | undefined, plain: string | undefined) => {
      if (plain !== undefined) return plain;
      const code = Number.parseInt(hex ?? "", 16);
      return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : whole;
    },
  );
}
