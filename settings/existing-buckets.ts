import type { ExistingBucket } from "../components";
import * as named from "../components/aws/text-forms";
import * as define from "./definition";

const members = [
  "bucket",
  "accountId",
  "topicArn",
  "rawMessages",
  "eventBridge",
  "keyArns",
  "roleArn",
  "externalId",
] as const;

/** Reads an item of `siem:existingBuckets`. */
export function parseExistingBucket(item: Readonly<Record<string, unknown>>): ExistingBucket {
  const unknown = Object.keys(item).find((name) => !members.some((member) => member === name));
  if (unknown !== undefined) define.notAllowed(`members ${members.join(", ")}; "${unknown}" is none of them`);
  const optional = (form: define.TextForm, value: unknown) =>
    value === undefined ? undefined : define.matching(form, value);
  return {
    bucketName: define.matching(named.bucketName, item.bucket),
    accountId: optional(named.accountId, item.accountId),
    announcedBy: announcedBy(item),
    keyArns: keyArns(item.keyArns),
    reader: reader(optional(named.roleArn, item.roleArn), optional(named.externalId, item.externalId)),
  };
}

function announcedBy(item: Readonly<Record<string, unknown>>): ExistingBucket["announcedBy"] {
  const { eventBridge = false, rawMessages } = item;
  if (typeof eventBridge !== "boolean") define.notAllowed("true or false as eventBridge");
  if (eventBridge === (item.topicArn !== undefined)) {
    define.notAllowed("either topicArn, which gets the bucket's notifications, or eventBridge: true, not both");
  }
  if (rawMessages !== undefined && (eventBridge || typeof rawMessages !== "boolean")) {
    define.notAllowed("true or false as rawMessages, beside topicArn");
  }
  if (eventBridge) return "eventbridge";
  return { topicArn: define.matching(named.topicArn, item.topicArn), rawMessages };
}

function keyArns(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) define.notAllowed("a list of KMS keys as keyArns");
  return value.map((item: unknown) => define.matching(named.keyArn, item));
}

/** Without an external id, whoever has the account trust a role could be tricked into reading for somebody else. */
function reader(role: string | undefined, id: string | undefined): ExistingBucket["reader"] {
  if (role !== undefined && id !== undefined) return { roleArn: role, externalId: id };
  if (role === undefined && id === undefined) return undefined;
  return define.notAllowed("roleArn and externalId together: the role's trust policy must ask for the external id");
}
