import type { ExistingBucket } from "../components";
import * as forms from "./forms";
import type { MembersReader } from "./members-reader";

/** Reads an item of `siem:existingBuckets`. */
export function parseExistingBucket(read: MembersReader): ExistingBucket {
  return {
    bucketName: read.text("bucket", forms.bucketName),
    accountId: read.optionalText("accountId", forms.accountId),
    announcedBy: announcedBy(read),
    keyArns: read.texts("keyArns", forms.keyArn),
    reader: reader(read),
  };
}

function announcedBy(read: MembersReader): ExistingBucket["announcedBy"] {
  const topicArn = read.optionalText("topicArn", forms.topicArn);
  const rawMessages = read.has("rawMessages") ? read.flag("rawMessages", true) : undefined;
  if (read.flag("eventBridge", false)) {
    if (topicArn !== undefined)
      read.refuse("eventBridge", "either topicArn or eventBridge: true, not both; remove one");
    if (rawMessages !== undefined) read.refuse("rawMessages", "rawMessages beside topicArn only; remove it");
    return "eventbridge";
  }
  if (topicArn === undefined) {
    read.missing("topicArn", `${forms.topicArn.form}, which gets the bucket's notifications; or set eventBridge: true`);
  }
  return { topicArn, rawMessages };
}

/** Without an external id, whoever has the account trust a role could be tricked into reading for somebody else. */
function reader(read: MembersReader): ExistingBucket["reader"] {
  const [roleArn, externalId] = [
    read.optionalText("roleArn", forms.roleArn),
    read.optionalText("externalId", forms.externalId),
  ];
  if (roleArn === undefined && externalId === undefined) return undefined;
  if (roleArn === undefined) read.missing("roleArn", `${forms.roleArn.form}, beside externalId`);
  if (externalId === undefined) {
    read.missing("externalId", `${forms.externalId.form}, which the trust policy of roleArn asks for`);
  }
  return { roleArn, externalId };
}
