import { text } from "../values";

/** A country's two capital letters (ISO 3166-1); other texts, such as its name or `-`, are none. */
export function countryCode(value: unknown): string | undefined {
  const code = text(value);
  return code !== undefined && /^[A-Z]{2}$/.test(code) ? code : undefined;
}
