import pc from "picocolors";
import { counted } from "../../functions/shared/text/counted";
import { ProgressLine } from "../../local/demo/progress-line";
import { writeLine } from "../output";
import { printable, printableJson } from "../text-table";
import { Groups } from "./groups";
import type { PlaceOptions } from "./places";
import { readSetAside } from "./read-set-aside";
import { renderGroups } from "./render-groups";
import { type FilterOptions, parseFilter, refuseMistypedSource } from "./set-aside-filter";
import { StageAccess } from "./stage-access";

export interface ListOptions extends PlaceOptions, FilterOptions {
  readonly json?: boolean;
}

/** Prints what the loader has put aside, counted by source, index, status and reason. */
export async function listRejected(options: ListOptions): Promise<number> {
  const filter = parseFilter(options, new Date());
  const stage = await StageAccess.open(options);
  const groups = new Groups();
  const progress = process.stderr.isTTY ? new ProgressLine() : undefined;
  let read = 0;
  const unreadable: { file: string; line: number; fault: string }[] = [];
  try {
    for await (const files of readSetAside(stage.files(), filter)) {
      read += files.length;
      progress?.show(`${counted(read, "file")} read`);
      for (const { key, entries, faults } of files) {
        for (const entry of entries) groups.add(entry);
        unreadable.push(...faults.map((fault) => ({ file: key, ...fault })));
      }
    }
  } finally {
    progress?.end();
    stage.close();
  }
  if (groups.rows.length === 0) refuseMistypedSource(options);
  if (options.json === true) {
    await writeLine(printableJson(JSON.stringify({ groups: groups.rows, unreadable }, undefined, 2)));
    return 0;
  }
  for (const line of renderGroups(groups.rows)) await writeLine(line);
  for (const { file, line, fault } of unreadable) {
    await writeLine(pc.yellow(`${printable(file)}, line ${line}, cannot be read: ${printable(fault)}`));
  }
  return 0;
}
