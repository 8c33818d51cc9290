import { member } from "../../configurator/cluster";
import { DependencyError } from "../../shared/errors";
import { asArray } from "../../shared/values";
import type { Alert } from "../alerts/alert";
import { alertDocument, alertIndex } from "../alerts/alert-document";
import type { CompleteSearch } from "./search";

const alertsAtOnce = 100;

/** Writes alerts that are kept elsewhere into the index where people and digests look for them, in place of older ones. */
export async function showAlerts(alerts: readonly Alert[], search: CompleteSearch): Promise<void> {
  for (let from = 0; from < alerts.length; from += alertsAtOnce) {
    const lines = alerts
      .slice(from, from + alertsAtOnce)
      .flatMap((alert) => [{ index: { _index: alertIndex, _id: alert.id } }, alertDocument(alert)]);
    const body = `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
    const answer = await search.post("/_bulk", body, "show alerts");
    for (const item of asArray(answer.items)) {
      const error = member(item, "index", "error");
      if (error === undefined) continue;
      throw new DependencyError(`OpenSearch does not take an alert to be searched: ${JSON.stringify(error)}`);
    }
  }
}
