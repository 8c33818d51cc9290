import { asArray, asRecord, isoTime, type JsonObject, text } from "../../shared/values";
import type { EnvelopedRecord } from "./envelope";
import { parseJsonText } from "./json-text";

/**
 * What a CloudWatch Logs subscription sends: `DATA_MESSAGE` with log events, or `CONTROL_MESSAGE`, which only checks
 * that the destination is there.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export function openCloudWatchLogs(value: JsonObject): readonly EnvelopedRecord[] | undefined {
  const { messageType } = value;
  if (messageType !== "DATA_MESSAGE" && messageType !== "CONTROL_MESSAGE") return undefined;
  if (!Array.isArray(value.logEvents)) return undefined;
  if (messageType === "CONTROL_MESSAGE") return [{ value, envelope: undefined, dropped: "control-message" }];
  const accountId = text(value.owner);
  const logGroup = text(value.logGroup);
  const logStream = text(value.logStream);
  return asArray(value.logEvents).map((item) => {
    const event = asRecord(item);
    const message = event?.message;
    return {
      value: typeof message === "string" ? parseJsonText(message) : (message ?? item),
      envelope: {
        kind: "cloudwatch-logs",
        accountId,
        time: isoTime(event?.timestamp),
        id: text(event?.id),
        logGroup,
        logStream,
      },
    };
  });
}
