import { basename } from "node:path";
import { quarantinePrefix, rejectedPrefix } from "../functions/loader/rejected";
import type { LogSource } from "../functions/loader/source";
import { ConfigurationError } from "../functions/shared/errors";

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
  return manualKey(basename(normalised), now);
}

/**
 * Refuses a key that the loader keeps for what it could not load: it never reads what lies there.
 * @throws ConfigurationError that says what to do instead.
 */
export function refuseSetAsideKey(file: string, key: string, now: Date): void {
  const prefix = [rejectedPrefix, quarantinePrefix].find((each) => key.startsWith(each));
  if (prefix === undefined) return;
  throw new ConfigurationError(
    `${file} cannot be delivered as ${key}: under ${prefix} the loader keeps what it could not load, and reads nothing. Give another key, such as --key ${manualKey(basename(key), now)}; to load rejected records again: npx siem rejected replay`,
  );
}

function manualKey(name: string, now: Date): string {
  return `manual/${now.toISOString().slice(0, 10)}/${name}`;
}
