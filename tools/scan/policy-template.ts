import type { GraphResource } from "../../cli/graph";

interface Carrier {
  /** Input that holds the policy. */
  readonly input: string;
  readonly cloudFormationType: string;
  /** Property of the CloudFormation type that holds it. */
  readonly property: string;
  /** Other properties that the type requires, made of a number that no other resource has. */
  readonly others: (unique: number) => object;
  /** Whether it says what its bearer may do, rather than who may use a resource. */
  readonly ofIdentity: boolean;
}

const ofResource = { ofIdentity: false };
const carriers: Readonly<Record<string, Carrier>> = {
  "aws:iam/role:Role": {
    input: "assumeRolePolicy",
    cloudFormationType: "AWS::IAM::Role",
    property: "AssumeRolePolicyDocument",
    others: () => ({}),
    ...ofResource,
  },
  "aws:iam/rolePolicy:RolePolicy": {
    input: "policy",
    cloudFormationType: "AWS::IAM::ManagedPolicy",
    property: "PolicyDocument",
    others: () => ({}),
    ofIdentity: true,
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    input: "policy",
    cloudFormationType: "AWS::S3::BucketPolicy",
    property: "PolicyDocument",
    others: (unique) => ({ Bucket: `bucket-${unique}` }),
    ...ofResource,
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    input: "policy",
    cloudFormationType: "AWS::SQS::QueuePolicy",
    property: "PolicyDocument",
    others: (unique) => ({ Queues: [`https://sqs.eu-west-1.amazonaws.com/111122223333/queue-${unique}`] }),
    ...ofResource,
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    input: "policy",
    cloudFormationType: "AWS::SNS::TopicPolicy",
    property: "PolicyDocument",
    others: (unique) => ({ Topics: [`arn:aws:sns:eu-west-1:111122223333:topic-${unique}`] }),
    ...ofResource,
  },
  "aws:kms/key:Key": {
    input: "policy",
    cloudFormationType: "AWS::KMS::Key",
    property: "KeyPolicy",
    others: () => ({}),
    ...ofResource,
  },
};

/** A policy document of a stage. */
export interface FoundPolicy {
  /** Type and name of the resource that holds it. */
  readonly holder: string;
  readonly document: unknown;
  readonly ofIdentity: boolean;
}

/** Every policy document of a stage, and a CloudFormation template with all of them; the n-th is resource `Policy<n>`. */
export function policyTemplate(resources: readonly GraphResource[]): { policies: FoundPolicy[]; template: object } {
  const policies: FoundPolicy[] = [];
  const templateResources: Record<string, object> = {};
  for (const { type, name, inputs } of resources) {
    const carrier = carriers[type];
    const text = carrier && inputs[carrier.input];
    if (!carrier || typeof text !== "string") continue;
    const document: unknown = JSON.parse(text);
    templateResources[`Policy${policies.length}`] = {
      Type: carrier.cloudFormationType,
      Properties: { ...carrier.others(policies.length), [carrier.property]: document },
    };
    policies.push({ holder: `${type} ${name}`, document, ofIdentity: carrier.ofIdentity });
  }
  return { policies, template: { AWSTemplateFormatVersion: "2010-09-09", Resources: templateResources } };
}
