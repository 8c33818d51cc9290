import type { HeldObject } from "../../functions/loader/held-object";
import type { ObjectReference } from "../../functions/loader/ports";
import { objectId } from "../../functions/loader/record-mapping";
import { Groups } from "./groups";
import type { ListedFile, SetAsideFiles } from "./ports";
import { parseSetAside, prefixes, type SetAside } from "./set-aside";
import type { SetAsideFilter } from "./set-aside-filter";

/** A file with what of it was asked for. */
export interface SelectedFile {
  readonly key: string;
  readonly held: HeldObject;
  readonly entries: readonly SetAside[];
  /** Undefined: all lines can be read, or none that cannot may be of what was asked for. */
  readonly unreadable: UnreadableLines | undefined;
}

export interface UnreadableLines {
  /** Number of the first, and why it cannot be read. */
  readonly line: number;
  readonly fault: string;
  readonly count: number;
  /** All lines of the file, readable or not. */
  readonly of: number;
}

/** Files that are read at once; each has a few hundred records of some kilobytes, or a large one. */
const filesAtOnce = 16;

/** Reads what is put aside and matches, a group of files at a time. */
export async function* readSetAside(
  files: SetAsideFiles,
  filter: SetAsideFilter,
): AsyncGenerator<readonly SelectedFile[], void, undefined> {
  for (const { kind, prefix } of filter.prefixes) {
    // Read when the group is whole: what fails while the list goes on would fail unheard, and end the process.
    const readGroup = async (group: readonly ListedFile[]): Promise<readonly SelectedFile[]> => {
      const read = await Promise.all(
        group.map(({ key, writtenAt }) =>
          readFile(files, key, (line) => parseSetAside(kind, key, line, writtenAt), filter),
        ),
      );
      return read.filter((file) => file !== undefined);
    };
    let group: ListedFile[] = [];
    for await (const file of files.list(prefix)) {
      group.push(file);
      if (group.length < filesAtOnce) continue;
      yield await readGroup(group);
      group = [];
    }
    yield await readGroup(group);
  }
}

/**
 * Counts the records of these versions that OpenSearch refused, by source, index, status and reason. Reads their files only.
 */
export async function refusedOf(files: SetAsideFiles, objects: readonly ObjectReference[]): Promise<Groups> {
  const groups = new Groups();
  const ids = objects.map(objectId);
  const ofObjects: SetAsideFiles = {
    async *list(prefix) {
      for await (const file of files.list(prefix)) if (ids.some((id) => file.key.includes(`/${id}-`))) yield file;
    },
    read: (key) => files.read(key),
    replace: (key, body, held) => files.replace(key, body, held),
  };
  const filter = {
    prefixes: [{ kind: "rejected", prefix: prefixes.rejected }],
    matches: () => true,
    mayHold: () => true,
  } as const;
  for await (const read of readSetAside(ofObjects, filter)) {
    for (const { entries } of read) for (const entry of entries) groups.add(entry);
  }
  return groups;
}

async function readFile(
  files: SetAsideFiles,
  key: string,
  parse: (line: string) => SetAside | string,
  { matches, mayHold }: SetAsideFilter,
): Promise<SelectedFile | undefined> {
  const held = await files.read(key);
  if (held === undefined) return undefined;
  const entries: SetAside[] = [];
  const faults: { line: number; fault: string }[] = [];
  for (const [place, line] of held.body.split("\n").entries()) {
    if (line === "") continue;
    const entry = parse(line);
    if (typeof entry === "string") faults.push({ line: place + 1, fault: entry });
    else entries.push(entry);
  }
  const [first] = mayHold(key, entries) ? faults : [];
  const unreadable = first && { ...first, count: faults.length, of: faults.length + entries.length };
  return { key, held, entries: entries.filter(matches), unreadable };
}
