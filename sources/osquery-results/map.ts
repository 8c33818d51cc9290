import type { EcsDocument } from "../../functions/shared/ecs";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { isSecret } from "../../functions/shared/secrets/secrets";
import {
  asArray,
  asRecord,
  flag,
  integer,
  isoTime,
  type JsonObject,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { columnsToEcs } from "./columns";
import { hostOf, timeOf } from "./host";

/** One row of a query's result. */
export function mapResult(record: JsonObject): EcsDocument {
  const columns = asRecord(record.columns) ?? {};
  const action = text(record.action);
  const name = text(record.name);
  const ecs = columnsToEcs(columns);
  const { pack, query } = queryName(name);
  return {
    "@timestamp": timeOf(record),
    event: {
      // A snapshot says how things are; a difference that they have changed.
      kind: action === "snapshot" ? "state" : "event",
      category: [ecs.category],
      type: action === "snapshot" ? ["info"] : typesOf(ecs.category, action, columns),
      action,
      outcome: "unknown",
      sequence: integer(record.counter),
      // When it happened, in the tables of events; the result's own time is when the query ran.
      start: action === "snapshot" ? undefined : isoTime(columns.time),
    },
    ...ecs.document,
    host: hostOf(record),
    rule: nonEmpty({ name: query, ruleset: pack }),
    osquery: nonEmpty({
      results: nonEmpty({
        name,
        host_identifier: text(record.hostIdentifier),
        epoch: integer(record.epoch),
        numerics: flag(record.numerics),
        // Nothing in it: the snapshot of a query that found no row.
        rows: Array.isArray(record.snapshot) ? asArray(record.snapshot).length : undefined,
        columns: flatObject(record.columns ?? record.snapshot, { isSecret }),
        decorations: flatObject(record.decorations),
      }),
    }),
  };
}

/** What a new or a vanished row means. */
const changes: Readonly<Record<string, readonly [added: readonly string[], removed: readonly string[]]>> = {
  process: [["start"], ["end"]],
  network: [
    ["connection", "start"],
    ["connection", "end"],
  ],
  package: [["installation"], ["deletion"]],
  session: [["info"], ["info"]],
};

const fileActions: Readonly<Record<string, string>> = {
  CREATED: "creation",
  DELETED: "deletion",
  ACCESSED: "access",
  OPENED: "access",
};

function typesOf(category: string, action: string | undefined, columns: JsonObject): readonly string[] {
  const fileType = category === "file" ? lookup(fileActions, text(columns.action)) : undefined;
  return (
    (fileType === undefined ? lookup(changes, category)?.[action === "removed" ? 1 : 0] : [fileType]) ?? ["change"]
  );
}

/** `pack/incident-response/last`, `pack_incident-response_last`: the separator is configurable. */
function queryName(name: string | undefined) {
  const parts = /^pack([/_:.|-])([^/]+?)\1(.+)$/.exec((name ?? "").slice(0, 500));
  return parts === null ? { pack: undefined, query: name } : { pack: parts[2], query: parts[3] };
}
