import { sources } from "../../functions/loader/registry.generated";
import { ConfigurationError } from "../../functions/shared/errors";
import { suggest } from "../../functions/shared/suggest";
import { printable } from "../text-table";
import { reasonInCommon } from "./groups";
import { isLoaderFile, type Kind, prefixes, type SetAside } from "./set-aside";

/** Which of what is put aside, as the command line says it. */
export interface FilterOptions {
  readonly kind?: string;
  readonly source?: string;
  /** A part of the reason, as it is or as `rejected list` shows it, in any case. */
  readonly reason?: string;
  /** ISO 8601, or how long ago: `90m`, `12h`, `7d`. */
  readonly since?: string;
  /** The start of the log object's key. */
  readonly key?: string;
}

export interface SetAsideFilter {
  /** Prefixes of the files to look into. */
  readonly prefixes: readonly { readonly kind: Kind; readonly prefix: string }[];
  readonly matches: (entry: SetAside) => boolean;
  /** Whether a file may hold what is asked for, on lines that cannot be read; these are the entries on the others. */
  readonly mayHold: (file: string, entries: readonly SetAside[]) => boolean;
}

/** @throws ConfigurationError for a value that is not allowed. */
export function parseFilter({ kind, source, reason, since, key }: FilterOptions, now: Date): SetAsideFilter {
  const kinds = (Object.keys(prefixes) as Kind[]).filter((known) => kind === undefined || known === kind);
  if (kinds.length === 0) {
    throw new ConfigurationError(`--kind is "${kind}"; allowed: ${Object.keys(prefixes).join(", ")}`);
  }
  const earliest = since === undefined ? undefined : parseSince(since, now).toISOString();
  const part = reason?.toLowerCase();
  return {
    // Rejected records lie under their source.
    prefixes: kinds.map((each) => ({
      kind: each,
      prefix: each === "rejected" && source !== undefined ? `${prefixes.rejected}${source}/` : prefixes[each],
    })),
    matches: (entry) =>
      (source === undefined || entry.source === source) &&
      (part === undefined || waysToSay(entry.reason).some((reason) => reason.toLowerCase().includes(part))) &&
      (earliest === undefined || (entry.time ?? "") >= earliest) &&
      (key === undefined || entry.object.key.startsWith(key)),
    // The loader's files are each of one object, whose key their names do not tell; a file of another name is of none.
    mayHold: (file, entries) =>
      key === undefined || (isLoaderFile(file) && entries.every((entry) => entry.object.key.startsWith(key))),
  };
}

/** A reason, and what is shown of it: without what differs from one record to the next, characters written out. */
function waysToSay(reason: string): readonly string[] {
  const common = reasonInCommon(reason);
  return [reason, common, printable(common)];
}

/**
 * For when nothing was found. Nobody but the stack knows the log sources of its own, so an unknown one is not refused.
 * @throws ConfigurationError for a source whose name looks like another one's.
 */
export function refuseMistypedSource({ source }: FilterOptions): void {
  const ids = sources.map(({ id }) => id);
  if (source === undefined || ids.includes(source)) return;
  const meant = suggest(source, ids);
  if (meant !== undefined) {
    throw new ConfigurationError(
      `there is no log source "${source}" of which anything is put aside: did you mean ${meant}?`,
    );
  }
}

const unitMilliseconds: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time, or so long before now, that an option gives. */
export function parseSince(since: string, now: Date, option = "--since"): Date {
  const [, count, unit = ""] = /^(\d{1,6})([mhd])$/.exec(since) ?? [];
  const ago = unitMilliseconds[unit];
  if (count !== undefined && ago !== undefined) return new Date(now.getTime() - Number(count) * ago);
  const time = /^\d{4}-\d\d-\d\d/.test(since) ? Date.parse(since) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new ConfigurationError(
      `${option} is "${since}"; it must be a time such as 2026-01-02T03:00:00Z, or how long ago, such as 90m, 12h or 7d`,
    );
  }
  return new Date(time);
}
