import { ECS_VERSION, type EcsDocument } from "../shared/ecs";
import { REDACTED } from "../shared/secrets/secrets";
import { queryWithoutSecrets, urlWithoutSecrets } from "../shared/secrets/url-secrets";
import { utcMilliseconds } from "../shared/time/iso-time";
import type { TimeRange } from "./indices";
import { relatedOf } from "./related";
import type { RecordEnvelope } from "./source";

/** What all documents of an object share. */
export interface DocumentContext {
  readonly module: string;
  readonly dataset: string;
  readonly filePath: string;
  /** From the key. */
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  /** ISO 8601: when the object arrived. */
  readonly arrival: string;
  readonly range: TimeRange;
}

export interface RecordContext {
  readonly offset: number;
  readonly envelope: RecordEnvelope | undefined;
  /** ISO 8601: now. */
  readonly ingested: string;
  /** What reading the record found: `line-truncated`, `invalid-utf8`. */
  readonly tags?: readonly string[] | undefined;
}

export interface CompleteDocument {
  readonly document: EcsDocument;
  /** ISO 8601: the time whose index the document belongs to. */
  readonly indexTime: string;
}

/** Adds to a mapper's document, in place, what every document has. What the mapper says is kept. */
export function completeDocument(
  mapped: EcsDocument,
  { offset, envelope, ingested, tags = [] }: RecordContext,
  context: DocumentContext,
): CompleteDocument {
  const { module, dataset, filePath, arrival, range } = context;
  let time = mapped["@timestamp"] ?? envelope?.time;
  let indexTime = arrival;
  let allTags = mapped.tags === undefined ? tags : [...mapped.tags, ...tags];
  const milliseconds = time === undefined ? Number.NaN : millisecondsOf(time);
  if (time === undefined || Number.isNaN(milliseconds)) {
    time = arrival;
    allTags = [...allTags, "timestamp-missing"];
  } else if (milliseconds < range.earliest || milliseconds > range.latest) {
    // Kept, but not where it would make an index of its own: anybody who can write a log could fill the cluster so.
    allTags = [...allTags, "timestamp-out-of-range"];
  } else {
    indexTime = time;
  }
  hideUrlSecrets(mapped);
  const related = relatedOf(mapped);
  // In place: copying objects of ever different shapes took a third of the loader's time.
  mapped["@timestamp"] = time;
  mapped.event ??= {};
  mapped.event.kind ??= "event";
  mapped.event.dataset = dataset;
  mapped.event.module = module;
  mapped.event.ingested = ingested;
  completeCloud(mapped, module, envelope?.accountId ?? context.accountId, envelope?.region ?? context.region);
  if (envelope === undefined && isOfAnotherAccount(mapped, context.accountId))
    allTags = [...allTags, "account-mismatch"];
  if (related !== undefined) mapped.related = related;
  if (mapped.log === undefined) {
    mapped.log = { file: { path: filePath }, offset };
  } else {
    mapped.log.file = { ...mapped.log.file, path: filePath };
    mapped.log.offset = offset;
  }
  mapped.ecs = { version: ECS_VERSION };
  if (allTags.length > 0) mapped.tags = allTags;
  return { document: mapped, indexTime };
}

/** Of a time as `isoTime` writes it; a source of the stack's own may write others. */
function millisecondsOf(time: string): number {
  const milliseconds = utcMilliseconds(time);
  return Number.isNaN(milliseconds) ? Date.parse(time) : milliseconds;
}

/**
 * Whether a record says another account than the key it was delivered under: who may write under a prefix of one account
 * must not pass for another. A service may also deliver so, as CloudTrail does for resources that are shared; envelopes
 * are delivered by central accounts.
 */
function isOfAnotherAccount({ cloud }: EcsDocument, ofKey: string | undefined): boolean {
  return ofKey !== undefined && cloud?.account?.id !== undefined && cloud.account.id !== ofKey;
}

/** Here, so that no source can forget it: any URL that a client sent may hold a token. */
function hideUrlSecrets(mapped: EcsDocument): void {
  const { url, http } = mapped;
  if (url?.original !== undefined) url.original = urlWithoutSecrets(url.original);
  if (url?.full !== undefined) url.full = urlWithoutSecrets(url.full);
  if (url?.query !== undefined) url.query = queryWithoutSecrets(url.query);
  if (url?.fragment !== undefined) url.fragment = queryWithoutSecrets(url.fragment);
  if (url?.password !== undefined) url.password = REDACTED;
  if (http?.request?.referrer !== undefined) http.request.referrer = urlWithoutSecrets(http.request.referrer);
}

function completeCloud(
  mapped: EcsDocument,
  module: string,
  accountId: string | undefined,
  region: string | undefined,
): void {
  if (module !== "aws" && accountId === undefined && region === undefined) return;
  mapped.cloud ??= {};
  if (module === "aws") mapped.cloud.provider ??= "aws";
  mapped.cloud.region ??= region;
  if (accountId === undefined) return;
  mapped.cloud.account ??= {};
  mapped.cloud.account.id ??= accountId;
}
