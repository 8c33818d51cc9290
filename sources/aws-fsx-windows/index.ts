import { readWindowsEvent, windowsEventFields, windowsEventMapper } from "../../functions/loader/formats/windows-event";
import { defineSource } from "../../functions/loader/source";

/** What the host names of file systems start with. */
const fileSystemHost = /^amznfsx/i;

export default defineSource({
  id: "aws-fsx-windows",
  title: "Amazon FSx for Windows File Server file access auditing",
  documentation: "https://docs.aws.amazon.com/fsx/latest/WindowsGuide/file-access-auditing.html",
  module: "aws",
  dataset: "aws.fsx_windows",
  indexPeriod: "day",
  delivery:
    "Turn on file access auditing of the file system with a Firehose stream to the archive whose name starts with `aws-fsx`, or with a log group `/aws/fsx/windows` that such a stream subscribes to.",
  format: "xml",
  xmlElement: "Event",
  keys: [
    {
      // Firehose: the name of the stream must start with aws-fsx; stream, version, time and a UUID name the object.
      pattern: /(?:^|\/)aws-fsx[^/]*-\d+(?:-\d{2,4}){6}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.gz)?$/,
    },
  ],
  envelopes: [{ logGroup: /^\/aws\/fsx\/windows/ }],
  recognises: isFileSystemEvent,
  open: () => windowsEventMapper("aws", "fsx_windows", "fsx"),
  fields: windowsEventFields("aws.fsx_windows"),
});

function isFileSystemEvent(value: unknown): boolean {
  if (typeof value !== "string" || !/<Computer>amznfsx/i.test(value.slice(0, 4_096))) return false;
  return fileSystemHost.test(readWindowsEvent(value)?.computer ?? "");
}
