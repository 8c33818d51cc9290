import assert from "node:assert/strict";
import { isPrivateAddress } from "../../../functions/investigator/network";
import type { Found } from "../../../functions/investigator/search";
import { tacticOf } from "../../../functions/investigator/stages";

describe("The tactic of a call", () => {
  const cases = [
    ["sts", "GetCallerIdentity", "Discovery"],
    ["iam", "ListUsers", "Discovery"],
    ["rds", "DescribeDBSnapshots", "Discovery"],
    ["iam", "CreateUser", "Persistence"],
    ["iam", "CreateAccessKey", "Persistence"],
    ["iam", "AttachUserPolicy", "Privilege Escalation"],
    ["iam", "CreatePolicyVersion", "Privilege Escalation"],
    ["sts", "AssumeRole", "Lateral Movement"],
    ["ssm", "SendCommand", "Execution"],
    ["ssm", "GetParameters", "Credential Access"],
    ["secretsmanager", "GetSecretValue", "Credential Access"],
    ["cloudtrail", "StopLogging", "Defense Evasion"],
    ["guardduty", "DeleteDetector", "Defense Evasion"],
    ["s3", "GetObject", "Collection"],
    ["s3", "GetBucketPolicy", "Discovery"],
    ["rds", "CreateDBSnapshot", "Collection"],
    ["ec2", "ModifySnapshotAttribute", "Exfiltration"],
    ["s3", "DeleteBucket", "Impact"],
  ] as const;
  for (const [service, action, tactic] of cases) {
    it(`of ${service}:${action} is ${tactic}`, () => {
      const document: Found["document"] = { event: { action }, cloud: { service: { name: service } } };
      assert.equal(tacticOf({ id: "1", index: "i", document }), tactic);
    });
  }
});

describe("A private address", () => {
  for (const address of [
    "10.0.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "fd00:ec2::254",
  ]) {
    it(`includes ${address}`, () => assert.ok(isPrivateAddress(address)));
  }
  for (const address of ["172.32.0.1", "192.0.2.1", "198.51.100.1", "2001:db8::1"]) {
    it(`does not include ${address}`, () => assert.ok(!isPrivateAddress(address)));
  }
});
