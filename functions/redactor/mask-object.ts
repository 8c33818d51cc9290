import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type { LoaderConfiguration } from "../loader/configuration";
import { normaliseObject } from "../loader/normalise";
import { openContainers } from "../loader/readers/containers";
import { PeekableBytes } from "../loader/readers/peekable";
import { readText } from "../loader/readers/text";
import { ObjectError } from "../shared/errors";
import { maskedBytes } from "./masked-bytes";
import { type ObjectRequest, Refusal } from "./object-request";
import { People } from "./people";
import type { FetchStored, MaskedObject, StoredAnswer } from "./ports";
import { pseudonyms } from "./pseudonyms";
import type { Redaction } from "./redaction";
import { TextMask } from "./text-mask";

export interface MaskPorts extends Pick<LoaderConfiguration, "sources" | "rules" | "limits"> {
  readonly fetch: FetchStored;
  readonly redaction: Redaction;
  /** Key of the pseudonyms. */
  readonly key: Uint8Array;
  readonly now: () => Date;
  /** Ends what takes too long. */
  readonly signal: AbortSignal;
}

/**
 * Reads an object twice: to learn by its log source whom it tells of, and to mask it. Neither needs more memory for a
 * larger object. Text stays text, gzip stays gzip; other containers cannot be masked.
 * @throws Refusal
 */
export async function maskObject(request: ObjectRequest, ports: MaskPorts): Promise<MaskedObject> {
  const first = await stored(request, ports);
  const { redaction } = ports;
  const people = redaction.kinds.includes("user") ? await peopleOf(request, first, ports) : undefined;
  // Without names to learn, what is open already is masked.
  const answer = people === undefined ? first : await stored(unchanged(request, first), ports);
  const mask = new TextMask(redaction, pseudonyms(ports.key), people);
  const encoding = answer.headers["content-encoding"];
  const bytes = new PeekableBytes(answer.body);
  const isGzip = (await bytes.peek(2)).toString("latin1") === "\x1f\x8b";
  // Most of what cannot be masked shows with the first bytes, while the answer can still say so.
  const masked = await begun(maskedText(bytes, isGzip, mask, ports));
  return {
    contentType: answer.headers["content-type"],
    contentEncoding: encoding === "gzip" && !isGzip ? undefined : encoding,
    lastModified: dateOf(answer.headers["last-modified"]),
    body: isGzip ? compressed(masked) : masked,
  };
}

/** What HeadObject says of a masked object: neither its length nor its ETag, which are those of the original. */
export async function headOfMasked(
  request: ObjectRequest,
  ports: Pick<MaskPorts, "fetch" | "signal">,
): Promise<Readonly<Record<string, string>>> {
  const { headers } = await stored(request, ports);
  const shown = { "Content-Type": headers["content-type"], "Last-Modified": headers["last-modified"] };
  return Object.fromEntries(
    Object.entries(shown).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function stored(
  request: Pick<ObjectRequest, "method" | "url" | "headers">,
  { fetch, signal }: Pick<MaskPorts, "fetch" | "signal">,
): Promise<StoredAnswer> {
  const answer = await fetch(request, signal);
  if (answer.status === 200) return answer;
  throw await refusalOf(answer);
}

/** S3's own error: its code says more than the status, its message may name who asks. */
async function refusalOf({ status, body }: StoredAnswer): Promise<Refusal> {
  const head = await new PeekableBytes(body).peek(4096).catch(() => Buffer.alloc(0));
  const code = /<Code>([A-Za-z]{1,64})<\/Code>/.exec(head.toString("latin1"))?.[1];
  const [otherStatus, otherCode] = answers.get(status) ?? (status >= 500 ? unavailable : invalid);
  return new Refusal(otherStatus, code ?? otherCode, `S3 answers ${status} for the original object`);
}

const unavailable = [503, "ServiceUnavailable"] as const;
const invalid = [400, "InvalidRequest"] as const;
/** Statuses that may be passed on, and what they mean where S3 does not say it. */
const answers: ReadonlyMap<number, readonly [number, string]> = new Map([
  [304, [304, "NotModified"]],
  [403, [403, "AccessDenied"]],
  [404, [404, "NoSuchKey"]],
  [405, [405, "MethodNotAllowed"]],
  [412, [412, "PreconditionFailed"]],
]);

/** The object may be written anew between the two times that it is read. */
function unchanged(request: ObjectRequest, { headers }: StoredAnswer): ObjectRequest {
  if (headers.etag === undefined) return request;
  return { ...request, headers: { ...request.headers, "if-match": headers.etag } };
}

async function peopleOf(request: ObjectRequest, answer: StoredAnswer, ports: MaskPorts): Promise<People> {
  const { sources, rules, limits, now } = ports;
  const people = new People();
  const lastModified = dateOf(answer.headers["last-modified"]);
  const object = { bucket: "archive", key: request.key, lastModified };
  try {
    for await (const record of normaliseObject(object, answer.body, { sources, rules, limits, now })) {
      if (record.kind === "document") people.add(record.document);
    }
  } catch (error) {
    throw asRefusal(error);
  }
  return people;
}

async function* maskedText(
  bytes: PeekableBytes,
  isGzip: boolean,
  mask: TextMask,
  { limits }: MaskPorts,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const part of openContainers(bytes, { ...limits, containers: 1 })) {
    if (part.kind === "fault") throw part.error;
    if (part.kind !== "text" || part.bare === isGzip) {
      throw new ObjectError(
        "only plain text and gzip can be masked; ask for it without masking, by another access point",
      );
    }
    yield* maskedBytes(readText(part.bytes), mask);
  }
}

/** The same bytes, once there is a first one. */
async function begun(bytes: AsyncGenerator<Uint8Array, void, undefined>): Promise<AsyncIterable<Uint8Array>> {
  const first = await bytes.next().catch((error: unknown) => {
    throw asRefusal(error);
  });
  return (async function* () {
    try {
      if (first.done !== true) yield first.value;
      yield* bytes;
    } finally {
      await bytes.return();
    }
  })();
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof ObjectError)) return error;
  return new Refusal(400, "ObjectCannotBeMasked", `The object cannot be masked: ${error.message}`, error);
}

function compressed(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return Readable.from(bytes, { objectMode: false }).compose(createGzip()) as AsyncIterable<Uint8Array>;
}

function dateOf(value: string | undefined): Date | undefined {
  const date = new Date(value ?? "");
  return Number.isNaN(date.getTime()) ? undefined : date;
}
