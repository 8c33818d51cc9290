import { type LimitDefinition, limitDefinitions } from "../../functions/shared/limits";

const head = `<!-- Made by \`npm run generate\` from functions/shared/limits.ts; do not edit. -->
# Limits

Who can make one of your services write a log line can choose what is in it. These limits keep such input from filling memory, time or the search domain.
Their defaults are far from what logs are; a stack changes those that it names:

\`\`\`yaml
config:
  siem:limits: { lineBytes: 65536, expansionRatio: 500 }
\`\`\`

Each time one is reached it is counted: in the metric \`LimitsReached\` by \`limitName\`, in the loader's log line of the object (\`limitsReached\`), and, where the record is kept,
as a tag on its document. The alarm \`limits-reached\` goes off at more than 100 records in an hour, \`quarantined-objects\` at the first object.

| limit | default | allowed | what it bounds | beyond it | tag |
| --- | --- | --- | --- | --- | --- |
`;

const foot = `
## Bounds that are no settings

| what | bound |
| --- | --- |
| text of a record that could not be mapped, in \`event.original\` | its first 32,768 characters |
| a text in a \`flat_object\` | 32,766 bytes with its path, which is Lucene's bound; it ends with \`…\` |
| a name in a \`flat_object\` | 256 characters; empty names and dots become \`_\` |
| levels of a \`flat_object\` | 16; what is deeper becomes its JSON text |
| an own id | 512 bytes, which is OpenSearch's bound; a longer one becomes its SHA-256 |
| Base64 and gzip inside a record | the defaults of \`recordBytes\` and \`expansionRatio\`; 128 MiB for all gzip of a record |
| a Parquet file | 400 MiB; 10 million rows, or 10 for each byte if that is more; pages of 64 MiB |
| the window of zstd | 128 MiB |
| text that is no JSON among JSON values | after 32 MiB of it each line stands for itself |
| a value in the loader's own log | the beginning of a reason, 1,000 characters; a key has 1,024 bytes at most |
`;

/** The reference of all limits: docs/limits.md. */
export function limitReference(): string {
  const rows = Object.entries<LimitDefinition>(limitDefinitions).map(
    ([name, { default: usual, minimum, maximum, meaning, beyond, tag }]) =>
      `| \`${name}\` | ${number(usual)} | ${number(minimum)} to ${number(maximum)} | ${meaning} | ${beyond} | ${tag === undefined ? "" : `\`${tag}\``} |\n`,
  );
  return head + rows.join("") + foot;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
