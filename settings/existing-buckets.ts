import type { ExistingBucket } from "../components";
import * as define from "./definition";

const bucketName = { pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, form: "the name of a bucket" };
const accountId = { pattern: /^\d{12}$/, form: "an AWS account id of twelve digits" };
const topicArn = {
  pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/,
  form: "the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:111122223333:new-logs",
};
const keyArn = {
  pattern: /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  form: "the ARN of a KMS key, not of an alias",
};
const roleArn = {
  pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  form: "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/read-logs",
};
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const externalId = {
  pattern: /^[\w+=,.@:/-]{2,1224}$/,
  form: "an external id of 2 to 1224 letters, digits and +=,.@:/-",
};

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
    bucketName: define.matching(bucketName, item.bucket),
    accountId: optional(accountId, item.accountId),
    announcedBy: announcedBy(item),
    keyArns: keyArns(item.keyArns),
    reader: reader(optional(roleArn, item.roleArn), optional(externalId, item.externalId)),
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
  return { topicArn: define.matching(topicArn, item.topicArn), rawMessages };
}

function keyArns(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) define.notAllowed("a list of KMS keys as keyArns");
  return value.map((item: unknown) => define.matching(keyArn, item));
}

/** Without an external id, whoever has the account trust a role could be tricked into reading for somebody else. */
function reader(role: string | undefined, id: string | undefined): ExistingBucket["reader"] {
  if (role !== undefined && id !== undefined) return { roleArn: role, externalId: id };
  if (role === undefined && id === undefined) return undefined;
  return define.notAllowed("roleArn and externalId together: the role's trust policy must ask for the external id");
}
