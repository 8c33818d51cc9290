import { asRecord, type JsonObject, text } from "../../functions/shared/values";

/** An event in the members that Azure Monitor's records and the API's answers have under different names. */
export interface Activity {
  /** Of the API only: the event's own id. */
  readonly id: string | undefined;
  readonly time: unknown;
  readonly category: string | undefined;
  readonly operation: string | undefined;
  readonly status: string | undefined;
  readonly subStatus: string | undefined;
  readonly description: string | undefined;
  readonly caller: string | undefined;
  readonly callerAddress: unknown;
  readonly authorization: JsonObject;
  readonly claims: JsonObject;
  readonly httpRequest: JsonObject;
  readonly properties: unknown;
  readonly record: JsonObject;
}

/** `Write`, `Delete` and `Action` stand for `Administrative` in records of an event hub or a storage account. */
const categories: ReadonlySet<string> = new Set([
  ...["administrative", "security", "servicehealth", "alert", "recommendation", "policy", "autoscale"],
  ...["resourcehealth", "write", "delete", "action"],
]);

/** The event, if the record is one. */
export function activityOf(record: JsonObject): Activity | undefined {
  const category = localised(record.category);
  const operation = localised(record.operationName);
  if (operation === undefined || category === undefined || !categories.has(category.toLowerCase())) return undefined;
  return asRecord(record.operationName) === undefined
    ? fromMonitor(record, category, operation)
    : fromApi(record, category, operation);
}

/** @see https://learn.microsoft.com/en-us/azure/azure-monitor/platform/activity-log-schema#schema-from-storage-account-and-event-hubs */
function fromMonitor(record: JsonObject, category: string, operation: string): Activity | undefined {
  const resource = text(record.resourceId);
  if (resource === undefined || !/^\/(?:subscriptions|providers|tenants)\//i.test(resource)) return undefined;
  const identity = asRecord(record.identity) ?? {};
  const claims = asRecord(identity.claims) ?? {};
  const properties = asRecord(record.properties) ?? {};
  return {
    id: text(properties.eventDataId),
    time: record.time,
    category,
    operation,
    status: text(record.resultType),
    subStatus: text(record.resultSignature),
    description: text(record.resultDescription) ?? text(properties.message),
    caller: undefined,
    callerAddress: record.callerIpAddress,
    authorization: asRecord(identity.authorization) ?? {},
    claims,
    httpRequest: {},
    properties: record.properties,
    record,
  };
}

/** @see https://learn.microsoft.com/en-us/rest/api/monitor/activity-logs/list */
function fromApi(record: JsonObject, category: string, operation: string): Activity | undefined {
  if (text(record.eventTimestamp) === undefined || !("eventDataId" in record)) return undefined;
  const httpRequest = asRecord(record.httpRequest) ?? {};
  const claims = asRecord(record.claims) ?? {};
  return {
    id: text(record.eventDataId),
    time: record.eventTimestamp,
    category,
    operation,
    status: localised(record.status),
    subStatus: localised(record.subStatus),
    description: text(record.description),
    caller: text(record.caller),
    callerAddress: httpRequest.clientIpAddress ?? claims.ipaddr,
    authorization: asRecord(record.authorization) ?? {},
    claims,
    httpRequest,
    properties: record.properties,
    record,
  };
}

/** A text, or the `value` of `{value, localizedValue}`. */
function localised(value: unknown): string | undefined {
  return text(asRecord(value)?.value) ?? text(value);
}
