import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
} from "@aws-sdk/client-sqs";
import type { Aws } from "../aws";
import { isAwsError, policyText, type ResourceKind, tagsOf, textOf, unlessMissing } from "../kind";
import type { Properties } from "../properties";

const GONE = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];

/** Pulumi property -> SQS attribute, and what SQS uses when the property is left out. */
const ATTRIBUTES: readonly (readonly [property: string, attribute: string, standard?: string])[] = [
  ["visibilityTimeoutSeconds", "VisibilityTimeout", "30"],
  ["messageRetentionSeconds", "MessageRetentionPeriod", "345600"],
  ["maxMessageSize", "MaximumMessageSize", "262144"],
  ["delaySeconds", "DelaySeconds", "0"],
  ["receiveWaitTimeSeconds", "ReceiveMessageWaitTimeSeconds", "0"],
  ["kmsMasterKeyId", "KmsMasterKeyId"],
  ["kmsDataKeyReusePeriodSeconds", "KmsDataKeyReusePeriodSeconds"],
  ["sqsManagedSseEnabled", "SqsManagedSseEnabled"],
  ["redrivePolicy", "RedrivePolicy"],
  ["redriveAllowPolicy", "RedriveAllowPolicy"],
  ["policy", "Policy"],
  ["contentBasedDeduplication", "ContentBasedDeduplication"],
];

function attributesOf(inputs: Properties): Record<string, string> {
  const entries = ATTRIBUTES.flatMap(([property, attribute, standard]) => {
    const value = inputs[property] ?? standard;
    return value === undefined ? [] : [[attribute, policyText(value)] as const];
  });
  return Object.fromEntries(entries);
}

const queue: ResourceKind = {
  autoName: { property: "name", limit: 80, suffix: ({ fifoQueue }) => (fifoQueue === true ? ".fifo" : "") },
  replaceOn: ["name", "fifoQueue", "region"],
  async put(inputs, { aws }) {
    const name = textOf(inputs, "name");
    const attributes = attributesOf(inputs);
    const tags = tagsOf(inputs);
    // Created bare: CreateQueue refuses a queue that exists with other attributes, and we may have to adopt one.
    const fifo = inputs.fifoQueue === true ? { Attributes: { FifoQueue: "true" } } : {};
    const { QueueUrl: url = "" } = await aws.sqs.send(new CreateQueueCommand({ QueueName: name, ...fifo }));
    await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
    if (Object.keys(tags).length > 0) await aws.sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: tags }));
    return { id: url, outputs: { arn: await aws.arn("sqs", name), url, region: aws.region, tagsAll: tags } };
  },
  read: (id, _outputs, aws) => queueIsThere(id, aws),
  async remove(id, _outputs, aws) {
    await unlessMissing(aws.sqs.send(new DeleteQueueCommand({ QueueUrl: id })), ...GONE);
  },
};

async function queueIsThere(url: string, aws: Aws): Promise<Properties | undefined> {
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] });
  return (await unlessMissing(aws.sqs.send(command), ...GONE)) === undefined ? undefined : {};
}

/** A policy that SQS keeps as an attribute of the queue. */
function queueAttribute(property: string, attribute: "Policy" | "RedrivePolicy" | "RedriveAllowPolicy"): ResourceKind {
  const set = (url: string, value: string, { sqs }: Aws) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { [attribute]: value } }));
  return {
    replaceOn: ["queueUrl"],
    async put(inputs, { aws }) {
      const url = textOf(inputs, "queueUrl");
      await set(url, policyText(inputs[property]), aws);
      return { id: url, outputs: {} };
    },
    read: (id, _outputs, aws) => queueIsThere(id, aws),
    async remove(id, _outputs, aws) {
      try {
        await set(id, "", aws);
      } catch (error) {
        if (!isAwsError(error, ...GONE)) throw error;
      }
    },
  };
}

export const queueKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:sqs/queue:Queue": queue,
  "aws:sqs/queuePolicy:QueuePolicy": queueAttribute("policy", "Policy"),
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": queueAttribute("redriveAllowPolicy", "RedriveAllowPolicy"),
  "aws:sqs/redrivePolicy:RedrivePolicy": queueAttribute("redrivePolicy", "RedrivePolicy"),
};
