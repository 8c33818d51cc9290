import { asArray, asRecord, isoTime, type JsonObject, list, text } from "../../shared/values";
import type { EnvelopedRecord } from "./envelope";

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export function openEventBridge(value: JsonObject): readonly EnvelopedRecord[] | undefined {
  const detail = asRecord(value.detail);
  if (detail === undefined || typeof value["detail-type"] !== "string" || typeof value.source !== "string") {
    return undefined;
  }
  return [
    {
      value: detail,
      envelope: {
        kind: "eventbridge",
        accountId: text(value.account),
        region: text(value.region),
        time: isoTime(value.time),
        id: text(value.id),
        eventSource: value.source,
        detailType: value["detail-type"],
        resources: list(asArray(value.resources)),
      },
    },
  ];
}
