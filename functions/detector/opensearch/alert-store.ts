import { member } from "../../configurator/cluster";
import { asArray, type JsonObject } from "../../shared/values";
import type { VersionedDocuments } from "../../shared/versioned-documents";
import type { Alert, StoredAlert } from "../alerts/alert";
import { AlertReader, alertDocument, alertIndex } from "../alerts/alert-document";
import type { AlertStore } from "../alerts/ports";
import type { CompleteSearch } from "./search";
import { versionOf } from "./versioned-documents";

/** What one run looks at; the next run sees to the others, the longest waiting first. */
const maximumFound = 1_000;

/** Alerts in a search domain. */
export class OpenSearchAlertStore implements AlertStore {
  private readonly reader = new AlertReader();
  readonly unreadable = this.reader.unreadable;

  constructor(
    private readonly search: CompleteSearch,
    private readonly documents: VersionedDocuments,
  ) {}

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, StoredAlert>> {
    return this.reader.all(await this.documents.read(ids));
  }

  async due(now: Date): Promise<readonly string[]> {
    const query = { range: { "siem.alert.next_check": { lte: now.toISOString() } } };
    const found = await this.find(query, [{ "siem.alert.next_check": "asc" }]);
    return found.map(({ id }) => id);
  }

  unsent(): Promise<readonly StoredAlert[]> {
    return this.find({ term: { "siem.alert.unsent": true } }, [{ "siem.alert.opened": "asc" }]);
  }

  write(alert: Alert, version: string | undefined): Promise<string | undefined> {
    return this.documents.write(alert.id, alertDocument(alert), version);
  }

  /** Alerts as the last search sees them: somebody may have changed them since, which their version tells. */
  async find(query: JsonObject, sort: readonly JsonObject[], size = maximumFound): Promise<readonly StoredAlert[]> {
    const body = { size, query, sort, seq_no_primary_term: true };
    const answer = await this.search.search(alertIndex, body);
    return asArray(member(answer, "hits", "hits")).flatMap((hit) => {
      const alert = this.reader.one(String(member(hit, "_id")), member(hit, "_source"));
      return alert === undefined ? [] : [{ ...alert, version: versionOf(hit) }];
    });
  }
}
