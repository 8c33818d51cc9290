import type {
  DocumentIndex,
  ListedFile,
  LogObjects,
  ObjectState,
  RescueQueue,
  SetAsideFiles,
  WaitingMessage,
} from "../../../cli/rescue/ports";
import type { HeldObject } from "../../../functions/loader/held-object";
import { asRecord, text } from "../../../functions/shared/values";
import { FakeSearchIndex } from "../../functions/loader/fakes";

/** Files in memory; each writing gives one a new ETag. `beforeReplace` is what others do between reading and writing. */
export class FakeFiles implements SetAsideFiles {
  readonly files = new Map<string, HeldObject>();
  beforeReplace: (key: string) => void = () => undefined;
  private writes = 0;

  put(key: string, ...lines: readonly string[]): this {
    this.writes += 1;
    this.files.set(key, { body: lines.map((line) => `${line}\n`).join(""), etag: `e${this.writes}` });
    return this;
  }

  lines(key: string): readonly string[] {
    return this.files.get(key)?.body.trimEnd().split("\n") ?? [];
  }

  async *list(prefix: string): AsyncGenerator<ListedFile, void, undefined> {
    for (const key of [...this.files.keys()].sort()) {
      if (key.startsWith(prefix)) yield await Promise.resolve({ key, writtenAt: new Date("2026-01-02T00:00:00Z") });
    }
  }

  read(key: string): Promise<HeldObject | undefined> {
    return Promise.resolve(this.files.get(key));
  }

  async replace(key: string, body: string | undefined, held: HeldObject | undefined): Promise<boolean> {
    await Promise.resolve();
    this.beforeReplace(key);
    if (this.files.get(key)?.etag !== held?.etag) return false;
    if (body === undefined) this.files.delete(key);
    else this.put(key, ...body.trimEnd().split("\n"));
    return true;
  }
}

/** An index in memory that also says what it holds, in whatever index. */
export class FakeDocumentIndex extends FakeSearchIndex implements DocumentIndex {
  readonly visibleAfterSeconds = 6;
  readonly asked: string[] = [];

  present(indexPattern: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    this.asked.push(indexPattern);
    const start = indexPattern.slice(0, -1);
    const held = [...this.documents.values()].filter(({ index }) => index.startsWith(start)).map(({ id }) => id);
    return Promise.resolve(new Set(ids.filter((id) => held.includes(id))));
  }
}

export class FakeLogObjects implements LogObjects {
  readonly states = new Map<string, ObjectState>();

  state({ key }: { readonly key: string }): Promise<ObjectState> {
    return Promise.resolve(this.states.get(key) ?? "there");
  }
}

/** A queue in memory, of which ten messages are received at a time. */
export class FakeQueue implements RescueQueue {
  readonly messages: WaitingMessage[] = [];
  readonly sent: string[] = [];
  readonly hidden = new Set<string>();
  failSend: Error | undefined;
  failRemove: Error | undefined;

  put(...bodies: readonly string[]): this {
    for (const body of bodies) {
      const messageId = `m${this.messages.length}`;
      const sentAt = new Date("2026-01-02T03:00:00Z");
      this.messages.push({ messageId, receiptHandle: messageId, body, receiveCount: 11, sentAt });
    }
    return this;
  }

  receive(): Promise<readonly WaitingMessage[]> {
    const received = this.messages.filter(({ messageId }) => !this.hidden.has(messageId)).slice(0, 10);
    for (const { messageId } of received) this.hidden.add(messageId);
    return Promise.resolve(received);
  }

  release(messages: readonly WaitingMessage[]): Promise<void> {
    for (const { messageId } of messages) {
      if (!this.messages.some((message) => message.messageId === messageId)) {
        return Promise.reject(new Error(`${messageId} was removed`));
      }
      this.hidden.delete(messageId);
    }
    return Promise.resolve();
  }

  remove({ messageId }: WaitingMessage): Promise<void> {
    if (this.failRemove !== undefined) return Promise.reject(this.failRemove);
    const place = this.messages.findIndex((message) => message.messageId === messageId);
    if (place >= 0) this.messages.splice(place, 1);
    this.hidden.delete(messageId);
    return Promise.resolve();
  }

  send(body: string): Promise<void> {
    if (this.failSend !== undefined) return Promise.reject(this.failSend);
    this.sent.push(body);
    return Promise.resolve();
  }

  /** Keys of the objects that it was told of. */
  get sentKeys(): string[] {
    return this.sent.map((body) => {
      const { Records } = JSON.parse(body) as { Records: { s3: unknown }[] };
      return text(asRecord(asRecord(Records[0]?.s3)?.object)?.key) ?? "";
    });
  }
}

/** A line as the loader keeps a rejected record on. */
export function rejectedLineOf(ordinal: number, over: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    bucket: "archive",
    key: "a.json",
    versionId: "v1",
    source: "test-json",
    ordinal,
    offset: 8 * ordinal,
    index: "siem-test.json-2026-01",
    id: `id-${ordinal}`,
    status: 400,
    reason: "mapper_parsing_exception: failed to parse",
    time: "2026-01-02T03:04:05.000Z",
    document: { n: ordinal },
    ...over,
  });
}

export function noteOf(key: string, over: Readonly<Record<string, unknown>> = {}): string {
  const time = "2026-01-02T03:04:05.000Z";
  return JSON.stringify({
    bucket: "archive",
    key,
    versionId: "v1",
    received: 2,
    reason: "truncated gzip",
    time,
    ...over,
  });
}
