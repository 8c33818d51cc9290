import type { EnvelopedRecord } from "./envelope";
import { parseJsonText } from "./json-text";

/**
 * Objects that CloudWatch Logs exports to S3, `<prefix>/<task id>/<log stream>/000000.gz`: each event is its time, a space
 * and its message, which may have more than one line. The log group is not named.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 */
const exportKey = /(?:^|\/)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/(?<logStream>[^/]+)\/\d{6}\.gz$/;

/** How an exported event starts. */
export const exportedEventStart = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;
const timeLength = "2026-01-02T03:04:05.678Z".length;

/** What CloudWatch Logs writes to see whether it may export. */
export const exportWriteTest = /(?:^|\/)aws-logs-write-test$/;

/** The log stream of an exported object, with `-` for each `/`; undefined for any other object. */
export function exportedLogStream(key: string): string | undefined {
  return exportKey.exec(key)?.groups?.logStream;
}

/** The message of an exported event, with its time. Text without a time, before the first event, is left as it is. */
export function openExportedEvent(text: string, logStream: string): EnvelopedRecord {
  if (!exportedEventStart.test(text)) return { value: text, envelope: { kind: "cloudwatch-logs", logStream } };
  return {
    value: parseJsonText(text.slice(timeLength + 1)),
    envelope: { kind: "cloudwatch-logs", time: text.slice(0, timeLength), logStream },
  };
}
