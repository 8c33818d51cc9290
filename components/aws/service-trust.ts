import type { TrustStatement } from "./policy-document";
import type { AwsTarget } from "./target";

/**
 * Lets a service take a role that somebody of the same account gave it, which AWS checks (`iam:PassRole`): Lambda, S3 for
 * replication, S3 Batch Operations. AWS documents no source that these name when they take the role, so none is asked for;
 * but if one is named it must be of this account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function ownAccountTrust(target: AwsTarget, Sid: string, service: string): TrustStatement {
  return {
    Sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    Condition: { StringEqualsIfExists: { "aws:SourceAccount": target.accountId } },
  };
}
