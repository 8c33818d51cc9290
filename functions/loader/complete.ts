import { ECS_VERSION, type EcsDocument } from "../shared/ecs";
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

/** Adds to a mapper's document what every document has. What the mapper says is kept. */
export function completeDocument(
  mapped: EcsDocument,
  { offset, envelope, ingested, tags = [] }: RecordContext,
  context: DocumentContext,
): CompleteDocument {
  const { module, dataset, filePath, arrival, range } = context;
  let time = mapped["@timestamp"] ?? envelope?.time;
  let indexTime = arrival;
  let allTags = mapped.tags === undefined ? tags : [...mapped.tags, ...tags];
  const milliseconds = time === undefined ? Number.NaN : Date.parse(time);
  if (time === undefined || Number.isNaN(milliseconds)) {
    time = arrival;
    allTags = [...allTags, "timestamp-missing"];
  } else if (milliseconds < range.earliest || milliseconds > range.latest) {
    // Kept, but not where it would make an index of its own: anybody who can write a log could fill the cluster so.
    allTags = [...allTags, "timestamp-out-of-range"];
  } else {
    indexTime = time;
  }
  const cloud = {
    ...mapped.cloud,
    provider: mapped.cloud?.provider ?? (module === "aws" ? "aws" : undefined),
    account: accountOf(mapped, envelope?.accountId ?? context.accountId),
    region: mapped.cloud?.region ?? envelope?.region ?? context.region,
  };
  const document: EcsDocument = {
    ...mapped,
    "@timestamp": time,
    event: { kind: "event", ...mapped.event, dataset, module, ingested },
    cloud: (cloud.provider ?? cloud.account ?? cloud.region) ? cloud : mapped.cloud,
    related: relatedOf(mapped),
    log: { ...mapped.log, file: { ...mapped.log?.file, path: filePath }, offset },
    ecs: { version: ECS_VERSION },
    tags: allTags.length > 0 ? allTags : undefined,
  };
  return { document, indexTime };
}

function accountOf(
  { cloud }: EcsDocument,
  accountId: string | undefined,
): NonNullable<EcsDocument["cloud"]>["account"] {
  if (cloud?.account?.id !== undefined || accountId === undefined) return cloud?.account;
  return { ...cloud?.account, id: accountId };
}
