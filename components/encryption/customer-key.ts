import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { accountRootArn } from "../aws/arn";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";

// The account's own IAM policies decide who may do these. Named one by one, so that a key allows nothing new by itself.
const accountActions = [
  ...["CreateAlias", "UpdateAlias", "DeleteAlias", "UpdateKeyDescription", "TagResource", "UntagResource"],
  ...["DescribeKey", "GetKeyPolicy", "PutKeyPolicy", "ListKeyPolicies", "ListResourceTags"],
  ...["EnableKey", "DisableKey", "ScheduleKeyDeletion", "CancelKeyDeletion"],
  ...["EnableKeyRotation", "DisableKeyRotation", "GetKeyRotationStatus", "ListKeyRotations", "RotateKeyOnDemand"],
  ...["CreateGrant", "ListGrants", "RevokeGrant", "RetireGrant"],
  ...["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
].map((action) => `kms:${action}`);

export interface CustomerKeyArgs {
  /** Where the key is made. */
  readonly target: AwsTarget;
  /** What the key encrypts. */
  readonly description: string;
  /** What services may do with the key, in addition to what the account's IAM policies allow. Default: nothing. */
  readonly serviceStatements?: readonly PolicyStatement[];
  /** Refuse to delete the key: what it encrypted is lost with it. Default: true. */
  readonly protect?: boolean;
}

/** A symmetric KMS key of the account's own, rotated each year, deleted 30 days after it is asked for, with an alias. */
export class CustomerKey extends SiemComponent {
  readonly keyArn: pulumi.Output<string>;
  readonly keyId: pulumi.Output<string>;

  constructor(name: string, args: CustomerKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:encryption:CustomerKey", name, args, opts);
    const { target, description, serviceStatements = [], protect = true } = args;

    const key = new aws.kms.Key(
      name,
      {
        description,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: policyDocument([
          {
            Sid: "AccountPoliciesDecide",
            Effect: "Allow",
            Principal: { AWS: accountRootArn(target) },
            Action: accountActions,
            // In a key's policy this is the key itself.
            Resource: "*",
          },
          ...serviceStatements,
        ]),
      },
      { parent: this, protect },
    );
    new aws.kms.Alias(name, { name: `alias/${name}`, targetKeyId: key.keyId }, { parent: this });

    this.keyArn = key.arn;
    this.keyId = key.keyId;
    this.registerOutputs({ keyArn: this.keyArn, keyId: this.keyId });
  }
}
