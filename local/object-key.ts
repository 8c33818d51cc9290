import { basename } from "node:path";
import type { LogSource } from "../functions/loader/source";

/**
 * The key that a file is delivered under: the part of its own path that is the key layout of a log source (a download of
 * `AWSLogs/111122223333/...` keeps its place), else `manual/<date>/<name>`.
 */
export function objectKeyFor(path: string, sources: readonly LogSource[], now: Date): string {
  const normalised = path.replaceAll("\\", "/");
  for (const { keys } of sources) {
    for (const { pattern } of keys) {
      const match = pattern.exec(normalised);
      if (match !== null && normalised.slice(match.index).includes("/", 1)) {
        return normalised.slice(match.index).replace(/^\/+/, "");
      }
    }
  }
  return `manual/${now.toISOString().slice(0, 10)}/${basename(normalised)}`;
}
