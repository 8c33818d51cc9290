import { createHash } from "node:crypto";

/** Hash of what a rule means, wherever it is written: 16 hexadecimal digits. */
export function contentHash(content: unknown): string {
  const text = JSON.stringify(content, (name, value: unknown) => (name === "location" ? undefined : value));
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
