import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

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

type Selector = aws.types.input.cloudtrail.TrailAdvancedEventSelector;

/**
 * Selectors for management events and some data events. Without the latter none are needed: a trail records management
 * events by itself.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 * @param bucketArns Buckets whose objects are left out. Of the archive they must be: the loader's reading would be
 * recorded there, and read, and recorded.
 */
export function eventSelectors(
  events: readonly DataEvents[],
  bucketArns: readonly pulumi.Output<string>[],
): Selector[] | undefined {
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
          ...(type === "AWS::S3::Object"
            ? [{ field: "resources.ARN", notStartsWiths: bucketArns.map((arn) => arn.apply((text) => `${text}/`)) }]
            : []),
        ],
      };
    }),
  ];
}
