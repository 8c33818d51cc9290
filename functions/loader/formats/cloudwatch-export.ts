import { MultilineSplitter } from "./multiline";
import type { SplitRecord, Splitter } from "./splitter";

const eventStart = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) /;

/** Whether a text may be of a CloudWatch Logs export: its first line has a time before the message. */
export function isExportedLine(line: unknown): boolean {
  return typeof line === "string" && eventStart.test(line);
}

/**
 * Divides the text of a CloudWatch Logs export task, `<time> <message>` with messages of one line or more, into what a
 * subscription would have sent: its messages are opened as those of the envelope are.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html
 */
export class CloudWatchExportSplitter implements Splitter {
  private readonly events = new MultilineSplitter(eventStart);

  push(chunk: Uint8Array): SplitRecord[] {
    return this.events.push(chunk).map(inEnvelope);
  }

  end(): SplitRecord[] {
    return this.events.end().map(inEnvelope);
  }
}

function inEnvelope(record: SplitRecord): SplitRecord {
  const event = String(record.value);
  const [start, timestamp] = eventStart.exec(event) ?? [];
  // Lines before the first event, as in a file that was cut, are of none.
  if (start === undefined) return record;
  const logEvents = [{ timestamp, message: event.slice(start.length) }];
  return { ...record, value: { messageType: "DATA_MESSAGE", logEvents } };
}
