import pc from "picocolors";
import { counted } from "../../functions/shared/text/counted";
import { ProgressLine } from "../../local/demo/progress-line";
import { writeLine } from "../output";
import { printable, printableJson } from "../text-table";
import { Groups } from "./groups";
import type { PlaceOptions } from "./places";
import { readSetAside, type UnreadableLines } from "./read-set-aside";
import { renderGroups } from "./render-groups";
import { prefixes } from "./set-aside";
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
  const unreadable: UnreadableFile[] = [];
  try {
    for await (const files of readSetAside(stage.files(), filter)) {
      read += files.length;
      progress?.show(`${counted(read, "file")} read`);
      for (const { key, entries, unreadable: lines } of files) {
        for (const entry of entries) groups.add(entry);
        if (lines !== undefined) unreadable.push({ file: key, ...lines });
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
  for (const file of unreadable) await writeLine(pc.yellow(printable(describeUnreadable(file))));
  if (unreadable.length > 0) {
    await writeLine(
      `The loader did not write such lines, and loads none of them. Logs that were put there: deliver them under a key outside ${Object.values(prefixes).join(" and ")}. Then remove the file from s3://${stage.archiveBucket}, or where others can be read only these lines.`,
    );
  }
  return 0;
}

type UnreadableFile = UnreadableLines & { readonly file: string };

function describeUnreadable({ file, line, fault, count, of }: UnreadableFile): string {
  const lines = counted(of, "line");
  const which = count === of ? `none of its ${lines} can be read` : `${count} of its ${lines} cannot be read`;
  return `${file}: ${which}; line ${line}: ${fault}`;
}
