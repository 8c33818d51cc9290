import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";

export interface ConfigAggregationArgs {
  readonly target: AwsTarget;
  /** Account of the provider. */
  readonly accountId: string;
  /** Region that it is seen in. */
  readonly region: string;
  /** What must be in force before: that the account administers AWS Config. */
  readonly after: readonly pulumi.Resource[];
}

/** The configuration of all accounts and regions in one place, of AWS Config. Its provider must be the delegated administrator's. */
export class ConfigAggregation extends SiemComponent {
  constructor(name: string, args: ConfigAggregationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:ConfigAggregation", name, args, opts);
    const { target, accountId, region, after } = args;
    const role = new aws.iam.Role(
      name,
      {
        description: "Lets AWS Config see which accounts the organization has",
        assumeRolePolicy: policyDocument([
          {
            Sid: "Config",
            Effect: "Allow",
            Principal: { Service: "config.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceAccount": accountId } },
          },
        ]),
      },
      { parent: this },
    );
    const permission = new aws.iam.RolePolicyAttachment(
      name,
      {
        role: role.name,
        policyArn: pulumi.interpolate`arn:${target.partition}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations`,
      },
      { parent: this },
    );
    new aws.cfg.ConfigurationAggregator(
      name,
      { region, name, organizationAggregationSource: { allRegions: true, roleArn: role.arn } },
      { parent: this, dependsOn: [permission, ...after] },
    );
    this.registerOutputs({});
  }
}
