import * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import type { PolicyConditions } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";

/** Who may deliver logs: named accounts, or every account of an organization. */
export type LogSenders =
  | { readonly accounts: readonly pulumi.Input<string>[] }
  /** Such as `o-exampleorg1`. */
  | { readonly organizationId: string };

/**
 * Conditions that hold only if a service delivers on behalf of a sender, and of a resource of the kind named by
 * `service` and `resource`: without them, anybody's trail or detector could write into the archive.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function sentBy(senders: LogSenders, target: AwsTarget, service: string, resource: string): PolicyConditions {
  const sourceArn = (accountId: pulumi.Input<string>) => arn(target, { service, region: "*", accountId, resource });
  if ("organizationId" in senders) {
    return {
      StringEquals: { "aws:SourceOrgID": senders.organizationId },
      ArnLike: { "aws:SourceArn": [sourceArn("*")] },
    };
  }
  return {
    StringEquals: { "aws:SourceAccount": senders.accounts },
    ArnLike: { "aws:SourceArn": senders.accounts.map(sourceArn) },
  };
}

/** The objects that a service may write: `AWSLogs/<account>/<suffix>`, with the organization between for its trails. */
export function senderObjects(
  senders: LogSenders,
  bucketArn: pulumi.Input<string>,
  suffix = "*",
): pulumi.Output<string>[] {
  if (!("organizationId" in senders)) {
    return senders.accounts.map((account) => pulumi.interpolate`${bucketArn}/AWSLogs/${account}/${suffix}`);
  }
  return [pulumi.interpolate`${bucketArn}/AWSLogs/*`];
}
