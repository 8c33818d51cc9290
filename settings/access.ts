import type { LogAccess, LogRedaction, ReplicaBucket } from "../components";
import { personalKinds } from "../functions/redactor/redaction";
import * as forms from "./forms";
import type { MembersReader } from "./members-reader";
import { regions } from "./region";

/** Of 45 that an Object Lambda access point may have, and 50 of the one behind it, whose name ends in -original. */
const longestRedactingName = 41;

/** Reads an item of `siem:accessPoints`. */
export function parseLogAccess(read: MembersReader): LogAccess {
  const access = {
    name: read.text("name", forms.accessPointName),
    roleArns: read.someTexts("roleArns", forms.roleArn),
    prefixes: read.someTexts("prefixes", forms.keyPrefix),
    vpcId: read.optionalText("vpcId", forms.vpcId),
    redaction: read.object("redaction", readRedaction),
  };
  if (access.redaction === undefined) return access;
  if (access.name.length > longestRedactingName) {
    read.refuse("name", `at most ${longestRedactingName} characters beside redaction, which adds to it`);
  }
  if (access.vpcId !== undefined) {
    read.refuse(
      "vpcId",
      "no vpcId beside redaction: the function that masks reads through S3's public endpoint; remove it",
    );
  }
  return access;
}

function readRedaction(read: MembersReader): LogRedaction {
  const pseudonymKeySecretArn = read.optionalText("pseudonymKeySecretArn", forms.secretArn);
  const kinds = read.choices("kinds", personalKinds, personalKinds);
  if (kinds.length === 0) read.refuse("kinds", `one or more of ${personalKinds.join(", ")}`);
  return {
    kinds,
    keepNetworks: read.texts("keepNetworks", forms.network),
    ...(pseudonymKeySecretArn !== undefined && { pseudonymKeySecretArn }),
  };
}

/** Reads `siem:replica`. */
export function parseReplica(read: MembersReader): ReplicaBucket {
  return {
    bucketArn: read.text("bucketArn", forms.bucketArn),
    region: read.choice("region", regions),
    keyArn: read.text("keyArn", forms.keyArn),
    accountId: read.optionalText("accountId", forms.accountId),
  };
}
