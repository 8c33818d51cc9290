import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type PolicyConditions, type PolicyStatement, policyDocument } from "../aws/policy-document";
import { SiemComponent } from "../siem-component";

export interface ServiceRoleArgs {
  readonly description: string;
  /** Such as `logs.amazonaws.com`. */
  readonly service: string;
  /** For whom the service may use the role. */
  readonly condition: PolicyConditions;
  readonly statements: readonly PolicyStatement[];
}

/** A role that a service uses to pass something on. */
export class ServiceRole extends SiemComponent {
  readonly roleArn: pulumi.Output<string>;
  /** What must be in force before the role is used. */
  readonly rolePolicy: aws.iam.RolePolicy;

  constructor(name: string, args: ServiceRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:ServiceRole", name, args, opts);
    const { description, service, condition, statements } = args;
    const role = new aws.iam.Role(
      name,
      {
        description,
        assumeRolePolicy: policyDocument([
          {
            ...{ Sid: "Service", Effect: "Allow", Action: "sts:AssumeRole" },
            ...{ Principal: { Service: service }, Condition: condition },
          },
        ]),
      },
      { parent: this },
    );
    this.rolePolicy = new aws.iam.RolePolicy(
      name,
      { role: role.name, policy: policyDocument(statements) },
      { parent: this },
    );
    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
