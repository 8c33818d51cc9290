import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../aws/policy-document";
import { ownAccountTrust } from "../aws/service-trust";
import { currentTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";

/** The role of one function. It is made before what it may use, so that policies of those can name it. */
export class FunctionRole extends SiemComponent {
  readonly roleArn: pulumi.Output<string>;
  readonly roleName: pulumi.Output<string>;
  /** Such as `AROA...`: what services call a session of the role. */
  readonly roleId: pulumi.Output<string>;

  constructor(name: string, args: { readonly description: string }, opts?: pulumi.ComponentResourceOptions) {
    super("siem:lambda:FunctionRole", name, args, opts);
    const role = new aws.iam.Role(
      name,
      {
        description: args.description,
        assumeRolePolicy: policyDocument([ownAccountTrust(currentTarget(this), "Lambda", "lambda.amazonaws.com")]),
      },
      { parent: this },
    );
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.roleId = role.uniqueId;
    this.registerOutputs({ roleArn: this.roleArn, roleName: this.roleName });
  }
}
