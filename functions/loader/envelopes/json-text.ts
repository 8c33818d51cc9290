import { parseExactJson } from "../../shared/text/exact-json";

/** The value that a JSON text holds; the text itself if it is no JSON object or array. */
export function parseJsonText(text: string): unknown {
  const first = text.trimStart()[0];
  if (first !== "{" && first !== "[") return text;
  try {
    return parseExactJson(text);
  } catch {
    return text;
  }
}
