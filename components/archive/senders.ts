import * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import type { PolicyConditions } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";

/** As many fit into the policy of the archive's bucket, with room for access points; an organization has any number. */
export const mostNamedAccounts = 12;

/** Who may deliver logs: named accounts, or accounts of an organization. */
export type LogSenders =
  | { readonly accounts: readonly pulumi.Input<string>[]; readonly organizationId?: undefined }
  | {
      /** Such as `o-exampleorg1`. */
      readonly organizationId: string;
      /** Of its accounts these only. Default: all. */
      readonly accounts?: readonly pulumi.Input<string>[] | undefined;
    };

/**
 * Conditions that hold only if a service delivers on behalf of a sender, and of a resource of the kind named by
 * `service` and `resource`: without them, anybody's trail or detector could write into the archive.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function sentBy(senders: LogSenders, target: AwsTarget, service: string, resource: string): PolicyConditions {
  const sourceArn = (accountId: pulumi.Input<string>) => arn(target, { service, region: "*", accountId, resource });
  const { organizationId, accounts } = senders;
  if (organizationId === undefined) {
    return {
      StringEquals: { "aws:SourceAccount": senders.accounts },
      ArnLike: { "aws:SourceArn": senders.accounts.map(sourceArn) },
    };
  }
  return {
    StringEquals: { "aws:SourceOrgID": organizationId },
    // The ARN names the account. Its trail delivers for all members, so that aws:SourceAccount may be another.
    ArnLike: { "aws:SourceArn": (accounts ?? ["*"]).map(sourceArn) },
  };
}

/** The objects that a service may write: those under `AWSLogs/<account>/<suffix>`. */
export function senderObjects(
  { accounts }: LogSenders,
  bucketArn: pulumi.Input<string>,
  suffix = "*",
): pulumi.Output<string>[] {
  if (accounts === undefined) return [pulumi.interpolate`${bucketArn}/AWSLogs/*`];
  return accounts.map((account) => pulumi.interpolate`${bucketArn}/AWSLogs/${account}/${suffix}`);
}
