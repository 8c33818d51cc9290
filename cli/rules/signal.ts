import type { EcsDocument } from "../../functions/shared/ecs";
import { type SigmaMetadata, sigmaKey } from "../../functions/shared/sigma";

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
