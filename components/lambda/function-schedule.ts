import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";

export interface FunctionScheduleArgs {
  readonly target: AwsTarget;
  readonly functionArn: pulumi.Input<string>;
  /** What the function does then, and what the role is for. */
  readonly description: string;
  readonly roleDescription: string;
  /** Such as `rate(1 hour)`. */
  readonly expression: string;
  /** What it is invoked with, JSON. Default: what EventBridge Scheduler sends by itself. */
  readonly input?: pulumi.Input<string>;
  /** Minutes by which it may be later. Default: none. */
  readonly flexibleMinutes?: number;
  /** Key of the schedule. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** What must exist before the first run. */
  readonly startAfter: readonly pulumi.Resource[];
}

/** Starts a function again and again, with a role that can do nothing else. Its parts are children of `parent`. */
export function scheduleFunction(name: string, args: FunctionScheduleArgs, parent: pulumi.Resource): void {
  const { target, functionArn, kmsKeyArn, flexibleMinutes, input } = args;
  const role = new aws.iam.Role(
    `${name}-schedule`,
    {
      description: args.roleDescription,
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
    { parent },
  );
  const rolePolicy = new aws.iam.RolePolicy(
    `${name}-schedule`,
    {
      role: role.name,
      policy: policyDocument([
        { Sid: "Start", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functionArn },
        // https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
        { Sid: "ReadSchedule", Effect: "Allow", Action: "kms:Decrypt", Resource: kmsKeyArn },
      ]),
    },
    { parent },
  );
  new aws.scheduler.Schedule(
    name,
    {
      name,
      description: args.description,
      scheduleExpression: args.expression,
      flexibleTimeWindow:
        flexibleMinutes === undefined ? { mode: "OFF" } : { mode: "FLEXIBLE", maximumWindowInMinutes: flexibleMinutes },
      kmsKeyArn,
      target: {
        arn: functionArn,
        roleArn: role.arn,
        ...(input === undefined ? {} : { input }),
        // The next run looks at the same time again.
        retryPolicy: { maximumRetryAttempts: 0 },
      },
    },
    { parent, dependsOn: [rolePolicy, ...args.startAfter] },
  );
}
