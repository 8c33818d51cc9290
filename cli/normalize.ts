import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import pc from "picocolors";
import { normaliseObject, type ObjectSummary } from "../functions/loader/normalise";
import { sources } from "../functions/loader/registry.generated";
import { ObjectError } from "../functions/shared/errors";
import { writeLine } from "./output";

export interface NormalizeOptions {
  readonly source?: string;
  readonly key?: string;
}

/**
 * Prints the ECS documents of files, one a line, in the order of the records; a file's accounting goes to stderr.
 * @returns 0, or 1 if a file could not be read to its end.
 */
export async function normalize(files: readonly string[], options: NormalizeOptions): Promise<number> {
  let exitCode = 0;
  for (const file of files) {
    try {
      console.error(`${file}: ${accounting(await normalizeFile(file, options))}`);
    } catch (error) {
      // A file that cannot be read must not hide the ones after it; anything else is a fault of ours.
      if (!(error instanceof ObjectError) && !isSystemError(error)) throw error;
      console.error(pc.red(`${file}: ${error.message}`));
      exitCode = 1;
    }
  }
  return exitCode;
}

async function normalizeFile(file: string, { source, key = file }: NormalizeOptions): Promise<ObjectSummary> {
  const { mtime } = await stat(file);
  const records = normaliseObject({ bucket: "local", key, lastModified: mtime }, createReadStream(file), {
    sources,
    now: () => new Date(),
    source,
    filePath: file,
  });
  for await (const record of records) {
    if (record.kind === "document") await writeLine(JSON.stringify(record.document));
  }
  return records.summary;
}

/** A summary as one line of text: `aws-cloudtrail, 12 received, 11 documents (1 pipeline error), 1 dropped (digest)`. */
export function accounting({ source, outcome, received, documents, pipelineErrors, dropped }: ObjectSummary): string {
  const left = Object.entries(dropped).map(([reason, count]) => `${count} dropped (${reason})`);
  const errors = pipelineErrors > 0 ? ` (${pipelineErrors} pipeline errors)` : "";
  const kind = outcome === "unrecognised" || outcome === "empty" ? outcome : (source ?? outcome);
  return [kind, `${received} received`, `${documents} documents${errors}`, ...left].join(", ");
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
