import { constants, createReadStream, openSync, type ReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import pc from "picocolors";
import { loadSourceModules } from "../components/lambda/source-modules";
import { normaliseObject } from "../functions/loader/normalise";
import type { NormalisedRecord, NormaliseOptions, ObjectSummary } from "../functions/loader/normalised-object";
import { sources as builtInSources } from "../functions/loader/registry.generated";
import type { LogSource } from "../functions/loader/source";
import { mergeSources } from "../functions/loader/source-modules";
import { ConfigurationError, ObjectError } from "../functions/shared/errors";
import { counted } from "../functions/shared/text/counted";
import { isTimeZone } from "../functions/shared/time/time-zone";
import { whyUnreadable } from "./log-file";
import { writeLine } from "./output";
import { printable } from "./text-table";

const PIPE_WAIT_MILLISECONDS = 1000;

export interface NormalizeOptions {
  /** The id of a log source, or the path of a module that exports one. */
  readonly source?: string;
  readonly key?: string;
  /** IANA name of the zone of times without one. */
  readonly timeZone?: string;
}

/**
 * Prints the ECS documents of files, one a line, in the order of the records; a file's accounting goes to stderr.
 * @returns 0, or 1 if a file could not be read to its end.
 */
export async function normalize(files: readonly string[], options: NormalizeOptions): Promise<number> {
  return readFiles(files, options, async (record) => {
    if (record.kind === "document") await writeLine(JSON.stringify(record.document));
  });
}

export interface ReadOptions extends NormalizeOptions, Pick<NormaliseOptions, "detect"> {
  /** Say nothing of files that could be read. */
  readonly quiet?: boolean;
}

/**
 * Hands over the records of files one by one; a file's accounting goes to stderr.
 * @returns 0, or 1 if a file could not be read to its end.
 */
export async function readFiles(
  files: readonly string[],
  options: ReadOptions,
  take: (record: NormalisedRecord) => Promise<void>,
): Promise<number> {
  const { timeZone } = options;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new ConfigurationError(
      `there is no time zone ${printable(timeZone)}; use an IANA name such as Europe/Berlin`,
    );
  }
  const chosen = { ...options, ...chooseSource(options.source) };
  let exitCode = 0;
  for (const file of files) {
    try {
      const summary = await readFile(file, chosen, take);
      if (options.quiet !== true) console.error(`${printable(file)}: ${printable(accounting(summary))}`);
    } catch (error) {
      // A file that cannot be read must not hide the ones after it; anything else is a fault of ours.
      const reason = error instanceof ObjectError ? printable(`${file}: ${error.message}`) : whyUnreadable(file, error);
      if (reason === undefined) throw error;
      console.error(pc.red(reason));
      exitCode = 1;
    }
  }
  return exitCode;
}

export interface ChosenSource {
  readonly sources: readonly LogSource[];
  /** The id of the source that is given; the files are recognised without one. */
  readonly source: string | undefined;
}

export function chooseSource(given: string | undefined): ChosenSource {
  if (given === undefined || !/[./]/.test(given)) return { sources: builtInSources, source: given };
  const own = loadSourceModules([resolve(given)]);
  return { sources: mergeSources(builtInSources, own), source: own[0]?.id };
}

async function readFile(
  file: string,
  { sources, source, key = file, timeZone, detect }: Omit<ReadOptions, "source"> & ChosenSource,
  take: (record: NormalisedRecord) => Promise<void>,
): Promise<ObjectSummary> {
  const stats = await stat(file);
  const stream = createReadStream(file);
  if (stats.isFIFO()) whileOpening(file, stream);
  const records = normaliseObject({ bucket: "local", key, lastModified: stats.mtime }, stream, {
    sources,
    now: () => new Date(),
    source,
    timeZone,
    detect,
    filePath: file,
  });
  for await (const record of records) await take(record);
  return records.summary;
}

/** A pipe opens when a program writes to it, which may be never. */
function whileOpening(pipe: string, stream: ReadStream): void {
  const timer = setTimeout(() => {
    console.error(`${printable(pipe)} is a pipe: waiting for a program that writes to it`);
  }, PIPE_WAIT_MILLISECONDS);
  // The process cannot end as long as one of its threads waits for a writer, so it becomes one.
  const release = (): void => void openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  process.once("exit", release);
  for (const event of ["open", "close"]) {
    stream.once(event, () => {
      clearTimeout(timer);
      process.removeListener("exit", release);
    });
  }
}

/** A summary as one line of text: `aws-cloudtrail, 12 received, 11 documents (1 pipeline error), 1 dropped (digest)`. */
export function accounting({ source, outcome, received, documents, pipelineErrors, dropped }: ObjectSummary): string {
  const left = Object.entries(dropped).map(([reason, count]) => `${count} dropped (${reason})`);
  const errors = pipelineErrors > 0 ? ` (${counted(pipelineErrors, "pipeline error")})` : "";
  const kind = outcome === "unrecognised" || outcome === "empty" ? outcome : (source ?? outcome);
  return [kind, `${received} received`, `${counted(documents, "document")}${errors}`, ...left].join(", ");
}
