import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, type JsonObject, text } from "../../functions/shared/values";
import { mapPayload } from "./map";
import { hasPayload } from "./payloads";

export default defineSource({
  id: "github-webhook",
  title: "GitHub webhooks",
  documentation: "https://docs.github.com/en/webhooks/webhook-events-and-payloads",
  module: "github",
  dataset: "github.webhook",
  indexPeriod: "month",
  delivery:
    "Send an organisation's or repository's webhook, as JSON, to an endpoint that checks its signature and hands the bodies to Amazon Data Firehose or to the archive.",
  format: "json",
  keys: [],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && isPayload(record);
  },
  open: () => mapRecord,
  fields: {
    "github.webhook.event": "keyword",
    "github.webhook.repository": "keyword",
    "github.webhook.repository_public": "boolean",
    "github.webhook.ref": "keyword",
    "github.webhook.before": "keyword",
    "github.webhook.after": "keyword",
    "github.webhook.forced": "boolean",
    "github.webhook.number": "long",
    "github.webhook.title": "keyword",
    "github.webhook.state": "keyword",
    "github.webhook.conclusion": "keyword",
    "github.webhook.payload": "flat_object",
  },
});

function isPayload(record: JsonObject): boolean {
  const repository = asRecord(record.repository)?.full_name;
  const place = typeof repository === "string" ? repository.includes("/") : asRecord(record.organization) !== undefined;
  if (!place || typeof (record.action ?? "") !== "string") return false;
  return typeof asRecord(record.sender)?.login === "string" || (typeof repository === "string" && hasPayload(record));
}

function mapRecord({ value }: RawRecord): MappedRecord {
  const record = asRecord(value);
  if (record === undefined || (!isPayload(record) && text(record.action) === undefined)) {
    throw new RecordError("not a payload of a GitHub webhook: expected an object with repository or organization");
  }
  return { kind: "event", document: mapPayload(record) };
}
