import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Where a stack is deployed. */
export interface AwsTarget {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  /** Twelve digits. */
  readonly accountId: pulumi.Input<string>;
}

/** The partition, region and account of the provider that a component uses. */
export function currentTarget(parent: pulumi.Resource): AwsTarget {
  return {
    partition: aws.getPartitionOutput({}, { parent }).partition,
    region: aws.getRegionOutput({}, { parent }).region,
    accountId: aws.getCallerIdentityOutput({}, { parent }).accountId,
  };
}

/** Domain of the service endpoints of a partition. https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function dnsSuffix({ partition }: AwsTarget): pulumi.Output<string> {
  return pulumi.output(partition).apply((name) => (name === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"));
}
