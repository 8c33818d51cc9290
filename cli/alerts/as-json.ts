import type { Alert } from "../../functions/detector/alerts/alert";

/** What other programs are given of an alert; names are those of its document. */
export function asJson(alert: Alert): Readonly<Record<string, unknown>> {
  const { id, kind, status, owner, verdict, count, key, rule, entities, notes, about } = alert;
  return {
    id,
    kind,
    status,
    owner,
    verdict,
    count,
    first_seen: alert.firstSeen,
    last_seen: alert.lastSeen,
    opened: alert.opened,
    reopened: alert.reopened,
    escalated: alert.escalated,
    key,
    rule,
    threat: about.threat,
    entities,
    notes,
    shortened: alert.shortened,
  };
}
