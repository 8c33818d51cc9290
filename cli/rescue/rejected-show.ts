import pc from "picocolors";
import { ConfigurationError } from "../../functions/shared/errors";
import { counted } from "../../functions/shared/text/counted";
import { writeLine } from "../output";
import { printable, printableJson } from "../text-table";
import { wholeNumber } from "../whole-number";
import { rawLine } from "./edited-file";
import type { PlaceOptions } from "./places";
import { readSetAside } from "./read-set-aside";
import { type Kind, prefixes, type SetAside } from "./set-aside";
import { type FilterOptions, parseFilter, refuseMistypedSource, type SetAsideFilter } from "./set-aside-filter";
import { StageAccess } from "./stage-access";

export interface ShowOptions extends PlaceOptions, FilterOptions {
  /** Number of the record in its object. */
  readonly record?: string;
  /** As it is kept, a line for each: what `replay --file` takes. */
  readonly raw?: boolean;
  /** At most so many; all by default. */
  readonly limit?: string;
}

/**
 * Prints what is put aside, one by one.
 * @param what a document's id, or the key under which it is kept; all that the options select by default.
 * @returns 1 if there is no such thing.
 */
export async function showRejected(what: string | undefined, options: ShowOptions): Promise<number> {
  const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : wholeNumber("--limit", options.limit, 1);
  const record = options.record === undefined ? undefined : wholeNumber("--record", options.record);
  // Only records can be edited: a note of quarantine says what is wrong with an object, which stays as it is.
  const kinds = options.raw === true ? { kind: "rejected" } : {};
  const filter = narrowed(parseFilter({ ...options, ...kinds }, new Date()), what, record);
  const stage = await StageAccess.open(options);
  let shown = 0;
  try {
    for await (const files of readSetAside(stage.files(), filter)) {
      for (const entry of files.flatMap(({ entries }) => entries)) {
        if (shown >= limit) return 0;
        const lines = options.raw === true ? [printableJson(rawLine(entry))] : renderEntry(entry);
        for (const line of lines) await writeLine(line);
        shown += 1;
      }
    }
  } finally {
    stage.close();
  }
  if (shown > 0) return 0;
  refuseMistypedSource(options);
  console.error(`Nothing is put aside ${what === undefined ? "that the options select" : `as ${printable(what)}`}.`);
  return 1;
}

function narrowed(filter: SetAsideFilter, what: string | undefined, record: number | undefined): SetAsideFilter {
  const byKey = Object.entries(prefixes).find(([, prefix]) => what?.startsWith(prefix) === true);
  if (record !== undefined && byKey?.[0] !== "rejected") {
    throw new ConfigurationError(`--record needs the key of a file under ${prefixes.rejected}`);
  }
  const kind = byKey?.[0] as Kind | undefined;
  return {
    ...filter,
    prefixes: kind === undefined || what === undefined ? filter.prefixes : [{ kind, prefix: what }],
    matches: (entry) =>
      filter.matches(entry) &&
      (what === undefined || entry.file === what || (entry.kind === "rejected" && entry.id === what)) &&
      (record === undefined || (entry.kind === "rejected" && entry.ordinal === record)),
  };
}

export function renderEntry(entry: SetAside): string[] {
  const { object, source, reason, time } = entry;
  const version = object.versionId === undefined ? "" : `, version ${object.versionId}`;
  const rows: (readonly [string, string | undefined])[] = [
    ["from", `s3://${object.bucket}/${object.key}${version}`],
    ["source", source],
    ["put aside", time],
  ];
  if (entry.kind === "rejected") {
    rows.push(
      ["record", place(entry.ordinal, entry.offset)],
      ["goes to", `${entry.index}, as ${entry.id}`],
      ["refused", `${entry.status}, ${reason}`],
    );
  } else {
    rows.push(["fault", [reason, place(entry.record, entry.offset)].filter((part) => part !== undefined).join(", ")]);
    if (entry.received !== undefined) rows.push(["loaded", `${counted(entry.received, "record")} before the fault`]);
  }
  const shown = rows.flatMap(([name, value]) =>
    value === undefined ? [] : `  ${name.padEnd(10)} ${printable(value)}`,
  );
  const document = entry.kind === "rejected" ? printableJson(JSON.stringify(entry.document, undefined, 2)) : undefined;
  return [pc.bold(printable(entry.file)), ...shown, ...(document?.split("\n").map((line) => `    ${line}`) ?? []), ""];
}

function place(record: number | undefined, offset: number | undefined): string | undefined {
  const parts = [
    record === undefined ? undefined : `${record}`,
    offset === undefined ? undefined : `at byte ${offset} of the decompressed object`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(", ");
}
