import * as assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { accountRootArn, arn, logsServicePrincipal, viaService } from "../../../components/aws/arn";
import type { AwsTarget } from "../../../components/aws/target";
import { beijing, govWest, ireland } from "../support";

const resolved = <T>(output: pulumi.Output<T>): Promise<unknown> =>
  new Promise((resolve) => {
    output.apply(resolve);
  });

describe("ARNs", () => {
  const cases: readonly [string, (target: AwsTarget) => pulumi.Output<string>, string[]][] = [
    [
      "a queue is of the target's partition, region and account",
      (target) => arn(target, { service: "sqs", resource: "objects" }),
      [
        "arn:aws:sqs:eu-west-1:111122223333:objects",
        "arn:aws-cn:sqs:cn-north-1:111122223333:objects",
        "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:objects",
      ],
    ],
    [
      "a bucket has neither region nor account",
      (target) => arn(target, { service: "s3", region: "", accountId: "", resource: "logs/*" }),
      ["arn:aws:s3:::logs/*", "arn:aws-cn:s3:::logs/*", "arn:aws-us-gov:s3:::logs/*"],
    ],
    [
      "an account stands for itself in its partition",
      (target) => accountRootArn(target, "444455556666"),
      ["arn:aws:iam::444455556666:root", "arn:aws-cn:iam::444455556666:root", "arn:aws-us-gov:iam::444455556666:root"],
    ],
    [
      "CloudWatch Logs is a principal of its region, under the partition's domain",
      logsServicePrincipal,
      ["logs.eu-west-1.amazonaws.com", "logs.cn-north-1.amazonaws.com.cn", "logs.us-gov-west-1.amazonaws.com"],
    ],
    [
      "KMS names the service that it is asked through by region and domain",
      (target) => viaService(target, "s3"),
      ["s3.eu-west-1.amazonaws.com", "s3.cn-north-1.amazonaws.com.cn", "s3.us-gov-west-1.amazonaws.com"],
    ],
  ];
  for (const [name, make, expected] of cases) {
    it(name, async () => {
      const made = await Promise.all([ireland, beijing, govWest].map((target) => resolved(make(target))));
      assert.deepEqual(made, expected);
    });
  }
});
