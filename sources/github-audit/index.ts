import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { generatedId } from "../../functions/shared/unique-id";
import { asRecord, type JsonObject, text } from "../../functions/shared/values";
import { fields } from "./fields";
import { mapEvent } from "./map";

export default defineSource({
  id: "github-audit",
  title: "GitHub audit log",
  documentation:
    "https://docs.github.com/en/enterprise-cloud@latest/admin/monitoring-activity-in-your-enterprise/reviewing-audit-logs-for-your-enterprise/streaming-the-audit-log-for-your-enterprise",
  module: "github",
  dataset: "github.audit",
  indexPeriod: "day",
  delivery:
    "Stream the enterprise's audit log to the archive's bucket (Settings, Audit log, Log streaming, Amazon S3), Git events included; or store answers of the audit log API, or an export in JSON.",
  format: "json",
  // The stream's keys, documented as `YYYY/MM/HH/MM/<uuid>.json.gz`, could be anybody's: the records say what they are.
  keys: [],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && isEvent(record);
  },
  open: () => mapRecord,
  fields,
});

/** `git.push`, `protected_branch.policy_override`, `business.set_fine_grained_personal_access_tokens.enabled` */
const actionPattern = /^[a-z][a-z0-9_]*\.[a-z0-9_.]+$/;

/** Two of these tell an event from anything else with an action. */
const telling = [
  "_document_id",
  "actor",
  "actor_id",
  "org",
  "business",
  "repo",
  "repository",
  "user",
  "operation_type",
];

function isEvent(record: JsonObject): boolean {
  if (typeof record.action !== "string" || !actionPattern.test(record.action)) return false;
  if (typeof (record.actor ?? "") !== "string") return false;
  return telling.filter((name) => name in record).length >= 2;
}

function mapRecord({ value }: RawRecord): MappedRecord {
  const record = asRecord(value);
  if (record === undefined || text(record.action) === undefined) {
    throw new RecordError("not an event of GitHub's audit log: expected an object with action and actor");
  }
  return { kind: "event", document: mapEvent(record), id: generatedId(record._document_id) };
}
