import { DependencyError, OutageError } from "../shared/errors";
import { type BulkDocument, type BulkEntry, failAll, reject, sizeOf } from "./bulk-entry";
import { forbiddenError, settle } from "./bulk-settlement";
import { judgeRequest, type RequestVerdict } from "./bulk-verdict";
import { outageOf } from "./circuit-breaker";
import { DocumentWriter } from "./document-json";
import { LoneRefusals } from "./lone-refusals";
import type { BulkReply, Clock, MetricSink, SearchIndex } from "./ports";
import { RequestBuffer, type RequestLines, requestBody, type WrittenLines, writtenLines } from "./request-buffer";
import { type RequestOutcome, SearchPressure, type Turn } from "./search-pressure";

export type { BulkDocument } from "./bulk-entry";

export interface BulkWriterOptions {
  readonly search: SearchIndex;
  readonly clock: Clock;
  /** Epoch milliseconds: no waiting beyond it. */
  readonly deadline: number;
  /** What earlier writers of the process have learned about the domain. Default: nothing. */
  readonly pressure?: SearchPressure | undefined;
  /** Where requests are counted that are not taken. Default: nowhere. */
  readonly metrics?: Pick<MetricSink, "count"> | undefined;
}

const smallestBufferBytes = 16 * 1024;
/** The document with which a request reaches its size is mostly not larger. */
const lastDocumentBytes = 64 * 1024;
const shortestBackOffMilliseconds = 200;
const longestBackOffMilliseconds = 10_000;
const shortestRequestMilliseconds = 1_000;

/** What becomes of the documents of a request that was not taken; how often it is sent, and what it says of the domain. */
const plans: Readonly<
  Record<RequestVerdict, { next: "again" | "in-parts" | "fail"; attempts: number; outcome: RequestOutcome }>
> = {
  // Half a minute: the messages wait better in their queue than in a running function.
  busy: { next: "again", attempts: 10, outcome: "busy" },
  // It lasts until somebody acts.
  blocked: { next: "again", attempts: 3, outcome: "blocked" },
  expired: { next: "again", attempts: 3, outcome: "answered" },
  "too-large": { next: "in-parts", attempts: 1, outcome: "answered" },
  malformed: { next: "in-parts", attempts: 1, outcome: "answered" },
  forbidden: { next: "fail", attempts: 1, outcome: "answered" },
  failed: { next: "fail", attempts: 1, outcome: "answered" },
};

/** Documents of a request that are not decided, and why. */
interface Undecided {
  readonly entries: readonly BulkEntry[];
  /** Undefined where they may be sent again at once. */
  readonly verdict: RequestVerdict | undefined;
  readonly reason: string;
  /** Whether the domain took nothing of the request. */
  readonly whole: boolean;
  /** Whether an index of the request takes nothing. */
  readonly blocks?: boolean;
  /** Of the request; undefined where there is one for each document, or none. */
  readonly status?: number | undefined;
  /** Of one of its documents, where the request as a whole was answered. */
  readonly itemStatus?: number | undefined;
}

/**
 * Creates documents in bulk, a few requests at a time, for many objects at once. Each document's outcome goes to its
 * object's account. Creating, not replacing: what was delivered before is there already and stays as it is.
 *
 * The failure is an `OutageError` where OpenSearch would take nobody's documents.
 */
export class BulkWriter {
  private entries: BulkEntry[] = [];
  private size = 0;
  private buffer: RequestBuffer | undefined;
  /** Each is twice as large as the one before, up to a whole request: most invocations have little to write. */
  private bufferSize = smallestBufferBytes;
  private readonly documents = new DocumentWriter();
  private readonly inFlight = new Set<Promise<void>>();
  private readonly pressure: SearchPressure;
  /** Why we may not write at all. */
  private refusal: DependencyError | undefined;

  constructor(private readonly options: BulkWriterOptions) {
    this.pressure = options.pressure ?? new SearchPressure(options.clock);
  }

  /** Set while nothing is sent because of an outage: what cannot be written need not be read. */
  get outage(): OutageError | undefined {
    return this.pressure.breaker.refusal;
  }

  /** Takes documents; waits while enough requests are in flight. */
  async add(documents: Iterable<BulkDocument>): Promise<void> {
    for (const document of documents) {
      const { bytes, start, documentStart, end } = this.write(document);
      const { account, signal, source, ordinal, offset, index } = document;
      this.entries.push({ account, signal, source, ordinal, offset, index, bytes, start, documentStart, end });
      this.size += end - start;
      if (this.size >= this.pressure.requestSize) await this.dispatch();
    }
  }

  private write(document: RequestLines): WrittenLines {
    const written = this.buffer?.write(document);
    if (written !== undefined) return written;
    this.bufferSize = Math.min(2 * this.bufferSize, this.pressure.requestSize + lastDocumentBytes);
    this.buffer = new RequestBuffer(this.bufferSize, this.documents);
    return this.buffer.write(document) ?? writtenLines(document);
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
    this.buffer = undefined;
    while (this.inFlight.size >= this.pressure.requestsInFlight) await Promise.race(this.inFlight);
    const refusals = new LoneRefusals(this.pressure.breaker);
    const request = this.send(entries, 0, refusals)
      .then(() => refusals.settle())
      .catch((error: unknown) => failAll(entries, error instanceof Error ? error : new Error(String(error))))
      .finally(() => this.inFlight.delete(request));
    this.inFlight.add(request);
  }

  private async send(entries: readonly BulkEntry[], earlierAttempts: number, refusals: LoneRefusals): Promise<void> {
    const successesBefore = this.pressure.breaker.successes;
    let attempt = earlierAttempts;
    let pending = entries;
    for (;;) {
      if (this.refusal !== undefined) return failAll(pending, this.refusal);
      pending = pending.filter((entry) => this.isWanted(entry));
      if (pending.length === 0) return;
      const turn = await this.pressure.enter();
      if (turn instanceof OutageError) return failAll(pending, turn);
      const part = turn.probe ? pending.slice(0, 1) : pending;
      const rest = pending.slice(part.length);
      const undecided = await this.request(part, turn, refusals);
      const { verdict, status } = undecided;
      pending = [...undecided.entries, ...rest];
      if (verdict === undefined) continue;
      const { next, attempts } = plans[verdict];
      if (next === "in-parts") {
        await this.sendParts(undecided, attempt, refusals);
        pending = rest;
        continue;
      }
      attempt += 1;
      if (attempt >= attempts || this.outage !== undefined || !(await this.backOff(attempt - 1))) {
        const outlasted = this.pressure.breaker.successes > successesBefore;
        return failAll(pending, this.finalError(undecided, outlasted));
      }
      // Too many requests at once is often one of too many bytes.
      if (status === 429) return this.sendHalves({ ...undecided, entries: pending }, attempt, refusals);
    }
  }

  /** Fails a document of an index that is known to take nothing. */
  private isWanted({ index, account }: BulkEntry): boolean {
    const outage = this.pressure.indexRefusal(index);
    if (outage !== undefined) account.fail(outage);
    return outage === undefined;
  }

  /** Sends one request and counts what is decided. */
  private async request(entries: readonly BulkEntry[], turn: Turn, refusals: LoneRefusals): Promise<Undecided> {
    let outcome: RequestOutcome = "answered";
    let reason = "";
    let status: number | undefined;
    try {
      const { search, clock, deadline } = this.options;
      const time = Math.max(shortestRequestMilliseconds, deadline - clock.now().getTime());
      const reply = await search.bulk(requestBody(entries), time);
      const undecided = reply.kind === "items" ? this.settle(entries, reply.items) : judged(entries, reply);
      reason = undecided.reason;
      status = undecided.status ?? undecided.itemStatus ?? (reply.kind === "items" ? 200 : undefined);
      const { verdict, whole } = undecided;
      if (verdict === "blocked" || undecided.blocks === true) this.options.metrics?.count("RequestsBlocked", 1);
      else if (verdict === "busy") this.options.metrics?.count("RequestsBusy", 1);
      if (verdict === undefined) outcome = "taken";
      else if (verdict === "malformed" && entries.length === 1 && !refusals.othersTaken) outcome = "refused";
      else outcome = whole ? plans[verdict].outcome : "partly-taken";
      if (verdict === "too-large" && entries.length > 1) {
        this.pressure.tooLarge(entries.reduce((sum, entry) => sum + sizeOf(entry), 0));
      }
      return undecided;
    } finally {
      this.pressure.leave(turn, { outcome, reason, status });
    }
  }

  private settle(entries: readonly BulkEntry[], items: Extract<BulkReply, { kind: "items" }>["items"]): Undecided {
    if (items.length !== entries.length) {
      failAll(entries, new DependencyError(`OpenSearch answered for ${items.length} of ${entries.length} documents`));
      return { entries: [], verdict: undefined, whole: false, reason: "" };
    }
    const { busy, changed, blocked, forbidden, reason, status } = settle(entries, items);
    this.refusal ??= forbidden;
    this.pressure.noteIndices(entries, blocked);
    const verdict = busy.length === 0 ? undefined : "busy";
    const whole = busy.length === entries.length && blocked.size === 0;
    return { entries: [...busy, ...changed], verdict, whole, reason, blocks: blocked.size > 0, itemStatus: status };
  }

  /** A request that is too large, or malformed by one document: in parts, down to the document. */
  private async sendParts(undecided: Undecided, attempt: number, refusals: LoneRefusals): Promise<void> {
    const { entries, verdict, status = 0, reason } = undecided;
    const [entry] = entries;
    if (entries.length > 1 || entry === undefined) return this.sendHalves(undecided, attempt, refusals);
    if (verdict === "malformed") refusals.add({ entry, status, reason });
    else reject(entry, status, reason);
  }

  private async sendHalves(undecided: Undecided, attempt: number, refusals: LoneRefusals): Promise<void> {
    const { clock, deadline } = this.options;
    const { entries } = undecided;
    const middle = entries.length >> 1;
    for (const half of [entries.slice(0, middle), entries.slice(middle)]) {
      // There may be thousands of parts.
      if (clock.now().getTime() >= deadline) failAll(half, this.finalError(undecided, refusals.othersTaken));
      else await this.send(half, attempt, refusals);
    }
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

  /** @param outlasted Whether others were taken meanwhile. */
  private finalError({ verdict, status, whole, reason }: Undecided, outlasted: boolean): DependencyError {
    switch (verdict) {
      case "forbidden":
      case "expired":
        this.refusal ??= forbiddenError(status, reason);
        return this.refusal;
      case "blocked":
        return outageOf("blocked", reason);
      case "busy": {
        const message = `OpenSearch did not take documents in time, last answer: ${reason}`;
        // A request that fails while others are taken has a fault of its own, unless OpenSearch itself says otherwise.
        if (whole && status !== 429 && outlasted) return new DependencyError(message);
        return this.outage ?? new OutageError(message);
      }
      default:
        return new DependencyError(`OpenSearch answered ${status ?? "nothing"}: ${reason}`);
    }
  }
}

function judged(entries: readonly BulkEntry[], { status, reason }: Extract<BulkReply, { kind: "failed" }>): Undecided {
  return { entries, verdict: judgeRequest(status, reason), whole: true, status, reason };
}
