import * as z from "zod/mini";
import type { FieldType } from "../../loader/source";
import { sigmaLevels } from "../../shared/sigma/ast";
import { asRecord, type JsonObject } from "../../shared/values";
import type { VersionedDocument } from "../../shared/versioned-documents";
import { severities } from "../signal-document";
import { type Alert, alertStatuses, alertVerdicts, entityKinds, notificationKinds, type StoredAlert } from "./alert";

/** Where alerts are. Not under `siem-*`, whose documents nobody changes. */
export const alertIndex = "siem_alerts";

/** Fields of an alert that can be searched, beside ECS; what was told of it, and notes, are kept only. */
export const alertFieldTypes: Readonly<Record<string, FieldType>> = {
  "siem.alert.id": "keyword",
  "siem.alert.kind": "keyword",
  "siem.alert.status": "keyword",
  "siem.alert.owner": "keyword",
  "siem.alert.verdict": "keyword",
  "siem.alert.level": "keyword",
  "siem.alert.key": "keyword",
  "siem.alert.count": "long",
  "siem.alert.first_seen": "date",
  "siem.alert.last_seen": "date",
  "siem.alert.opened": "date",
  "siem.alert.reopened": "date",
  "siem.alert.escalated": "date",
  "siem.alert.next_check": "date",
  "siem.alert.unsent": "boolean",
  ...Object.fromEntries(entityKinds.map((kind) => [`siem.alert.entities.${kind}`, "keyword" as const])),
};

const texts = z.array(z.string());
const entities = z.object({ user: texts, address: texts, host: texts, account: texts, resource: texts });
const news = { count: z.number(), entities };

const facts = z.object({
  id: z.string(),
  kind: z.enum(["alert", "storm"]),
  status: z.enum(alertStatuses),
  owner: z.optional(z.string()),
  verdict: z.optional(z.enum(alertVerdicts)),
  notes: z.array(z.object({ time: z.string(), author: z.string(), text: z.string() })),
  key: texts,
  count: z.number(),
  first_seen: z.string(),
  last_seen: z.string(),
  opened: z.string(),
  reopened: z.optional(z.string()),
  escalated: z.optional(z.string()),
  next_check: z.optional(z.string()),
  shortened: z.optional(z.boolean()),
  rule: z.object({
    key: z.string(),
    name: z.string(),
    id: z.optional(z.string()),
    author: z.optional(texts),
    level: z.enum(sigmaLevels),
    description: z.optional(z.string()),
    reference: z.optional(z.string()),
  }),
  entities,
  told: z.object({ ...news, time: z.string(), messages: z.number() }),
  outbox: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(notificationKinds),
      news: z.object(news),
      claimed_until: z.optional(z.string()),
    }),
  ),
});

export function alertDocument(alert: Alert): JsonObject {
  const { about, firstSeen, lastSeen, nextCheck, outbox, ...rest } = alert;
  return {
    ...about,
    "@timestamp": alert.opened,
    event: { kind: "alert", dataset: "alerts", module: "siem", severity: severities[alert.rule.level] },
    siem: {
      alert: {
        ...rest,
        level: alert.rule.level,
        first_seen: firstSeen,
        last_seen: lastSeen,
        next_check: nextCheck,
        unsent: outbox.length > 0,
        outbox: outbox.map(({ claimedUntil, ...one }) => ({ ...one, claimed_until: claimedUntil })),
      },
    },
  };
}

/** Undefined of a document that is no alert, or was made unreadable by somebody. */
function alertOf(source: unknown): Alert | undefined {
  const document = asRecord(source);
  const parsed = z.safeParse(facts, asRecord(document?.siem)?.alert);
  if (document === undefined || !parsed.success) return undefined;
  const { siem: _, event: __, "@timestamp": ___, ...about } = document;
  const { first_seen: firstSeen, last_seen: lastSeen, next_check: nextCheck, outbox, ...rest } = parsed.data;
  const messages = outbox.map(({ claimed_until: claimedUntil, ...one }) => ({ ...one, claimedUntil }));
  return { ...rest, firstSeen, lastSeen, nextCheck, outbox: messages, about };
}

/** Reads alerts of documents, and knows which it could not read. */
export class AlertReader {
  /** Ids of documents that somebody has made unreadable. */
  readonly unreadable = new Set<string>();

  one(id: string, source: unknown): Alert | undefined {
    const alert = alertOf(source);
    if (alert === undefined) this.unreadable.add(id);
    return alert;
  }

  all(found: ReadonlyMap<string, VersionedDocument>): ReadonlyMap<string, StoredAlert> {
    return new Map(
      [...found].flatMap(([id, { source, version }]) => {
        const alert = this.one(id, source);
        return alert === undefined ? [] : [[id, { ...alert, version }] as const];
      }),
    );
  }
}
