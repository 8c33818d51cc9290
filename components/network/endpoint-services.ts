import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../aws/policy-document";
import type { AwsTarget } from "../aws/target";

interface EndpointAccess {
  /** What can be asked for through the endpoint, and nothing else. */
  readonly actions: readonly string[];
  /** Whether things of other accounts can be reached through it. */
  readonly otherAccounts?: true;
}

/**
 * Services that a stack can have reached from its VPC beside S3, its queue and OpenSearch, which the SIEM itself needs.
 * What their endpoints allow is what programs that use these services for logs and alarms ask for.
 */
const accesses = {
  kms: { actions: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"] },
  logs: { actions: ["logs:CreateLogStream", "logs:PutLogEvents"] },
  monitoring: { actions: ["cloudwatch:PutMetricData"] },
  sns: { actions: ["sns:Publish"] },
  // Roles of other accounts are assumed here: it is what the service is for.
  sts: { actions: ["sts:AssumeRole", "sts:GetCallerIdentity"], otherAccounts: true },
  secretsmanager: { actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"] },
  // The service that makes domains; the domain itself is in the VPC.
  es: { actions: ["es:DescribeDomain", "es:DescribeDomainHealth"] },
} as const satisfies Readonly<Record<string, EndpointAccess>>;

export type EndpointService = keyof typeof accesses;

export const endpointServices = Object.keys(accesses) as readonly EndpointService[];

/** An interface endpoint of a service, and what it lets through. */
export interface InterfaceEndpoint {
  /** End of the service's name, such as `com.amazonaws.<region>.<service>`. */
  readonly service: string;
  readonly statement: PolicyStatement;
}

/** The endpoint of the queue through which the loader tells itself what is left, and of no other queue. */
export function queueEndpoint(target: AwsTarget, queueArn: pulumi.Input<string>): InterfaceEndpoint {
  return {
    service: "sqs",
    statement: {
      Sid: "OnlyTheLoadersQueue",
      Effect: "Allow",
      Principal: "*",
      Action: ["sqs:SendMessage", "sqs:ChangeMessageVisibility"],
      Resource: queueArn,
      Condition: { StringEquals: { "aws:PrincipalAccount": target.accountId } },
    },
  };
}

/** The endpoint of a service, open to the account's own principals and, as far as that can be said, things. */
export function serviceEndpoint(target: AwsTarget, service: EndpointService): InterfaceEndpoint {
  const { actions, otherAccounts }: EndpointAccess = accesses[service];
  return {
    service,
    statement: {
      Sid: "OwnAccount",
      Effect: "Allow",
      Principal: "*",
      Action: actions,
      Resource: "*",
      Condition: {
        StringEquals: {
          "aws:PrincipalAccount": target.accountId,
          ...(otherAccounts ? {} : { "aws:ResourceAccount": target.accountId }),
        },
      },
    },
  };
}
