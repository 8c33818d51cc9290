import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What data events are of, and whether of writes only. */
const selections = {
  "s3-objects": ["AWS::S3::Object"],
  "s3-object-writes": ["AWS::S3::Object", "writes"],
  "lambda-invocations": ["AWS::Lambda::Function"],
  "dynamodb-items": ["AWS::DynamoDB::Table"],
  "dynamodb-item-writes": ["AWS::DynamoDB::Table", "writes"],
  "sns-messages": ["AWS::SNS::Topic"],
  "sqs-messages": ["AWS::SQS::Queue"],
  "bedrock-models": ["AWS::Bedrock::Model"],
  "cognito-pools": ["AWS::Cognito::IdentityPool"],
} as const satisfies Record<string, readonly [type: string, only?: "writes"]>;

export type DataEvents = keyof typeof selections;

export const dataEvents = Object.keys(selections) as readonly DataEvents[];

/** What the loader works with: were its data events recorded, it would load them, and that would be recorded. */
export interface LoaderResources {
  /** Buckets that it reads. */
  readonly bucketArns: readonly pulumi.Output<string>[];
  readonly queueArn: pulumi.Input<string>;
  readonly functionArn: pulumi.Input<string>;
}

type Selector = aws.types.input.cloudtrail.TrailAdvancedEventSelector;
type FieldSelector = aws.types.input.cloudtrail.TrailAdvancedEventSelectorFieldSelector;

/**
 * Selectors for management events and some data events. Without the latter none are needed: a trail records management
 * events by itself.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 * @param loader Whose data events are left out.
 */
export function eventSelectors(events: readonly DataEvents[], loader: LoaderResources): Selector[] | undefined {
  if (events.length === 0) return undefined;
  const management: Selector = {
    name: "management",
    fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
  };
  return [
    management,
    ...events.map((name): Selector => {
      const [type, only]: readonly [string, "writes"?] = selections[name];
      return {
        name,
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: [type] },
          ...(only === "writes" ? [{ field: "readOnly", equals: ["false"] }] : []),
          ...leftOut(type, loader),
        ],
      };
    }),
  ];
}

// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
function leftOut(type: string, { bucketArns, queueArn, functionArn }: LoaderResources): FieldSelector[] {
  const field = "resources.ARN";
  if (type === "AWS::S3::Object") {
    return [{ field, notStartsWiths: bucketArns.map((bucketArn) => pulumi.interpolate`${bucketArn}/`) }];
  }
  if (type === "AWS::SQS::Queue") return [{ field, notEquals: [queueArn] }];
  if (type === "AWS::Lambda::Function") return [{ field, notEquals: [functionArn] }];
  return [];
}
