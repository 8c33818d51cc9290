import type { RelatedRecords } from "../../functions/investigator";
import type { TallyRow } from "../../functions/investigator/search";
import { sources } from "../../functions/loader/registry.generated";
import { counted } from "../../functions/shared/text/counted";
import type { Scenario } from "./generator";
import type { SourceAccount } from "./load-day";

/** How the index compares with what was generated and what the loader said. */
export interface Verification {
  /** Documents in the index by log source. */
  readonly documents: ReadonlyMap<string, number>;
  /** Each difference as a sentence; empty when every event is accounted for. */
  readonly problems: readonly string[];
}

/** `counts` are the documents in the index by `event.dataset`. */
export function verifyCounts(accounts: readonly SourceAccount[], counts: readonly TallyRow[]): Verification {
  const datasetOf = new Map(sources.map(({ id, dataset }) => [id, dataset]));
  const documents = new Map<string, number>();
  const problems: string[] = [];
  for (const account of accounts) {
    const { source, events, received, indexed, duplicate, rejected, dropped, unaccounted } = account;
    const inIndex = counts.find(({ value }) => value === datasetOf.get(source))?.count ?? 0;
    documents.set(source, inIndex);
    const [first] = unaccounted;
    if (first !== undefined) {
      problems.push(
        `${source}: ${counted(unaccounted.length, "object is", "objects are")} not accounted for, such as ${first}`,
      );
    }
    if (received !== events) {
      problems.push(`${source}: ${events} events were generated, the loader received ${received}`);
    }
    if (received !== indexed + duplicate + rejected + dropped) {
      problems.push(
        `${source}: ${received} received are not ${indexed} indexed + ${duplicate} duplicate + ${rejected} rejected + ${dropped} dropped`,
      );
    }
    if (inIndex !== events - rejected - dropped) {
      problems.push(
        `${source}: the index has ${counted(inIndex, "document")}, expected ${events - rejected - dropped}`,
      );
    }
  }
  return { documents, problems };
}

/** How the related records compare with those that the generator planted. */
export interface AnswerCheck {
  readonly planted: number;
  readonly found: number;
  /** Related records that were not planted. */
  readonly others: number;
}

/** Records are compared by their place: object and byte. */
export function checkAnswer(related: RelatedRecords | undefined, scenario: Scenario): AnswerCheck {
  const planted = new Set(scenario.records.map(({ key, offset }) => `${key}#${offset}`));
  const answered = (related?.groups ?? [])
    .flatMap(({ records }) => records)
    .map(({ file = "", offset }) => `${file.replace(/^s3:\/\/[^/]+\//, "")}#${offset ?? ""}`);
  const found = answered.filter((place) => planted.has(place)).length;
  return { planted: planted.size, found, others: answered.length - found };
}
