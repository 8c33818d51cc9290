import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../aws/policy-document";
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
        assumeRolePolicy: policyDocument([
          // No source condition: roles can be passed to functions of their own account only, so Lambda cannot be misled.
          { Sid: "Lambda", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
        ]),
      },
      { parent: this },
    );
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.roleId = role.uniqueId;
    this.registerOutputs({ roleArn: this.roleArn, roleName: this.roleName });
  }
}
