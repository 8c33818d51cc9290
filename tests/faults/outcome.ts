import assert from "node:assert/strict";
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { normaliseObject } from "../../functions/loader/normalise";
import type { NormaliseOptions } from "../../functions/loader/normalised-object";
import { objectId } from "../../functions/loader/record-mapping";
import { ObjectError } from "../../functions/shared/errors";
import { assertAddsUp } from "../support/accounting";
import { archive, type FaultStage } from "./fault-stage";
import type { Lane, StoredObject } from "./lane";

/** Where the records of objects are, by id; what is in two places is there twice. */
export interface Whereabouts {
  /** One for each document. */
  readonly indexed: readonly string[];
  /** One for each line of a file under `rejected/`. */
  readonly rejected: readonly string[];
  /** One for each note of quarantine: the `versionName` of its object. */
  readonly quarantined: readonly string[];
  /** What is indexed, by id, but for when. */
  readonly documents: ReadonlyMap<string, unknown>;
}

/** Names an object among all that are or were under its key. */
export function versionName({ key, versionId }: Pick<StoredObject, "key" | "versionId">): string {
  return `${key} ${versionId}`;
}

/** Looks for the records of objects in OpenSearch and in the archive; takes away what was put aside there. */
export async function whereaboutsOf(stage: FaultStage, objects: readonly StoredObject[]): Promise<Whereabouts> {
  await stage.openSearch("POST", "siem-*/_refresh?ignore_unavailable=true");
  const paths = objects.map(({ key }) => `s3://${archive}/${key}`);
  const { hits } = (await stage.openSearch("POST", "siem-*/_search?ignore_unavailable=true", {
    size: 10_000,
    _source: { excludes: ["event.ingested"] },
    query: { terms: { "log.file.path": paths } },
  })) as { hits: { hits: { _id: string; _source: unknown }[] } };
  const rejected: string[] = [];
  const quarantined: string[] = [];
  const own = new Map(objects.map((object) => [objectId({ bucket: archive, ...object }), versionName(object)]));
  for (const prefix of ["rejected/", "quarantine/"]) {
    const { Contents = [] } = await stage.s3.send(new ListObjectsV2Command({ Bucket: archive, Prefix: prefix }));
    for (const { Key = "" } of Contents) {
      const version = [...own].find(([id]) => Key.includes(id))?.[1];
      if (version === undefined) continue;
      const { Body } = await stage.s3.send(new GetObjectCommand({ Bucket: archive, Key }));
      const lines = ((await Body?.transformToString()) ?? "").trimEnd().split("\n");
      if (prefix === "quarantine/") quarantined.push(version);
      else rejected.push(...lines.map((line) => (JSON.parse(line) as { id: string }).id));
      await stage.s3.send(new DeleteObjectCommand({ Bucket: archive, Key }));
    }
  }
  const documents = new Map(hits.hits.map(({ _id, _source }) => [_id, _source]));
  return { indexed: hits.hits.map(({ _id }) => _id), rejected, quarantined, documents };
}

/**
 * What the records of an object come to where nothing goes wrong. The loader itself says so, but how many there are the
 * object's writer knows: none may be lost, or share its id with another.
 */
export async function expectedOf(
  object: StoredObject,
  options: Omit<NormaliseOptions, "now">,
): Promise<{ ids: readonly string[]; documents: ReadonlyMap<string, unknown>; damaged: boolean }> {
  const ids: string[] = [];
  const documents = new Map<string, unknown>();
  let dropped = 0;
  let damaged = false;
  const body = (async function* () {
    yield object.body;
  })();
  try {
    const records = normaliseObject({ bucket: archive, ...object }, body, { ...options, now: () => new Date() });
    for await (const record of records) {
      if (record.kind === "dropped") {
        dropped += 1;
        continue;
      }
      ids.push(record.id);
      const { event, ...rest } = record.document;
      documents.set(record.id, JSON.parse(JSON.stringify({ ...rest, event: { ...event, ingested: undefined } })));
    }
  } catch (error) {
    assert.ok(error instanceof ObjectError, String(error));
    damaged = true;
  }
  const found = new Set(ids).size + dropped;
  const lost = damaged ? found > object.records : found !== object.records;
  assert.ok(!lost, `${found} of the ${object.records} records of ${object.key} are found`);
  return { ids, documents, damaged };
}

/** The accounting of each object that was done with adds up. */
export function assertAccounted(lane: Lane): void {
  for (const { message, values } of lane.log.lines) {
    if (message !== "object accounted" || values.outcome === "parked" || values.outcome === "continued") continue;
    assertAddsUp(values);
  }
}

/** Each expected record is either indexed or rejected, once, and each damaged object has its note; nothing else is there. */
export function assertWhereabouts(
  { indexed, rejected, quarantined }: Omit<Whereabouts, "documents">,
  expected: {
    readonly indexed: Iterable<string>;
    readonly rejected?: Iterable<string>;
    readonly quarantined?: readonly StoredObject[];
  },
): void {
  assert.deepEqual([...indexed].sort(), [...expected.indexed].sort());
  assert.deepEqual([...rejected].sort(), [...(expected.rejected ?? [])].sort());
  assert.deepEqual([...quarantined].sort(), (expected.quarantined ?? []).map(versionName).sort());
}
