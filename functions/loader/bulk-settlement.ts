import { DependencyError } from "../shared/errors";
import { type BulkEntry, reject } from "./bulk-entry";
import { judgeItem } from "./bulk-verdict";
import type { BulkItem } from "./ports";
import { writtenDocument, writtenId, writtenLines } from "./request-buffer";
import { moveToUnmapped } from "./unmapped";

/** What is left of a request's documents after its answer. */
export interface Settlement {
  /** To be sent again later. */
  readonly busy: readonly BulkEntry[];
  /** Refused for a part of them, which is under `unmapped` now: to be sent once more. */
  readonly changed: readonly BulkEntry[];
  /** Indices that take nothing, each with what OpenSearch says about it; their documents are among the busy. */
  readonly blocked: ReadonlyMap<string, string>;
  /** Why OpenSearch does not let us write at all. */
  readonly forbidden: DependencyError | undefined;
  /** What it says about one of those that are to be sent again later. */
  readonly reason: string;
  /** Its status; undefined where there is none. */
  readonly status: number | undefined;
}

/** Counts in their accounts what is decided about documents; gives those that are to be sent again. */
export function settle(entries: readonly BulkEntry[], items: readonly BulkItem[]): Settlement {
  const busy: BulkEntry[] = [];
  const changed: BulkEntry[] = [];
  const blocked = new Map<string, string>();
  let forbidden: DependencyError | undefined;
  let reason = "";
  let status: number | undefined;
  for (const [position, entry] of entries.entries()) {
    const item = items[position];
    if (item === undefined) continue;
    const { account, signal } = entry;
    const counts = signal === undefined ? account : account.signals;
    const verdict = judgeItem(item);
    switch (verdict) {
      case "indexed":
        counts.indexed += 1;
        signal?.stored?.();
        if (entry.refused !== undefined) account.unmapped += 1;
        break;
      case "duplicate":
        counts.duplicate += 1;
        signal?.stored?.();
        break;
      case "unmappable":
        retryUnmapped(entry, item, changed);
        break;
      case "rejected":
        reject(entry, item.status, describe(item));
        break;
      case "forbidden":
        forbidden ??= forbiddenError(item.status, describe(item));
        account.fail(forbidden);
        break;
      case "failed":
        account.fail(new DependencyError(`OpenSearch refused index ${entry.index}: ${describe(item)}`));
        break;
      case "blocked":
      case "busy":
        reason = describe(item);
        ({ status } = item);
        if (verdict === "blocked") blocked.set(entry.index, reason);
        busy.push(entry);
        break;
    }
  }
  return { busy, changed, blocked, forbidden, reason, status };
}

function retryUnmapped(entry: BulkEntry, item: BulkItem, changed: BulkEntry[]): void {
  const reason = describe(item);
  const refused = { document: writtenDocument(entry), status: item.status, reason };
  const document = entry.refused === undefined ? moveToUnmapped(refused.document, reason) : undefined;
  if (document === undefined) reject(entry, item.status, reason);
  else changed.push({ ...entry, ...writtenLines({ index: entry.index, id: writtenId(entry), document }), refused });
}

export function forbiddenError(status: number | undefined, reason: string): DependencyError {
  return new DependencyError(
    `OpenSearch refuses us (${status ?? "no status"}): check the domain's access policy and the mapping of the loader's role: ${reason}`,
  );
}

function describe({ status, type, reason }: BulkItem): string {
  return `${type ?? status}: ${reason ?? "no reason given"}`.slice(0, 1_000);
}
