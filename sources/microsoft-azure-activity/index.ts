import { defineSource, type MappedRecord, type RawRecord } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asArray, asRecord } from "../../functions/shared/values";
import { mapActivity } from "./map";
import { activityOf } from "./record";

export default defineSource({
  id: "microsoft-azure-activity",
  title: "Azure activity log",
  documentation: "https://learn.microsoft.com/en-us/azure/azure-monitor/platform/activity-log-schema",
  module: "microsoft",
  dataset: "microsoft.azure_activity",
  indexPeriod: "month",
  delivery:
    "Add a diagnostic setting for the subscription's activity log with an event hub or a storage account, and copy what arrives to the archive; or store answers of the Activity Logs API.",
  format: "json",
  recordArrays: ["records"],
  keys: [
    {
      pattern:
        /(?:^|\/)insights-activity-logs\/resourceId=\/SUBSCRIPTIONS\/[^/]+\/y=\d{4}\/m=\d\d\/d=\d\d\/h=\d\d\/m=\d\d\/PT1H\.json(?:\.gz)?$/i,
    },
  ],
  recognises: (value) => {
    const record = asRecord(value);
    return record !== undefined && (activityOf(record) !== undefined || (pageOf(value)?.some(isActivity) ?? false));
  },
  unfold: pageOf,
  open: () => mapRecord,
  sigma: [{ product: "azure", service: "activitylogs" }],
  fields: {
    "microsoft.azure_activity.category": "keyword",
    "microsoft.azure_activity.correlation_id": "keyword",
    "microsoft.azure_activity.operation_id": "keyword",
    "microsoft.azure_activity.level": "keyword",
    "microsoft.azure_activity.status": "keyword",
    "microsoft.azure_activity.sub_status": "keyword",
    "microsoft.azure_activity.resource.id": "keyword",
    "microsoft.azure_activity.resource.group": "keyword",
    "microsoft.azure_activity.resource.provider": "keyword",
    "microsoft.azure_activity.resource.type": "keyword",
    "microsoft.azure_activity.resource.name": "keyword",
    "microsoft.azure_activity.authorization.action": "keyword",
    "microsoft.azure_activity.authorization.scope": "keyword",
    "microsoft.azure_activity.authorization.role": "keyword",
    "microsoft.azure_activity.authorization.principal_type": "keyword",
    "microsoft.azure_activity.authorization.role_assignment_scope": "keyword",
    "microsoft.azure_activity.app_id": "keyword",
    "microsoft.azure_activity.authentication_methods": "keyword",
    "microsoft.azure_activity.claims": "flat_object",
    "microsoft.azure_activity.properties": "flat_object",
  },
});

function isActivity(value: unknown): boolean {
  const record = asRecord(value);
  return record !== undefined && activityOf(record) !== undefined;
}

/** The events of a page of the API's answer. */
function pageOf(value: unknown): readonly unknown[] | undefined {
  const record = asRecord(value);
  return record !== undefined && Array.isArray(record.value) && !("operationName" in record)
    ? asArray(record.value)
    : undefined;
}

function mapRecord({ value }: RawRecord): MappedRecord {
  const record = asRecord(value);
  const activity = record === undefined ? undefined : activityOf(record);
  if (activity === undefined) {
    throw new RecordError("not an event of Azure's activity log: expected operationName, resourceId and a category");
  }
  return { kind: "event", ...mapActivity(activity) };
}
