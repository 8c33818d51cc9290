import type { EcsDocument } from "../../functions/shared/ecs";
import { type SigmaRule, sigmaKey } from "../../functions/shared/sigma";

export interface MatchedDocument {
  readonly document: EcsDocument;
  readonly id: string;
  /** Id of the log source. */
  readonly source: string;
}

/** A rule's match, as it is printed. */
export function signalOf(rule: SigmaRule, { document, id, source }: MatchedDocument) {
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
