import { fieldNames, type NamedFields, W3cReader } from "../../functions/loader/formats/w3c";
import { RecordError } from "../../functions/shared/errors";
import { areCloudFrontNames, standardNames } from "./names";
import { RealTimeLines } from "./real-time";

/** `<date> <time> <edge location> <bytes>`: a line of a file without selected fields, with or without its header. */
const standardLine = /^\d{4}-\d\d-\d\d\t\d\d:\d\d:\d\d\t[A-Z]{3}\d[A-Z0-9-]*\t\d+\t/;
/** `<epoch seconds> <address>`: a line of a real-time log. */
const realTimeLine = /^\d{10}\.\d{1,3}\t(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]{0,40}:[0-9a-f:]{0,40})\t/i;

/** Whether a line is one of CloudFront's, be it of a header. */
export function isCloudFrontLine(line: string): boolean {
  if (line.startsWith("#")) return areCloudFrontNames(fieldNames(line) ?? []);
  return standardLine.test(line) || realTimeLine.test(line) || plainHeader(line) !== undefined;
}

/** Besides the tab. */
const delimiters: readonly string[] = [" ", ",", "|", ";"];

/** Names in a first line without `#Fields:`, as the plain output format has them. */
function plainHeader(line: string): readonly string[] | undefined {
  if (!/^[A-Za-z][A-Za-z()-]*[\t ,|;]/.test(line)) return undefined;
  const names = line.trim().split(/[\t ,|;]/);
  return names.length > 2 && areCloudFrontNames(names) ? names : undefined;
}

/** Reads the lines of one object. */
export class CloudFrontLines {
  private readonly reader = new W3cReader({ separator: "\t", usualNames: standardNames });
  private readonly realTime = new RealTimeLines();
  private header: readonly string[] | undefined;

  /** The fields of a record; `undefined` for a line of the header. */
  read(line: string): NamedFields | undefined {
    const names = line.startsWith("#") ? fieldNames(line) : plainHeader(line);
    this.header = names ?? this.header;
    if (this.reader.readDirective(names === undefined ? line : `#Fields: ${names.join(" ")}`)) return undefined;
    const fields = this.header === undefined ? this.readWithoutHeader(line) : this.reader.readRecord(this.tabbed(line));
    if (fields === undefined) {
      throw new RecordError(
        "No header names all fields of the line, and it does not start as CloudFront's: <date> <time> <edge location>, or of a real-time log <epoch seconds> <address>",
      );
    }
    return fields;
  }

  private readWithoutHeader(line: string): NamedFields | undefined {
    if (standardLine.test(line)) return this.reader.readRecord(line);
    return realTimeLine.test(line) ? this.realTime.read(line.split("\t")) : undefined;
  }

  /** Values are encoded and hold no white space: where the delimiter is not the tab, it shows. */
  private tabbed(line: string): string {
    const count = this.header?.length ?? 0;
    if (count < 2 || line.includes("\t")) return line;
    const delimiter = delimiters.find((candidate) => line.split(candidate).length === count);
    return delimiter === undefined ? line : line.replaceAll(delimiter, "\t");
  }
}
