import type { LogAccess, LogRedaction, ReplicaBucket } from "../components";
import * as named from "../components/aws/text-forms";
import { networkOf, personalKinds } from "../functions/redactor/redaction";
import * as define from "./definition";
import { MembersReader } from "./members-reader";

/** Of 45 that an Object Lambda access point may have, and 50 of the one behind it, whose name ends in -original. */
const longestRedactingName = 41;

/** Reads an item of `siem:accessPoints`. */
export function parseLogAccess(item: Readonly<Record<string, unknown>>): LogAccess {
  refuseOthers(item, ["name", "roleArns", "prefixes", "vpcId", "redaction"]);
  if (item.redaction !== undefined) refuseImpossibleRedaction(item);
  return {
    name: define.matching(named.accessPointName, item.name),
    roleArns: texts("roleArns", named.roleArn, item.roleArns),
    prefixes: texts("prefixes", named.keyPrefix, item.prefixes),
    vpcId: item.vpcId === undefined ? undefined : define.matching(named.vpcId, item.vpcId),
    redaction: new MembersReader(item).object("redaction", readRedaction),
  };
}

function readRedaction(read: MembersReader): LogRedaction {
  const pseudonymKeySecretArn = read.optionalText("pseudonymKeySecretArn", named.secretArn);
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
    bucketArn: define.matching(named.bucketArn, members.bucketArn),
    region: define.matching(named.region, members.region),
    keyArn: define.matching(named.keyArn, members.keyArn),
    accountId: members.accountId === undefined ? undefined : define.matching(named.accountId, members.accountId),
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
