import type { SearchTransport } from "../../functions/investigator";
import { type FoundDocument, pagesOf } from "./pages";
import type { Searchable } from "./rule-queries";

/** Where a hunt searches, and how much. */
export interface HuntRange {
  readonly transport: SearchTransport;
  /** ISO 8601. */
  readonly from: string;
  readonly limit: number;
}

/** The documents that a rule matches, the newest first; undefined for one that its query finds and it does not match. */
export async function* matchesOf(
  { source, search: { query }, matches }: Searchable,
  { transport, from }: HuntRange,
): AsyncGenerator<FoundDocument | undefined, void, undefined> {
  for await (const page of pagesOf(transport, `siem-${source.dataset}-*`, query, from)) {
    for (const found of page) yield matches(found._source) ? found : undefined;
  }
}
