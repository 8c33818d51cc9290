import * as pulumi from "@pulumi/pulumi";
import type { ArchiveTarget, Organization } from "../../../components";
import { guardDutyFeatures } from "../../../components/organization/guardduty-features";
import { organizationServices } from "../../../components/organization/organization";
import type { Registered } from "../support";

export const [archiveAccount, management, administrator, member] = [
  ...["111122223333", "444455556666"],
  ...["777788889999", "123456789012"],
] as const;

/** An organization in two regions of which everything is logged. */
export const organization: Organization = {
  id: "o-exampleorg1",
  managementAccount: management,
  delegatedAdministrator: administrator,
  logArchiveAccount: archiveAccount,
  memberAccounts: [member],
  regions: ["eu-west-1", "us-east-1"],
  role: { name: "siem-deployment", externalId: "example-external-id" },
  services: organizationServices,
  dataEvents: [],
  guardDutyFeatures,
  trustedAccess: true,
  createServiceLinkedRoles: true,
  memberLogs: [],
};

/** The archive that is delivered to, in the archive's account. */
export const archive: ArchiveTarget = {
  bucketName: "aws-waf-logs-siem-test-1234567",
  bucketArn: pulumi.output("arn:aws:s3:::aws-waf-logs-siem-test-1234567"),
  keyArn: `arn:aws:kms:eu-west-1:${archiveAccount}:key/11111111-2222-4333-8444-555555555555`,
  permission: [],
};

/** Inputs of the resources of a type, by name, with the account that each is made in. */
export function made(registered: Registered, type: string): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    registered
      .all(type)
      .map(({ name, inputs, provider }) => [
        name,
        { account: provider === undefined ? archiveAccount : provider.slice(-12), ...inputs },
      ]),
  );
}
