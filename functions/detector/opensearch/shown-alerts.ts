import { member } from "../../configurator/cluster";
import { DependencyError, OutageError } from "../../shared/errors";
import { asArray } from "../../shared/values";
import type { Alert } from "../alerts/alert";
import { alertDocument, alertIndex } from "../alerts/alert-document";
import type { CompleteSearch } from "./search";

/** Half of what a collection takes at once (10 MiB). */
const bulkBytes = 5_000_000;

/** What became of alerts that were to be shown. */
export interface ShownAlerts {
  /** Ids of those that searches find now. */
  readonly taken: ReadonlySet<string>;
  /** Why others were not taken: a reason for each, or for all that came with it. */
  readonly reasons: readonly string[];
}

/** Writes alerts that are kept elsewhere into the index where people and digests look for them, in place of older ones. */
export async function showAlerts(alerts: readonly Alert[], search: CompleteSearch): Promise<ShownAlerts> {
  const taken = new Set<string>();
  const reasons: string[] = [];
  for (const bulk of bulksOf(alerts)) {
    try {
      const answer = await search.post("/_bulk", bulk, "show alerts");
      for (const item of asArray(answer.items)) {
        const error = member(item, "index", "error");
        if (error === undefined) taken.add(String(member(item, "index", "_id")));
        else reasons.push(`OpenSearch does not take an alert to be searched: ${JSON.stringify(error)}`);
      }
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
      reasons.push(error.message);
      // It would not take the others either.
      if (error instanceof OutageError) break;
    }
  }
  return { taken, reasons };
}

/** Bodies of bulk requests, each of at least one alert. */
function* bulksOf(alerts: readonly Alert[]): Generator<string> {
  let bulk = "";
  let bytes = 0;
  for (const alert of alerts) {
    const lines = [{ index: { _index: alertIndex, _id: alert.id } }, alertDocument(alert)];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    const size = Buffer.byteLength(text);
    if (bulk !== "" && bytes + size > bulkBytes) {
      yield bulk;
      [bulk, bytes] = ["", 0];
    }
    bulk += text;
    bytes += size;
  }
  if (bulk !== "") yield bulk;
}
