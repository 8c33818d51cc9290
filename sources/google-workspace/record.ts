import { records } from "../../functions/shared/records";
import { asArray, asRecord, type JsonObject } from "../../functions/shared/values";

/** An activity of the Reports API. */
export function isActivity(record: JsonObject): boolean {
  const id = asRecord(record.id);
  return typeof id?.applicationName === "string" && "uniqueQualifier" in id && typeof record.events === "object";
}

/** An alert of the Alert Center. */
export function isAlert(record: JsonObject): boolean {
  const type = asRecord(record.data)?.["@type"];
  return (
    typeof record.alertId === "string" &&
    typeof type === "string" &&
    type.startsWith("type.googleapis.com/google.apps.alertcenter.")
  );
}

/** The activities or alerts of an answer of the API. */
export function pageOf(record: JsonObject): readonly unknown[] | undefined {
  if (record.kind === "admin#reports#activities") return asArray(record.items);
  const alerts = records(record.alerts);
  return alerts.length > 0 && alerts.every(isAlert) ? alerts : undefined;
}

/** The activity once for each of its events, which are then numbered; anything else as it is. */
export function eventsOf(value: unknown): readonly unknown[] {
  const record = asRecord(value);
  const events = asArray(record?.events);
  if (record === undefined || events.length < 2) return [value];
  return events.map((event, eventNumber) => ({ ...record, events: [event], eventNumber }));
}

/** `[{name, value}, {name, boolValue}, {name, multiMessageValue: [{parameter: [...]}]}]` as an object. */
export function parametersOf(value: unknown): JsonObject {
  return Object.fromEntries(
    records(value).map((parameter): [string, unknown] => [
      typeof parameter.name === "string" ? parameter.name : "_",
      parameterValue(parameter),
    ]),
  );
}

function parameterValue(parameter: JsonObject): unknown {
  const message = asRecord(parameter.messageValue);
  if (message !== undefined) return parametersOf(message.parameter);
  if (Array.isArray(parameter.multiMessageValue)) {
    return records(parameter.multiMessageValue).map((item) => parametersOf(item.parameter));
  }
  return (
    parameter.value ??
    parameter.intValue ??
    parameter.boolValue ??
    parameter.multiValue ??
    parameter.multiIntValue ??
    parameter.multiBoolValue
  );
}
