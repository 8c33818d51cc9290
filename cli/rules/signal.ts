import type { EcsDocument } from "../../functions/shared/ecs";
import { type SigmaMetadata, sigmaKey } from "../../functions/shared/sigma";
import type { OfflineSignal } from "./offline-detection";

export interface MatchedDocument {
  readonly document: EcsDocument;
  readonly id: string;
  /** Id of the log source; undefined of what a correlation found. */
  readonly source: string | undefined;
}

/** A rule's match, as it is printed. */
export function signalOf(rule: SigmaMetadata, { document, id, source }: MatchedDocument) {
  return {
    "@timestamp": document["@timestamp"],
    rule_id: sigmaKey(rule),
    rule_name: rule.title,
    level: rule.level ?? "informational",
    event_id: document.event?.id ?? id,
    source,
    document_id: id,
    tags: rule.tags,
    author: rule.author,
  };
}

/** What a correlation found, as it is printed: beside what a rule's match has, of which events, and about what. */
export function correlatedSignalOf({ detection, eventId, time, hit }: OfflineSignal) {
  return {
    ...signalOf(detection, { document: { "@timestamp": time }, id: eventId, source: undefined }),
    kind: hit?.kind,
    values: hit?.signal.values,
    count: hit?.match.count,
    event_ids: hit?.match.signals.map((signal) => signal.eventId),
  };
}
