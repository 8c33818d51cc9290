import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { EnvelopeLayout, LogSource } from "../../functions/loader/source";
import { readExpected, type SampleCase, sourceCases } from "../sample-cases";
import { type FieldRow, fieldRows } from "./field-table";
import { sourceIds } from "./source-registry";

/** A sample is shown up to so many characters and lines. */
const shownCharacters = 1_500;
const shownLines = 12;

/** The pages on all log sources: an index and one page each. */
export async function sourceReference(root: string): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>();
  const sources: LogSource[] = [];
  for (const id of sourceIds(root)) {
    const { default: source } = require(join(root, "sources", id, "index.ts")) as { default: LogSource };
    sources.push(source);
    const cases = sourceCases(id, join(root, "sources", id));
    pages.set(`${id}.md`, page(source, cases, await fieldRows(source, cases)));
  }
  pages.set("README.md", index(sources));
  return pages;
}

const made = "<!-- Made by `npm run generate`; do not edit. -->\n";

function index(sources: readonly LogSource[]): string {
  const rows = sources.map(
    ({ id, title, dataset, indexPeriod }) =>
      `| [${id}](${id}.md) | ${cell(title)} | \`siem-${dataset}-*\` | ${indexPeriod} |`,
  );
  return `${made}# Log sources

The logs that the SIEM recognises and normalises, ${sources.length} in all. Each page says how the log is delivered, how its objects are
recognised, and what its fields become. [Log sources of your own](../own-sources.md) are added without a fork.

| source | logs | indices | one each |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}

function page(source: LogSource, cases: readonly SampleCase[], rows: readonly FieldRow[]): string {
  const { id, title, documentation, dataset, indexPeriod, delivery, fields } = source;
  const vendorRows = rows.filter(({ field }) => fields[field] !== undefined || isWithin(field, fields));
  const ecsRows = rows.filter((row) => !vendorRows.includes(row));
  return `${made}# ${title}

Source \`${id}\`, dataset \`${dataset}\`, an index each ${indexPeriod}: \`siem-${dataset}-*\`. Format: ${documentation}

## Delivery

${delivery}

## How it is recognised

${recognition(source, cases).join("\n")}

## ECS fields

As the samples of this source show them; what every document has is left out. "From" is the member of a JSON record that the
field takes its value from as it is: it holds the same, and changes with it.

${table(
  ["field", "from", "example"],
  ecsRows.map(({ field, from, example }) => [`\`${field}\``, code(from), code(example)]),
)}

## Fields of its own

${table(
  ["field", "type", "from", "example"],
  Object.entries(fields).map(([field, type]) => {
    const row = vendorRows.find((candidate) => candidate.field === field);
    return [`\`${field}\``, type, code(row?.from), code(row?.example)];
  }),
)}

## A sample

${sample(cases)}
`;
}

function isWithin(field: string, fields: LogSource["fields"]): boolean {
  return Object.keys(fields).some((name) => field.startsWith(`${name}.`));
}

function recognition(
  { keys, envelopes = [], generic, format, recordStart }: LogSource,
  cases: readonly SampleCase[],
): string[] {
  const examples = cases.map((sample) => readExpected(sample).key);
  const lines = keys.map(({ pattern, skip }) => {
    const example = examples.find((key) => pattern.test(key));
    if (skip !== undefined) return `- Left out, counted as \`${skip}\`: keys like \`${pattern.source}\``;
    return `- Key: \`${pattern.source}\`${example === undefined ? "" : `, such as \`${example}\``}`;
  });
  if (keys.length === 0) lines.push("- No key is documented: set `siem:sources`, or rely on the content.");
  lines.push(...envelopes.map(envelopeLine));
  lines.push(
    generic === true
      ? "- Content, unless another source knows the record: this is a general format."
      : "- Content: its records are told from those of all other sources.",
  );
  if (format === "lines" && recordStart !== undefined) lines.push("- A record may have several lines.");
  return lines;
}

function envelopeLine(layout: EnvelopeLayout): string {
  if ("logGroup" in layout) {
    const stream = layout.logStream === undefined ? "" : `, log stream \`${layout.logStream.source}\``;
    return `- CloudWatch Logs: log group \`${layout.logGroup.source}\`${stream}`;
  }
  const type = layout.detailType === undefined ? "" : `, detail type \`${layout.detailType.source}\``;
  return `- EventBridge: source \`${layout.eventSource.source}\`${type}`;
}

function sample(cases: readonly SampleCase[]): string {
  for (const example of cases) {
    const text = textOf(readFileSync(example.inputPath));
    const [document] = readExpected(example).documents ?? [];
    if (text === undefined || document === undefined) continue;
    return `${fenced(shortened(text), "")}\n\nbecomes, first of all,\n\n${fenced(JSON.stringify(document, undefined, 2), "json")}`;
  }
  return "The samples are binary files.";
}

function textOf(bytes: Buffer): string | undefined {
  const content = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  const text = content.toString("utf8");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a page cannot show
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.test(text) ? undefined : text.trimEnd();
}

function shortened(text: string): string {
  const lines = text.split(/\r?\n/);
  const some = lines.slice(0, shownLines).join("\n").slice(0, shownCharacters);
  return some.length === text.length ? some : `${some} ...`;
}

function fenced(text: string, language: string): string {
  const fence = text.includes("```") ? "````" : "```";
  return `${fence}${language}\n${text}\n${fence}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "None.";
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function code(text: string | undefined): string {
  if (text === undefined || text === "") return "";
  const shown = text.length > 200 ? `${text.slice(0, 197)}...` : text;
  const ticks = shown.includes("`") ? "``" : "`";
  return `${ticks}${cell(shown)}${ticks}`;
}

/** Text within a cell of a table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").trim();
}
