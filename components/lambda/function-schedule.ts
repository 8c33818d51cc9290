import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";

export interface FunctionScheduleArgs {
  readonly target: AwsTarget;
  /** What is done. */
  readonly description: string;
  readonly functionArn: pulumi.Input<string>;
  /** Such as `rate(1 day)`. */
  readonly expression: string;
  /** What the function is invoked with, JSON. */
  readonly input: pulumi.Input<string>;
  /** Key of the schedule. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** What must exist before the first invocation. */
  readonly startAfter: readonly pulumi.Resource[];
}

/** Has a function invoked again and again. */
export class FunctionSchedule extends pulumi.ComponentResource {
  constructor(name: string, args: FunctionScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:lambda:FunctionSchedule", name, {}, opts);
    const { target, description, functionArn, expression, input, kmsKeyArn, startAfter } = args;
    const role = new aws.iam.Role(
      name,
      {
        description,
        assumeRolePolicy: policyDocument([
          {
            Sid: "Scheduler",
            Effect: "Allow",
            Principal: { Service: "scheduler.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceAccount": target.accountId } },
          },
        ]),
      },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      name,
      {
        role: role.name,
        policy: policyDocument([
          { Sid: "Invoke", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functionArn },
          // https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
          { Sid: "ReadSchedule", Effect: "Allow", Action: "kms:Decrypt", Resource: kmsKeyArn },
        ]),
      },
      { parent: this },
    );
    new aws.scheduler.Schedule(
      name,
      {
        name,
        description,
        scheduleExpression: expression,
        flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 60 },
        kmsKeyArn,
        target: { arn: functionArn, roleArn: role.arn, input },
      },
      { parent: this, dependsOn: [policy, ...startAfter] },
    );
    this.registerOutputs({});
  }
}
