import { sources } from "../functions/loader/registry.generated";

/** Prints the log sources, one a line: id, dataset, title, documentation. */
export function listSources({ json = false }: { json?: boolean }): Promise<number> {
  if (json) {
    const rows = sources.map(({ id, dataset, title, documentation }) => ({ id, dataset, title, documentation }));
    console.log(JSON.stringify(rows, undefined, 2));
  } else {
    const width = Math.max(...sources.map(({ id }) => id.length));
    for (const { id, title, documentation } of sources) console.log(`${id.padEnd(width)}  ${title}  ${documentation}`);
  }
  return Promise.resolve(0);
}
