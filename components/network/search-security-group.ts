import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { SiemComponent } from "../siem-component";
import { allowFromFunctions } from "./from-functions";

export interface SearchSecurityGroupArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Security group of the functions that search and load. */
  readonly functionSecurityGroupId: pulumi.Input<string>;
}

/** The security group of what logs are searched with: the functions reach it over HTTPS; add rules of your own for people. */
export class SearchSecurityGroup extends SiemComponent {
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: SearchSecurityGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:network:SearchSecurityGroup", name, args, opts);
    const { vpcId, functionSecurityGroupId } = args;
    const child = { parent: this };
    const group = new aws.ec2.SecurityGroup(name, { vpcId, description: "Search domain of the SIEM" }, child);
    allowFromFunctions(
      name,
      { securityGroupId: group.id, functionSecurityGroupId, protocol: "HTTPS", reached: "the search domain" },
      child,
    );
    this.securityGroupId = group.id;
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}
