/**
 * Loads every file of a folder through the loader core and prints, per log type, what became of its records.
 *
 *     tsx tools/conformance.ts DIR [--details]
 *
 * The log type is the name of the folder a file lies in. With `--details`, each record that could not be mapped and each
 * object that no source recognises is listed with its reason. Exit code 1 if a record is unaccounted for.
 */

import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { normaliseObject } from "../functions/loader/normalise";
import type { NormalisedRecord } from "../functions/loader/normalised-object";
import { sources } from "../functions/loader/registry.generated";
import { ObjectError } from "../functions/shared/errors";
import { counted } from "../functions/shared/text/counted";
import { documentFaults, typeFaults } from "./document-faults";
import { independentCount } from "./independent-count";

const columns = [
  "files",
  "records",
  "documents",
  "pipeline errors",
  "dropped",
  "headers",
  "unrecognised",
  "unreadable",
  "incomplete",
  "outside schema",
  "unaccounted",
] as const;
type Row = Record<(typeof columns)[number], number>;

const columnNotes = `incomplete: documents without @timestamp, event.* or another field that every document has
outside schema: documents with fields that are neither ECS's nor the source's, or of another type
headers: lines that are no records
unaccounted: records that a simple count of the file's values or lines finds, and the loader does not
unreadable: files in quarantine (damaged or unsupported containers)`;

class Conformance {
  private readonly rows = new Map<string, Row>();
  private readonly details: string[] = [];

  constructor(private readonly directory: string) {}

  async run(): Promise<void> {
    const entries = await readdir(this.directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      const type = basename(dirname(file));
      // Files beside the folders are of no type.
      await this.countFile(file, this.row(dirname(file) === this.directory ? "." : type));
    }
    if (files.length === 0) throw new Error(`there is no file in ${this.directory}`);
  }

  private row(type: string): Row {
    const row = this.rows.get(type) ?? (Object.fromEntries(columns.map((column) => [column, 0])) as Row);
    this.rows.set(type, row);
    return row;
  }

  private async countFile(file: string, row: Row): Promise<void> {
    const { mtime } = await stat(file);
    const object = { bucket: "local", key: file, lastModified: mtime };
    const records = normaliseObject(object, createReadStream(file), { sources, now: () => new Date(), filePath: file });
    let yielded = 0;
    row.files += 1;
    try {
      for await (const record of records) {
        yielded += 1;
        this.countRecord(record, file, row);
      }
    } catch (error) {
      if (!(error instanceof ObjectError)) throw error;
      row.unreadable += 1;
      this.detail(file, `unreadable: ${error.message}`);
    }
    const { received, documents, dropped, headers } = records.summary;
    const droppedCount = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    row.records += received;
    row.documents += documents;
    row.dropped += droppedCount;
    row.headers += headers;
    // Envelopes and pages may hold more records than are counted here, but none may be lost.
    const missing = Math.max(0, (independentCount(file, records.summary) ?? 0) - received - headers);
    if (missing > 0) this.detail(file, `${missing} of its records are missing`);
    row.unaccounted += missing + Math.abs(received - yielded) + Math.abs(received - documents - droppedCount);
    for (const [reason, count] of Object.entries(dropped)) this.detail(file, `${count} dropped: ${reason}`);
  }

  private countRecord(record: NormalisedRecord, file: string, row: Row): void {
    if (record.kind === "dropped") return;
    const { document, ordinal, source, pipelineError } = record;
    if (pipelineError) {
      row["pipeline errors"] += 1;
      this.detail(file, `record ${ordinal}: ${document.error?.message}`);
      return;
    }
    const definition = sources.find(({ id }) => id === source);
    if (definition === undefined) {
      row.unrecognised += 1;
      this.detail(file, "no log source recognises it");
      return;
    }
    // As it would be indexed: JSON leaves out what is undefined.
    const indexed: Readonly<Record<string, unknown>> = JSON.parse(JSON.stringify(document));
    const outside = [...typeFaults(indexed, definition)];
    const faults = documentFaults(indexed, definition).filter((fault) => !outside.includes(fault));
    if (outside.length > 0) row["outside schema"] += 1;
    if (faults.length > 0) row.incomplete += 1;
    for (const fault of [...outside, ...faults]) this.detail(file, `record ${ordinal}: ${fault}`);
  }

  private detail(file: string, text: string): void {
    this.details.push(`${relative(this.directory, file)}: ${text}`);
  }

  /** The table, and the details if they are asked for; true if every record is accounted for. */
  print(withDetails: boolean): boolean {
    const rows = [...this.rows].sort(([a], [b]) => (a < b ? -1 : 1));
    const total = Object.fromEntries(
      columns.map((column) => [column, rows.reduce((sum, [, row]) => sum + row[column], 0)]),
    );
    const table = [
      ["log type", ...columns],
      ...rows.map(([type, row]) => [type, ...columns.map((column) => String(row[column]))]),
      ["total", ...columns.map((column) => String(total[column]))],
    ];
    const widths = table[0]?.map((_, index) => Math.max(...table.map((line) => line[index]?.length ?? 0))) ?? [];
    for (const line of table) {
      console.log(
        line
          .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
          .join("  "),
      );
    }
    console.log(`\n${columnNotes}`);
    if (withDetails) for (const line of this.details) console.log(line);
    const unaccounted = total.unaccounted ?? 0;
    console.log(
      unaccounted === 0
        ? "\nEvery record is accounted for."
        : `\n${counted(unaccounted, "record is", "records are")} unaccounted for.`,
    );
    return unaccounted === 0;
  }
}

async function main(): Promise<void> {
  const [directory, ...options] = process.argv.slice(2);
  if (directory === undefined || options.some((option) => option !== "--details")) {
    console.error("usage: tsx tools/conformance.ts DIR [--details]");
    process.exitCode = 2;
    return;
  }
  const conformance = new Conformance(resolve(directory));
  await conformance.run();
  if (!conformance.print(options.includes("--details"))) process.exitCode = 1;
}

void main();
