import type { LogAccess, LogRedaction, ReplicaBucket } from "../components";
import { networkOf, personalKinds } from "../functions/redactor/redaction";
import * as define from "./definition";
import { MembersReader } from "./members-reader";

const roleArn = {
  pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  form: "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/analyst",
};
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html
const pointName = {
  pattern: /^(?!.*-s3alias$)[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/,
  form: "the name of an access point: 3 to 50 of a-z, 0-9 and -, neither at an end, not ending in -s3alias",
};
const keyPrefix = {
  // What has a meaning in policies would let in more, or nobody.
  pattern: /^[^*?$]{1,1024}$/,
  form: "the start of keys, such as AWSLogs/111122223333/, without *, ? and $",
};
const vpcId = { pattern: /^vpc-[0-9a-f]{8,17}$/, form: "the id of a VPC, such as vpc-0123456789abcdef0" };
const bucketArn = { pattern: /^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, form: "the ARN of a bucket" };
const keyArn = {
  pattern: /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  form: "the ARN of a KMS key, not of an alias",
};
const region = { pattern: /^[a-z]{2}(?:-[a-z]+)+-\d$/, form: "a region, such as eu-central-1" };
const accountId = { pattern: /^\d{12}$/, form: "an AWS account id of twelve digits" };

const secretArn = {
  pattern: /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/,
  form: "the ARN of a secret of Secrets Manager",
};
/** Of 45 that an Object Lambda access point may have, and 50 of the one behind it, whose name ends in -original. */
const longestRedactingName = 41;

/** Reads an item of `siem:accessPoints`. */
export function parseLogAccess(item: Readonly<Record<string, unknown>>): LogAccess {
  refuseOthers(item, ["name", "roleArns", "prefixes", "vpcId", "redaction"]);
  if (item.redaction !== undefined) refuseImpossibleRedaction(item);
  return {
    name: define.matching(pointName, item.name),
    roleArns: texts("roleArns", roleArn, item.roleArns),
    prefixes: texts("prefixes", keyPrefix, item.prefixes),
    vpcId: item.vpcId === undefined ? undefined : define.matching(vpcId, item.vpcId),
    redaction: new MembersReader(item).object("redaction", readRedaction),
  };
}

function readRedaction(read: MembersReader): LogRedaction {
  const pseudonymKeySecretArn = read.optionalText("pseudonymKeySecretArn", secretArn);
  const kinds = read.choices("kinds", personalKinds, personalKinds);
  if (kinds.length === 0) define.notAllowed(`one or more of ${personalKinds.join(", ")} as redaction.kinds`);
  const keepNetworks = read.texts("keepNetworks", { pattern: /\//, form: "a network, such as 10.0.0.0/8" });
  const none = keepNetworks.find((text) => networkOf(text) === undefined);
  if (none !== undefined) define.notAllowed(`networks such as 10.0.0.0/8 as redaction.keepNetworks; "${none}" is none`);
  return {
    kinds,
    keepNetworks,
    ...(pseudonymKeySecretArn !== undefined && { pseudonymKeySecretArn }),
  };
}

function refuseImpossibleRedaction({ name, vpcId }: Readonly<Record<string, unknown>>): void {
  if (typeof name === "string" && name.length > longestRedactingName) {
    define.notAllowed(`a name of at most ${longestRedactingName} characters beside redaction, which adds to it`);
  }
  if (vpcId !== undefined) {
    define.notAllowed(
      "no vpcId beside redaction: the function that masks reads through S3's public endpoint; remove it",
    );
  }
}

/** Reads `siem:replica`; nothing where it is empty. */
export function parseReplica(members: Readonly<Record<string, unknown>>): ReplicaBucket | undefined {
  if (Object.keys(members).length === 0) return undefined;
  refuseOthers(members, ["bucketArn", "region", "keyArn", "accountId"]);
  return {
    bucketArn: define.matching(bucketArn, members.bucketArn),
    region: define.matching(region, members.region),
    keyArn: define.matching(keyArn, members.keyArn),
    accountId: members.accountId === undefined ? undefined : define.matching(accountId, members.accountId),
  };
}

function refuseOthers(item: Readonly<Record<string, unknown>>, members: readonly string[]): void {
  const unknown = Object.keys(item).find((name) => !members.includes(name));
  if (unknown !== undefined) define.notAllowed(`members ${members.join(", ")}; "${unknown}" is none of them`);
}

function texts(member: string, form: define.TextForm, value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) define.notAllowed(`a list of one or more as ${member}`);
  return value.map((item: unknown) => define.matching(form, item));
}
