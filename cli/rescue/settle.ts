import pLimit from "p-limit";
import { updateHeld } from "../../functions/loader/held-object";
import type { SetAsideFiles } from "./ports";

/** Lines of a file to replace or (undefined) to remove, by their names. */
export type LineChanges = Map<string, string | undefined>;

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

function settleFile(
  files: SetAsideFiles,
  key: string,
  changes: LineChanges,
  nameOf: (line: string) => string,
): Promise<void> {
  return updateHeld(files, key, (held) => {
    const left = (held ?? "").split("\n").flatMap((line) => {
      const name = nameOf(line);
      return changes.has(name) ? (changes.get(name) ?? []) : line;
    });
    const isEmpty = left.every((line) => line === "");
    return isEmpty ? undefined : left.join("\n");
  });
}
