interface TemplateFile {
  /** Relative to the source's folder. */
  readonly path: string;
  readonly content: string;
}

/** The files that a new log source starts with: JSON records with a time and an action. */
export function sourceTemplate(id: string): TemplateFile[] {
  const separator = id.indexOf("-");
  const vendor = id.slice(0, separator);
  const product = id.slice(separator + 1).replaceAll("-", "_");
  const key = `${id}/2026/01/02/example.json`;
  const record = { source: id, time: "2026-01-02T02:59:00Z", action: "example", address: "192.0.2.10" };
  return [
    { path: "index.ts", content: indexModule(id, vendor, product) },
    { path: "samples/example.input.json", content: `${JSON.stringify(record)}\n` },
    {
      path: "samples/example.expected.json",
      content: `${JSON.stringify(expected({ key, record, vendor, product }), undefined, 2)}\n`,
    },
  ];
}

function indexModule(id: string, vendor: string, product: string): string {
  return `import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, ipAddress, isoTime, nonEmpty, text } from "../../functions/shared/values";

export default defineSource({
  id: "${id}",
  title: "${vendor} ${product.replaceAll("_", " ")}",
  documentation: "https://example.com/the-owner's-page-on-this-format",
  module: "${vendor}",
  dataset: "${vendor}.${product}",
  indexPeriod: "month",
  delivery: "How the owner is set up to deliver it to the archive.",
  format: "json",
  keys: [{ pattern: /(?:^|\\/)${id}\\/\\d{4}\\/\\d\\d\\/\\d\\d\\/[^/]+\\.json(?:\\.gz)?$/ }],
  recognises: (value) => asRecord(value)?.["source"] === "${id}",
  open: () => mapRecord,
  fields: { "${vendor}.${product}.source": "keyword" },
});

function mapRecord({ value }: RawRecord): MappedRecord {
  const event = asRecord(value);
  if (event === undefined) throw new RecordError("The record is no JSON object.");
  return {
    kind: "event",
    document: {
      "@timestamp": isoTime(event["time"]),
      event: { category: ["configuration"], type: ["info"], action: text(event["action"]), outcome: "unknown" },
      source: nonEmpty({ ip: ipAddress(event["address"]) }),
      ${vendor}: nonEmpty({ ${product}: nonEmpty({ source: text(event["source"]) }) }),
    },
  };
}
`;
}

interface ExpectedParts {
  readonly key: string;
  readonly record: {
    readonly source: string;
    readonly time: string;
    readonly action: string;
    readonly address: string;
  };
  readonly vendor: string;
  readonly product: string;
}

function expected({ key, record, vendor, product }: ExpectedParts): object {
  return {
    key,
    received: 1,
    dropped: {},
    documents: [
      {
        "@timestamp": record.time,
        event: {
          category: ["configuration"],
          type: ["info"],
          action: record.action,
          outcome: "unknown",
          kind: "event",
          dataset: `${vendor}.${product}`,
          module: vendor,
          ingested: "2026-01-02T03:04:05.000Z",
        },
        source: { ip: record.address },
        [vendor]: { [product]: { source: record.source } },
        ecs: { version: "8.17.0" },
        related: { ip: [record.address] },
        log: { file: { path: `s3://archive/${key}` }, offset: 0 },
      },
    ],
  };
}
