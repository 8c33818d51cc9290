import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";

export interface MemberProvidersArgs {
  /** Where the stack itself is deployed; this account needs no other credentials. */
  readonly target: AwsTarget;
  /** Account of the target, known before the deployment. */
  readonly ownAccount: string;
  readonly accounts: readonly string[];
  readonly role: {
    /** With its path, if it has one. */
    readonly name: string;
    /** What the role's trust policy asks for, if anything. */
    readonly externalId?: string | undefined;
  };
}

/** The options by which children and components of an account are made. */
export interface InAccount {
  readonly provider?: aws.Provider;
}

/**
 * A provider for each account other than the stack's own in which something is made, with the credentials of a role there.
 * One is enough for all regions: each regional resource of the AWS provider 7 names its own, and a provider is a process of
 * some 200 MB.
 */
export class MemberProviders extends SiemComponent {
  private readonly providers = new Map<string, aws.Provider>();

  constructor(
    private readonly name: string,
    private readonly args: MemberProvidersArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("siem:organization:MemberProviders", name, args, opts);
    this.registerOutputs({});
  }

  /** To be spread into the options of what is made in the account. */
  in(accountId: string): InAccount {
    const { ownAccount, accounts } = this.args;
    if (accountId === ownAccount) return {};
    if (!accounts.includes(accountId)) {
      throw new Error(`There is no provider for the account ${accountId}; name it among the accounts`);
    }
    const provider = this.providers.get(accountId) ?? this.provider(accountId);
    this.providers.set(accountId, provider);
    return { provider };
  }

  private provider(accountId: string): aws.Provider {
    const { target, role } = this.args;
    return new aws.Provider(
      `${this.name}-${accountId}`,
      {
        region: target.region,
        assumeRoles: [
          {
            roleArn: arn(target, { service: "iam", region: "", accountId, resource: `role/${role.name}` }),
            sessionName: "siem",
            ...(role.externalId !== undefined && { externalId: role.externalId }),
          },
        ],
        allowedAccountIds: [accountId],
      },
      { parent: this },
    );
  }
}
