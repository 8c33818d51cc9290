import { DependencyError } from "../shared/errors";
import type { ObjectAccount } from "./account";
import { judgeItem, judgeRequest } from "./bulk-verdict";
import type { BulkItem, Clock, SearchIndex } from "./ports";

/** A document on its way into the index. */
export interface BulkEntry {
  readonly account: ObjectAccount;
  readonly source: string;
  readonly ordinal: number;
  readonly offset: number;
  readonly index: string;
  readonly id: string;
  /** In JSON, without line ends. */
  readonly document: string;
}

export interface BulkWriterOptions {
  readonly search: SearchIndex;
  readonly clock: Clock;
  /** Epoch milliseconds: no waiting beyond it. */
  readonly deadline: number;
  /** Characters of a request, about; OpenSearch's documentation recommends 5 to 15 MB. */
  readonly requestSize?: number | undefined;
  readonly requestsInFlight?: number | undefined;
}

const defaultRequestSize = 5 * 1024 * 1024;
const defaultRequestsInFlight = 3;
const shortestBackOffMilliseconds = 200;
const longestBackOffMilliseconds = 10_000;
/** A block lasts until somebody acts: the messages wait better in their queue than in a running function. */
const attemptsWhileBlocked = 3;

/**
 * Creates documents in bulk, a few requests at a time, for many objects at once. Each document's outcome goes to its
 * object's account. Creating, not replacing: what was delivered before is there already and stays as it is.
 */
export class BulkWriter {
  private entries: BulkEntry[] = [];
  private size = 0;
  private readonly inFlight = new Set<Promise<void>>();
  /** Why nothing can be written any more. */
  private outage: DependencyError | undefined;

  constructor(private readonly options: BulkWriterOptions) {}

  /** Takes documents; waits while enough requests are in flight. */
  async add(entries: Iterable<BulkEntry>): Promise<void> {
    const { requestSize = defaultRequestSize } = this.options;
    for (const entry of entries) {
      this.entries.push(entry);
      this.size += entry.document.length + entry.index.length + entry.id.length;
      if (this.size >= requestSize) await this.dispatch();
    }
  }

  /** Sends what is left and waits for all answers. */
  async flush(): Promise<void> {
    if (this.entries.length > 0) await this.dispatch();
    while (this.inFlight.size > 0) await Promise.race(this.inFlight);
  }

  private async dispatch(): Promise<void> {
    const { entries } = this;
    this.entries = [];
    this.size = 0;
    const { requestsInFlight = defaultRequestsInFlight } = this.options;
    while (this.inFlight.size >= requestsInFlight) await Promise.race(this.inFlight);
    const request = this.send(entries, 0)
      .catch((error: unknown) => failAll(entries, error instanceof Error ? error : new Error(String(error))))
      .finally(() => this.inFlight.delete(request));
    this.inFlight.add(request);
  }

  private async send(entries: readonly BulkEntry[], earlierAttempts: number): Promise<void> {
    let pending = entries;
    for (let attempt = earlierAttempts; ; attempt += 1) {
      if (this.outage !== undefined) return failAll(pending, this.outage);
      const reply = await this.options.search.bulk(bulkLines(pending));
      let blocked: boolean;
      let reason: string;
      let halve = false;
      if (reply.kind === "items") {
        const left = this.settle(pending, reply.items);
        if (left.entries.length === 0) return;
        ({ entries: pending, blocked, reason } = left);
      } else {
        reason = reply.reason;
        const verdict = judgeRequest(reply.status, reason);
        if (verdict === "too-large" || verdict === "malformed") {
          return this.sendParts(pending, attempt, reply.status ?? 0, reason);
        }
        if (verdict === "forbidden") return failAll(pending, this.breakOff(forbidden(reply.status, reason)));
        if (verdict !== "retry" && verdict !== "blocked") {
          return failAll(pending, new DependencyError(`OpenSearch answered ${reply.status ?? "nothing"}: ${reason}`));
        }
        blocked = verdict === "blocked";
        halve = reply.status === 429 && pending.length > 1;
      }
      if (blocked && attempt + 1 >= attemptsWhileBlocked) {
        const error = new DependencyError(
          `OpenSearch blocks writes (is its disk full?); the messages stay in the queue: ${reason}`,
        );
        return failAll(pending, this.breakOff(error));
      }
      if (!(await this.backOff(attempt))) {
        const error = new DependencyError(`OpenSearch did not take documents in time, last answer: ${reason}`);
        return failAll(pending, error);
      }
      // Too many requests at once is often one of too many bytes.
      if (halve) return this.sendHalves(pending, attempt + 1);
    }
  }

  /** Counts what is decided; returns the documents to send again. */
  private settle(
    entries: readonly BulkEntry[],
    items: readonly BulkItem[],
  ): { entries: readonly BulkEntry[]; blocked: boolean; reason: string } {
    if (items.length !== entries.length) {
      failAll(entries, new DependencyError(`OpenSearch answered for ${items.length} of ${entries.length} documents`));
      return { entries: [], blocked: false, reason: "" };
    }
    const left: BulkEntry[] = [];
    let blocked = false;
    let reason = "";
    for (const [position, entry] of entries.entries()) {
      const item = items[position];
      if (item === undefined) continue;
      const verdict = judgeItem(item);
      switch (verdict) {
        case "indexed":
          entry.account.indexed += 1;
          break;
        case "duplicate":
          entry.account.duplicate += 1;
          break;
        case "rejected":
          reject(entry, item.status, describe(item));
          break;
        case "forbidden":
          entry.account.fail(this.breakOff(forbidden(item.status, describe(item))));
          break;
        case "failed":
          entry.account.fail(new DependencyError(`OpenSearch refused index ${entry.index}: ${describe(item)}`));
          break;
        case "blocked":
        case "retry":
          blocked ||= verdict === "blocked";
          reason = describe(item);
          left.push(entry);
          break;
      }
    }
    return { entries: left, blocked, reason };
  }

  /** A request that is too large, or malformed by one document: in parts, down to the document. */
  private async sendParts(
    entries: readonly BulkEntry[],
    attempt: number,
    status: number,
    reason: string,
  ): Promise<void> {
    const [only] = entries;
    if (entries.length === 1 && only !== undefined) return reject(only, status, reason);
    return this.sendHalves(entries, attempt);
  }

  private async sendHalves(entries: readonly BulkEntry[], attempt: number): Promise<void> {
    const middle = entries.length >> 1;
    await this.send(entries.slice(0, middle), attempt);
    await this.send(entries.slice(middle), attempt);
  }

  /** Waits with full jitter; false if there is no time left to. */
  private async backOff(attempt: number): Promise<boolean> {
    const { clock, deadline } = this.options;
    const ceiling = Math.min(longestBackOffMilliseconds, shortestBackOffMilliseconds * 2 ** attempt);
    const wait = Math.round(ceiling * (0.1 + 0.9 * clock.random()));
    if (clock.now().getTime() + wait >= deadline) return false;
    await clock.sleep(wait);
    return true;
  }

  private breakOff(error: DependencyError): DependencyError {
    this.outage ??= error;
    return error;
  }
}

function bulkLines(entries: readonly BulkEntry[]): string {
  const lines: string[] = [];
  // Ids and names go through JSON like all else: a line end in one cannot start an action of its own.
  for (const { index, id, document } of entries) {
    lines.push(JSON.stringify({ create: { _index: index, _id: id } }), document);
  }
  return `${lines.join("\n")}\n`;
}

function reject(entry: BulkEntry, status: number, reason: string): void {
  const { account, source, ordinal, offset, index, id, document } = entry;
  account.reject({ source, ordinal, offset, index, id, document, status, reason });
}

function failAll(entries: readonly BulkEntry[], error: Error): void {
  for (const { account } of entries) account.fail(error);
}

function describe({ status, type, reason }: BulkItem): string {
  return `${type ?? status}: ${reason ?? "no reason given"}`.slice(0, 1_000);
}

function forbidden(status: number | undefined, reason: string): DependencyError {
  return new DependencyError(
    `OpenSearch refuses us (${status ?? "no status"}): check the domain's access policy and the mapping of the loader's role: ${reason}`,
  );
}
