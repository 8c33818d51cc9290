import { text } from "../values";

/**
 * The text of a percent-encoded log field. What is not valid in it stays as it is: the rest is still worth reading, and
 * nobody knows better what a client meant. `undefined` for `""` and `-`.
 */
export function urlDecoded(field: unknown): string | undefined {
  const value = text(field);
  if (value === undefined || !value.includes("%")) return value;
  return text(value.replace(/(?:%[0-9A-Fa-f]{2})+/g, decodedRun));
}

function decodedRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}
