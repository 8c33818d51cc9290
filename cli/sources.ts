import { sources } from "../functions/loader/registry.generated";
import { writeLine } from "./output";

/** Prints the log sources, one a line: id, dataset, title, documentation. */
export async function listSources({ json = false }: { json?: boolean }): Promise<number> {
  if (json) {
    const rows = sources.map(({ id, dataset, title, documentation }) => ({ id, dataset, title, documentation }));
    await writeLine(JSON.stringify(rows, undefined, 2));
  } else {
    const width = Math.max(...sources.map(({ id }) => id.length));
    for (const { id, title, documentation } of sources) {
      await writeLine(`${id.padEnd(width)}  ${title}  ${documentation}`);
    }
  }
  return 0;
}
