import type { QueueMessage } from "../../../functions/loader/left-over";
import type {
  AsideStore,
  BulkItem,
  BulkReply,
  Clock,
  CountMetric,
  Log,
  LogStore,
  MetricSink,
  ObjectBody,
  ObjectReference,
  OpenedLogObject,
  SearchIndex,
  SecondsMetric,
  WorkQueue,
} from "../../../functions/loader/ports";
import { arrival, body } from "./support";

/** Buckets in memory; an object may be an error that its reading meets. */
export class FakeLogStore implements LogStore {
  readonly objects = new Map<string, Uint8Array | string | Error | (() => ObjectBody)>();
  opened = 0;

  put(key: string, content: Uint8Array | string | Error | (() => ObjectBody), bucket = "archive"): this {
    this.objects.set(`${bucket}/${key}`, content);
    return this;
  }

  open({ bucket, key }: ObjectReference): Promise<OpenedLogObject | undefined> {
    this.opened += 1;
    const content = this.objects.get(`${bucket}/${key}`);
    if (content === undefined) return Promise.resolve(undefined);
    if (content instanceof Error) return Promise.reject(content);
    const size = typeof content === "function" ? undefined : content.length;
    const stream = typeof content === "function" ? content() : body(content, Math.max(1_000, content.length / 100));
    return Promise.resolve({ body: stream, versionId: undefined, etag: "e1", size, lastModified: arrival });
  }
}

export class FakeAsideStore implements AsideStore {
  readonly bucket = "archive";
  readonly objects = new Map<string, string>();
  failure: Error | undefined;

  write(key: string, content: string): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.objects.set(key, content);
    return Promise.resolve();
  }

  update(key: string, change: (held: string | undefined) => string): Promise<void> {
    return this.write(key, change(this.objects.get(key)));
  }
}

/** What the loader asks of its queue; its messages are not delivered by themselves. */
export class FakeWorkQueue implements WorkQueue {
  readonly sent: { readonly body: string; readonly delaySeconds: number }[] = [];
  readonly hidden: { readonly receiptHandle: string; readonly seconds: number }[] = [];
  failure: Error | undefined;

  send(body: string, delaySeconds: number): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.sent.push({ body, delaySeconds });
    return Promise.resolve();
  }

  hide(receiptHandle: string, seconds: number): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.hidden.push({ receiptHandle, seconds });
    return Promise.resolve();
  }
}

/** A message at its first delivery. */
export function queueMessage(messageId: string, body: string, over: Partial<QueueMessage> = {}): QueueMessage {
  return {
    messageId,
    body,
    receiptHandle: `receipt of ${messageId}`,
    receiveCount: 1,
    sentAt: Date.parse("2026-01-02T03:04:00.000Z"),
    ...over,
  };
}

export interface SentDocument {
  readonly index: string;
  readonly id: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/**
 * An index in memory that creates each id once. `answer` may fail a request, `answerItem` a document; a document of a
 * failed request may be stored all the same (`storeAnyway`), as when the answer is lost on its way.
 */
export class FakeSearchIndex implements SearchIndex {
  readonly documents = new Map<string, SentDocument>();
  readonly requests: (readonly SentDocument[])[] = [];
  answer: (request: number, documents: readonly SentDocument[]) => Extract<BulkReply, { kind: "failed" }> | undefined =
    () => undefined;
  answerItem: (request: number, document: SentDocument) => BulkItem | undefined = () => undefined;
  storeAnyway = false;

  async bulk(lines: string | Buffer): Promise<BulkReply> {
    const documents = parseBulk(lines.toString());
    const request = this.requests.push(documents) - 1;
    await Promise.resolve();
    const failed = this.answer(request, documents);
    if (failed !== undefined && !this.storeAnyway) return failed;
    const items = documents.map((document) => {
      const item = this.answerItem(request, document);
      if (item !== undefined) return item;
      const place = `${document.index}/${document.id}`;
      if (this.documents.has(place)) return { status: 409, type: "version_conflict_engine_exception" };
      this.documents.set(place, document);
      return { status: 201 };
    });
    return failed ?? { kind: "items", items };
  }
}

function parseBulk(lines: string): SentDocument[] {
  const parsed = lines
    .slice(0, -1)
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const documents: SentDocument[] = [];
  for (let at = 0; at < parsed.length; at += 2) {
    const { _index, _id } = parsed[at]!.create as { _index: string; _id: string };
    documents.push({ index: _index, id: _id, document: parsed[at + 1] ?? {} });
  }
  return documents;
}

/** Time passes only while somebody sleeps. */
export class FakeClock implements Clock {
  milliseconds = Date.parse("2026-01-02T03:04:05.000Z");
  readonly slept: number[] = [];

  now(): Date {
    return new Date(this.milliseconds);
  }

  sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.milliseconds += milliseconds;
    return Promise.resolve();
  }

  random(): number {
    return 0.5;
  }
}

export class FakeLog implements Log {
  readonly lines: { level: string; message: string; values: Readonly<Record<string, unknown>> }[] = [];

  info(message: string, values: Readonly<Record<string, unknown>>): void {
    this.lines.push({ level: "info", message, values });
  }

  warn(message: string, values: Readonly<Record<string, unknown>>): void {
    this.lines.push({ level: "warn", message, values });
  }

  error(message: string, values: Readonly<Record<string, unknown>>): void {
    this.lines.push({ level: "error", message, values });
  }
}

export class FakeMetrics implements MetricSink {
  readonly counts: Record<string, number> = {};
  readonly delays: Partial<Record<SecondsMetric, number[]>> = {};
  readonly limits: Record<string, number> = {};

  count(metric: CountMetric, value: number): void {
    this.counts[metric] = (this.counts[metric] ?? 0) + value;
  }

  seconds(metric: SecondsMetric, value: number): void {
    const values = this.delays[metric] ?? [];
    values.push(value);
    this.delays[metric] = values;
  }

  limitReached(limit: string, value: number): void {
    this.limits[limit] = (this.limits[limit] ?? 0) + value;
  }
}
