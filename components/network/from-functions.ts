import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { https, nfs } from "./traffic";

/** What functions send, by the names of the protocols. */
const traffic = { HTTPS: https, NFS: nfs };

export interface FromFunctionsArgs {
  /** Security group of what the functions reach. */
  readonly securityGroupId: pulumi.Input<string>;
  readonly functionSecurityGroupId: pulumi.Input<string>;
  readonly protocol: keyof typeof traffic;
  /** What the functions reach, as descriptions of rules say it: `the search domain`. */
  readonly reached: string;
}

/**
 * Lets functions reach something in their VPC, and nothing more: a rule that lets them in there, and one that lets them out.
 * @returns the latter: without it no function comes through.
 */
export function allowFromFunctions(
  name: string,
  { securityGroupId, functionSecurityGroupId, protocol, reached }: FromFunctionsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.vpc.SecurityGroupEgressRule {
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-from-functions`,
    {
      securityGroupId,
      referencedSecurityGroupId: functionSecurityGroupId,
      ...traffic[protocol],
      description: `${protocol} from the functions`,
    },
    opts,
  );
  return new aws.vpc.SecurityGroupEgressRule(
    `${name}-from-functions`,
    {
      securityGroupId: functionSecurityGroupId,
      referencedSecurityGroupId: securityGroupId,
      ...traffic[protocol],
      description: `${protocol} to ${reached}`,
    },
    opts,
  );
}
