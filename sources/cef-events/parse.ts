import { readSyslog, type SyslogMessage } from "../../functions/loader/formats/syslog";
import { NamedValues } from "../../functions/shared/text/named-values";

/** An event in the Common Event Format. */
export interface CefEvent {
  /** The syslog header in front of it, where there is one. */
  readonly syslog: SyslogMessage | undefined;
  readonly version: string;
  readonly vendor: string;
  readonly product: string;
  readonly productVersion: string;
  readonly signatureId: string;
  readonly name: string;
  readonly severity: string;
  readonly extension: NamedValues;
}

/** Headers that are no syslog are not read, but may stand before the event; none is longer. */
const maximumHeader = 512;
const startPattern = /(?:^|[\s>])CEF:\s?(\d{1,3}(?:\.\d{1,3})?)\|/;

/** Takes an event apart; `undefined` if the line holds none: `CEF:version|` and six more columns are needed. */
export function parseCef(line: string): CefEvent | undefined {
  const start = startPattern.exec(line.slice(0, maximumHeader));
  if (start === null) return undefined;
  const columns: string[] = [];
  let at = start.index + start[0].length;
  while (columns.length < 6) {
    const end = columnEnd(line, at);
    // The last column may be the end of the line: an event without extension.
    if (end === -1 && columns.length < 5) return undefined;
    columns.push(unescaped(line.slice(at, end === -1 ? undefined : end)).trim());
    at = end === -1 ? line.length : end + 1;
  }
  const [vendor = "", product = "", productVersion = "", signatureId = "", name = "", severity = ""] = columns;
  const syslog = start.index === 0 && line.startsWith("CEF") ? undefined : readSyslog(line);
  const [, version = ""] = start;
  const extension = new NamedValues(readExtension(line.slice(at)), noValue);
  return { syslog, version, vendor, product, productVersion, signatureId, name, severity, extension };
}

const noValue: ReadonlySet<string> = new Set(["-"]);

/** Index of the next `|` that no backslash escapes; -1 if there is none. */
function columnEnd(line: string, from: number): number {
  for (let index = from; index < line.length; index += 1) {
    const code = line.charCodeAt(index);
    if (code === 0x5c) index += 1;
    else if (code === 0x7c) return index;
  }
  return -1;
}

/**
 * `key=value key=value`: a value may have spaces and reaches up to the next key. The first of a key counts: what a
 * client controls, such as the URL, tends to come later.
 */
function readExtension(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let key: string | undefined;
  let start = 0;
  for (const match of text.matchAll(/(?:^|\s)([A-Za-z0-9_.[\]-]{1,64})=/g)) {
    if (key !== undefined) addValue(values, key, text.slice(start, match.index));
    key = match[1];
    start = match.index + match[0].length;
  }
  if (key !== undefined) addValue(values, key, text.slice(start));
  return values;
}

function addValue(values: Map<string, string>, key: string, value: string): void {
  if (!values.has(key)) values.set(key, unescaped(value.trim()));
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
]);

function unescaped(value: string): string {
  if (!value.includes("\\")) return value;
  return value.replace(/\\([\\|=nr])/g, (_, character: string) => escapes.get(character) ?? character);
}
