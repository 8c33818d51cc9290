import { integer } from "../../../shared/values";
import { EventData, type WindowsEvent } from "./event";
import { dataOfMessage } from "./message";

/** Channel, level, event id, provider, computer, message. */
const pattern =
  /^\[([^\]\r\n]{1,256})\] \[(CRITICAL|ERROR|WARNING|INFORMATION|VERBOSE|UNKNOWN|)\] \[(\d{1,6})\] \[([^\]\r\n]{1,256})\] \[([^\]\r\n]{1,256})\] \[/;

export function isWindowsEventText(value: string): boolean {
  return pattern.test(value);
}

/**
 * Reads what the CloudWatch agent sends with `event_format` `text`: `[Security] [INFORMATION] [4624] [provider] [host]
 * [message]`. It has no time: the log event has.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
 */
export function readWindowsEventText(text: string): WindowsEvent | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [start, channel, level, id, provider, computer] = match;
  const eventId = integer(id) ?? 0;
  const message = text.slice(start.length).replace(/\]\s{0,8}$/, "");
  return {
    provider,
    providerGuid: undefined,
    eventId,
    version: undefined,
    level: level === "" || level === "UNKNOWN" ? undefined : level,
    task: undefined,
    opcode: undefined,
    keywords: [],
    time: undefined,
    recordId: undefined,
    activityId: undefined,
    relatedActivityId: undefined,
    processId: undefined,
    threadId: undefined,
    channel,
    computer,
    userId: undefined,
    message,
    data: dataOfMessage(message, provider, eventId) ?? new EventData(new Map()),
  };
}
