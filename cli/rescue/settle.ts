import pLimit from "p-limit";
import { DependencyError } from "../../functions/shared/errors";
import type { SetAsideFiles } from "./ports";

/** Lines of a file to replace or (undefined) to remove, by their names. */
export type LineChanges = Map<string, string | undefined>;

const maximumAttempts = 10;
const filesAtOnce = 8;

/**
 * Changes lines of files; a file without lines is removed. What the loader writes into one meanwhile stays.
 * @param changes by the keys of the files.
 * @param nameOf gives a line its name.
 */
export async function settleLines(
  files: SetAsideFiles,
  changes: ReadonlyMap<string, LineChanges>,
  nameOf: (line: string) => string,
): Promise<void> {
  const limit = pLimit(filesAtOnce);
  await Promise.all([...changes].map(([key, ofFile]) => limit(() => settleFile(files, key, ofFile, nameOf))));
}

async function settleFile(
  files: SetAsideFiles,
  key: string,
  changes: LineChanges,
  nameOf: (line: string) => string,
): Promise<void> {
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    const held = await files.read(key);
    if (held === undefined) return;
    const lines = held.body.split("\n").filter((line) => line !== "");
    const left = lines.flatMap((line) => {
      const name = nameOf(line);
      return changes.has(name) ? (changes.get(name) ?? []) : line;
    });
    if (left.length === lines.length && left.every((line, place) => line === lines[place])) return;
    const body = left.length === 0 ? undefined : left.map((line) => `${line}\n`).join("");
    if (await files.replace(key, body, held)) return;
  }
  throw new DependencyError(`${key} is changed by others all the time; try again when the loader has less to do`);
}
