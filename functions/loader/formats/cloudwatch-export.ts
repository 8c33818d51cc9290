import { MultilineSplitter } from "./multiline";
import type { SplitRecord, Splitter, SplitterPlace } from "./splitter";

const eventStart = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) /;

/** `<prefix>/<task id>/<log stream>/000000.gz`, with `-` for each `/` of the stream's name. */
const exportKey = /(?:^|\/)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/(?<logStream>[^/]+)\/\d{6}(?:\.gz)?$/;

/** What CloudWatch Logs writes to see whether it may export. */
export const exportWriteTest = /(?:^|\/)aws-logs-write-test$/;

/** The log stream of an exported object; the log group is not named. */
export function exportedLogStream(key: string): string | undefined {
  return exportKey.exec(key)?.groups?.logStream;
}

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
  private readonly events: MultilineSplitter;

  constructor(
    private readonly logStream?: string,
    maximumBytes?: number,
  ) {
    this.events = new MultilineSplitter(eventStart, maximumBytes);
  }

  push(chunk: Uint8Array): SplitRecord[] {
    return this.events.push(chunk).map((record) => inEnvelope(record, this.logStream));
  }

  place(): SplitterPlace | undefined {
    return this.events.place();
  }

  end(): SplitRecord[] {
    return this.events.end().map((record) => inEnvelope(record, this.logStream));
  }
}

function inEnvelope(record: SplitRecord, logStream: string | undefined): SplitRecord {
  const event = String(record.value);
  const [start, timestamp] = eventStart.exec(event) ?? [];
  // Lines before the first event, as in a file that was cut, are of none.
  if (start === undefined) return record;
  const logEvents = [{ timestamp, message: event.slice(start.length) }];
  return { ...record, value: { messageType: "DATA_MESSAGE", logStream, logEvents } };
}
