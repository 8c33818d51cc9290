import { readConfigItem } from "../../functions/loader/formats/aws-config-item";
import type { MappedRecord, RecordEnvelope } from "../../functions/loader/source";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { isSecretOrVariables } from "../../functions/shared/secrets/secrets";
import { eventBridgeId } from "../../functions/shared/unique-id";
import { asRecord, isoTime, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

/** What happened to the resource, by the item's status or the notification's kind of change. */
const eventTypes: Readonly<Record<string, string>> = {
  CREATE: "creation",
  UPDATE: "change",
  DELETE: "deletion",
  OK: "change",
  ResourceDiscovered: "creation",
  ResourceDeleted: "deletion",
  ResourceDeletedNotRecorded: "deletion",
};

/** What resources are, where ECS has a category for it. */
const categories: Readonly<Record<string, readonly [category: string, type?: string]>> = {
  "AWS::IAM::User": ["iam", "user"],
  "AWS::IAM::Group": ["iam", "group"],
  "AWS::IAM::Role": ["iam"],
  "AWS::IAM::Policy": ["iam"],
  "AWS::EC2::Instance": ["host"],
};

/** @param notification what the item came in, if it did: it may tell the change. */
export function mapItem(value: JsonObject, notification: JsonObject): MappedRecord {
  const { captured, status, resourceType, id, document, fields } = readConfigItem(value);
  const difference = asRecord(notification.configurationItemDiff) ?? {};
  const delivered = asRecord(notification.s3DeliverySummary) ?? {};
  const changeType = text(difference.changeType) ?? text(value.changeType);
  const changes = asRecord(difference.changedProperties);
  const [category, kindOfType] = lookup(categories, resourceType) ?? [];
  const type = lookup(eventTypes, changeType ?? status) ?? "info";
  return {
    kind: "event",
    // The summary of an item that is too large for a notification must not stand for the item.
    id: id === undefined || notification.configurationItemSummary === undefined ? id : `${id}/summary`,
    document: {
      ...document,
      "@timestamp": captured ?? isoTime(notification.notificationCreationTime),
      event: {
        kind: "event",
        category: category === undefined ? ["configuration"] : [category, "configuration"],
        type: kindOfType === undefined ? [type] : [type, kindOfType],
        action: changeType ?? status ?? "ConfigurationItem",
        // Config records what has become of a resource.
        outcome: "success",
      },
      error: nonEmpty({ code: text(delivered.errorCode), message: text(delivered.errorMessage) }),
      aws: nonEmpty({
        config_history: nonEmpty({
          ...fields,
          change_type: changeType,
          changed_properties: changes === undefined ? undefined : list(Object.keys(changes)),
          changes: flatObject(changes, { isSecret: isSecretOrVariables }),
          // Where an item that is too large for a notification is.
          location: text(delivered.s3BucketLocation),
        }),
      }),
    },
  };
}

/** A notification about the delivery of history, or another event of AWS Config. */
export function mapNotice(value: JsonObject, envelope: RecordEnvelope | undefined): MappedRecord {
  const { s3Bucket, s3ObjectKey, notificationCreationTime, messageType, recordVersion: _, ...rest } = value;
  const message = text(messageType) ?? envelope?.detailType;
  const bucket = text(s3Bucket);
  const key = text(s3ObjectKey);
  return {
    kind: "event",
    id: eventBridgeId(envelope),
    document: {
      "@timestamp": isoTime(notificationCreationTime),
      event: {
        kind: "event",
        category: ["configuration"],
        type: ["info"],
        action: message ?? "notification",
        outcome: outcomeOf(message),
      },
      cloud: { service: { name: "config" } },
      aws: nonEmpty({
        config_history: nonEmpty({
          location: bucket === undefined || key === undefined ? undefined : `${bucket}/${key}`,
          notice: flatObject(rest, { isSecret: isSecretOrVariables }),
        }),
      }),
    },
  };
}

function outcomeOf(message: string | undefined): string {
  return message?.endsWith("Failed") === true ? "failure" : message?.endsWith("Completed") ? "success" : "unknown";
}
