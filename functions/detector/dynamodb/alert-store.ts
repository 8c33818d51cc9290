import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { member } from "../../configurator/cluster";
import { type DocumentMarks, DocumentTable } from "../../shared/state-table/document-table";
import { type JsonObject, text } from "../../shared/values";
import type { Alert, StoredAlert } from "../alerts/alert";
import { AlertReader, alertDocument } from "../alerts/alert-document";
import type { AlertStore } from "../alerts/ports";
import type { ShownAlerts } from "../opensearch/shown-alerts";
import { fittingAlert } from "./fitting-alert";

/** What one run looks at; the next run sees to the others, the longest waiting first. */
const maximumFound = 1_000;
/** How often alerts are shown again that are changed while they are shown. */
const attempts = 5;

/** Alerts that searches do not find as they are. */
export interface UnshownAlerts {
  readonly count: number;
  readonly reasons: readonly string[];
}

/** Alerts in a table of DynamoDB, for searches that hold no versions of documents. */
export class TableAlertStore implements AlertStore {
  private readonly table: DocumentTable;
  private readonly reader = new AlertReader();
  readonly unreadable = this.reader.unreadable;

  constructor(client: DynamoDBClient, tableName: string) {
    this.table = new DocumentTable(client, tableName, "alert", marksOf);
  }

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, StoredAlert>> {
    return this.reader.all(await this.table.read(ids));
  }

  due(now: Date): Promise<readonly string[]> {
    return this.table.marked("due", maximumFound, now.toISOString());
  }

  async unsent(): Promise<readonly StoredAlert[]> {
    return [...(await this.read(await this.table.marked("unsent", maximumFound))).values()];
  }

  write(alert: Alert, version: string | undefined): Promise<string | undefined> {
    return this.table.write(alert.id, alertDocument(fittingAlert(alert)), version);
  }

  /**
   * Has all alerts shown that were written since they were shown last. One that is written meanwhile is shown again, so that
   * the last one shown is the last one written, whoever else shows alerts at the same time. Those that are not taken wait
   * for the next run.
   */
  async show(showing: (alerts: readonly Alert[]) => Promise<ShownAlerts>): Promise<UnshownAlerts> {
    let waiting = await this.table.marked("unshown", maximumFound);
    const unshown = new Set<string>();
    const reasons: string[] = [];
    for (let attempt = 0; attempt < attempts && waiting.length > 0; attempt += 1) {
      const alerts = [...(await this.read(waiting)).values()];
      const shown = await showing(alerts.map(({ version: _, ...alert }) => alert));
      reasons.push(...shown.reasons);
      const changed: string[] = [];
      for (const { id, version } of alerts) {
        if (!shown.taken.has(id)) unshown.add(id);
        else if (!(await this.table.unmark(id, "unshown", version))) changed.push(id);
      }
      waiting = changed;
    }
    return { count: unshown.size, reasons };
  }
}

function marksOf(source: JsonObject): DocumentMarks {
  const alert = member(source, "siem", "alert");
  const opened = text(member(alert, "opened"));
  return {
    due: text(member(alert, "next_check")),
    unsent: member(alert, "unsent") === true ? opened : undefined,
    unshown: opened,
  };
}
