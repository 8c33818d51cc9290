import { DocumentTable } from "../shared/state-table/document-table";
import type { StateTable } from "../shared/state-table/table-shape";
import { alertIndex } from "./alerts/alert-document";
import type { AlertStore } from "./alerts/ports";
import type { DigestStore } from "./digest/send-digest";
import { TableAlertStore, type UnshownAlerts } from "./dynamodb/alert-store";
import { OpenSearchAlertStore } from "./opensearch/alert-store";
import type { CompleteSearch } from "./opensearch/search";
import { showAlerts } from "./opensearch/shown-alerts";
import { OpenSearchDocuments } from "./opensearch/versioned-documents";
import type { StateStore } from "./ports";
import { DocumentDigestStore, DocumentStateStore, stateIndex } from "./state-store";

/** Where a detector keeps what it writes under versions. */
export interface DetectorStores {
  readonly alerts: AlertStore & {
    /** Ids of alerts that somebody has made unreadable: nothing becomes of them until they are mended or deleted. */
    readonly unreadable: ReadonlySet<string>;
  };
  readonly state: StateStore;
  readonly digest: DigestStore;
  /** Has searches find alerts as they were written last, where that does not go without saying. */
  readonly showAlerts: () => Promise<UnshownAlerts>;
}

/** In the search domain itself, which holds versions of documents. */
export function searchStores(search: CompleteSearch): DetectorStores {
  const state = new OpenSearchDocuments(search, stateIndex);
  return {
    alerts: new OpenSearchAlertStore(search, new OpenSearchDocuments(search, alertIndex)),
    state: new DocumentStateStore(state),
    digest: new DocumentDigestStore(state),
    showAlerts: async () => ({ count: 0, reasons: [] }),
  };
}

/** In a table, with alerts in the collection as well, to be searched. */
export function tableStores({ client, tableName }: StateTable, search: CompleteSearch): DetectorStores {
  const state = new DocumentTable(client, tableName, "detector");
  const alerts = new TableAlertStore(client, tableName);
  return {
    alerts,
    state: new DocumentStateStore(state),
    digest: new DocumentDigestStore(state),
    showAlerts: () => alerts.show((written) => showAlerts(written, search)),
  };
}
