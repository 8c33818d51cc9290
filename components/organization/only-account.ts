import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError } from "../../functions/shared/errors";

/** The account that a stack is deployed with the credentials of; an error if it is not the log-archive account of the settings. */
export function onlyAccount(accountId: pulumi.Input<string>, logArchiveAccount: string): pulumi.Output<string> {
  return pulumi.output(accountId).apply((actual) => {
    if (actual === logArchiveAccount) return actual;
    throw new ConfigurationError(
      `The stack is deployed with the credentials of the account ${actual}, but the log-archive account of siem:organization is ${logArchiveAccount}: use credentials of ${logArchiveAccount}, or correct logArchiveAccount.`,
    );
  });
}
