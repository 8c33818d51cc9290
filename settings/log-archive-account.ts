import * as aws from "@pulumi/aws";
import { ConfigurationError } from "../functions/shared/errors";
import type { Settings } from "../settings";

/**
 * Refuses to deploy an organization's log archive into another account than the settings say: policies and providers
 * are made for that one. To be awaited before anything is made.
 */
export async function refuseOtherAccount({ organization }: Pick<Settings, "organization">): Promise<void> {
  if (organization === undefined) return;
  const { logArchiveAccount } = organization;
  const { accountId } = await aws.getCallerIdentity();
  if (accountId === logArchiveAccount) return;
  throw new ConfigurationError(
    `The stack is deployed with the credentials of the account ${accountId}, but the log-archive account of siem:organization is ${logArchiveAccount}: use credentials of ${logArchiveAccount}, or correct logArchiveAccount.`,
  );
}
