/**
 * Loads every file of a folder through the loader core and prints, per log type, what became of its records.
 *
 *     tsx tools/conformance.ts DIR
 *
 * The log type is the name of the folder a file lies in. Exit code 1 if a record is unaccounted for or a file ends in an error of ours.
 */
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { normaliseObject } from "../functions/loader/normalise";
import { sources } from "../functions/loader/registry.generated";
import { ObjectError } from "../functions/shared/errors";

const COLUMNS = [
  "files",
  "received",
  "documents",
  "pipeline errors",
  "dropped",
  "unrecognised",
  "unreadable",
  "no @timestamp",
  "no event.dataset",
  "unaccounted",
] as const;
type Row = Record<(typeof COLUMNS)[number], number>;

const rows = new Map<string, Row>();
async function conformance(directory: string): Promise<number> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    if (basename(dirname(file)) !== basename(directory)) await countFile(file, rowOf(basename(dirname(file))));
  }
  console.log(["log type", ...COLUMNS].join("\t"));
  for (const [type, row] of [...rows].sort()) console.log([type, ...COLUMNS.map((column) => row[column])].join("\t"));
  const unaccounted = [...rows.values()].reduce((sum, row) => sum + row.unaccounted, 0);
  console.log(unaccounted === 0 ? "Every record is accounted for." : `${unaccounted} records are unaccounted for.`);
  return unaccounted === 0 ? 0 : 1;
}

function rowOf(type: string): Row {
  const row = rows.get(type) ?? (Object.fromEntries(COLUMNS.map((column) => [column, 0])) as Row);
  rows.set(type, row);
  return row;
}

async function countFile(file: string, row: Row): Promise<void> {
  const { mtime } = await stat(file);
  const object = { bucket: "local", key: file, lastModified: mtime };
  const records = normaliseObject(object, createReadStream(file), { sources, now: () => new Date(), filePath: file });
  let yielded = 0;
  row.files++;
  try {
    for await (const record of records) {
      yielded++;
      if (record.kind === "dropped") continue;
      const { document } = record;
      if (document["@timestamp"] === undefined) row["no @timestamp"]++;
      if (document.event?.dataset === undefined) row["no event.dataset"]++;
    }
  } catch (error) {
    if (!(error instanceof ObjectError)) throw error;
    row.unreadable++;
    console.error(`${file}: ${error.message}`);
  }
  const { outcome, received, documents, pipelineErrors, dropped } = records.summary;
  row.received += received;
  row.documents += documents;
  row["pipeline errors"] += pipelineErrors;
  row.dropped += Object.values(dropped).reduce((sum, count) => sum + count, 0);
  row.unrecognised += outcome === "unrecognised" ? 1 : 0;
  row.unaccounted += Math.abs(received - yielded);
}

const directory = process.argv[2];
if (directory === undefined) {
  console.error("usage: tsx tools/conformance.ts DIR");
  process.exitCode = 2;
} else {
  void conformance(directory).then((code) => {
    process.exitCode = code;
  });
}
