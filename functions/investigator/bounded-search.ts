import { counted } from "../shared/text/counted";
import type { FindQuery, FindResult, Search, Tally, TallyQuery, TimelineQuery, TimelineRow } from "./search";

/** One query as it was made, for the reader who wants to check an answer. */
export interface QueryNote {
  readonly purpose: string;
  readonly matched: number | undefined;
  readonly milliseconds: number;
}

/**
 * Allows a number of queries; further ones find nothing and are noted, so that an investigation ends in bounded time and
 * says what it did not look at.
 */
export class BoundedSearch implements Search {
  readonly notes: QueryNote[] = [];
  /** Purposes of the queries that were not made, and of those whose answer was cut. */
  readonly gaps: string[] = [];
  readonly #search: Search;
  readonly #limit: number;

  constructor(search: Search, limit: number) {
    this.#search = search;
    this.#limit = limit;
  }

  async find(query: FindQuery): Promise<FindResult> {
    const result = await this.#run(
      query.purpose,
      () => this.#search.find(query),
      ({ total }) => total,
    );
    if (result !== undefined && result.total > result.found.length && query.limit > 1) {
      this.gaps.push(
        `${query.purpose}: only ${result.found.length} of ${counted(result.total, "record was", "records were")} read`,
      );
    }
    return result ?? { total: 0, found: [] };
  }

  async tally(query: TallyQuery): Promise<Tally> {
    const tally = await this.#run(
      query.purpose,
      () => this.#search.tally(query),
      () => undefined,
    );
    return tally ?? {};
  }

  async timeline(query: TimelineQuery): Promise<readonly TimelineRow[]> {
    const rows = await this.#run(
      query.purpose,
      () => this.#search.timeline(query),
      () => undefined,
    );
    return rows ?? [];
  }

  async #run<T>(purpose: string, run: () => Promise<T>, matched: (result: T) => number | undefined) {
    if (this.notes.length >= this.#limit) {
      this.gaps.push(`${purpose}: not looked at, the limit of ${this.#limit} queries was reached`);
      return undefined;
    }
    const began = performance.now();
    const result = await run();
    this.notes.push({ purpose, matched: matched(result), milliseconds: Math.round(performance.now() - began) });
    return result;
  }
}
