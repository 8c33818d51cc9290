import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import type { Aws } from "../aws";
import { optionalText, policyText, type ResourceKind, tagList, tagsOf, textOf, unlessMissing } from "../kind";
import type { Properties } from "../properties";

const GONE = ["NotFoundException", "NotFound"];

async function topicIsThere(arn: string, aws: Aws): Promise<Properties | undefined> {
  const found = await unlessMissing(aws.sns.send(new GetTopicAttributesCommand({ TopicArn: arn })), ...GONE);
  return found === undefined ? undefined : {};
}

const topic: ResourceKind = {
  autoName: { property: "name", suffix: ({ fifoTopic }) => (fifoTopic === true ? ".fifo" : "") },
  replaceOn: ["name", "fifoTopic", "region"],
  async put(inputs, { aws }) {
    const fifo = inputs.fifoTopic === true ? { Attributes: { FifoTopic: "true" } } : {};
    const name = textOf(inputs, "name");
    const { TopicArn: arn = "" } = await aws.sns.send(new CreateTopicCommand({ Name: name, ...fifo }));
    const attributes = {
      DisplayName: optionalText(inputs, "displayName") ?? "",
      KmsMasterKeyId: optionalText(inputs, "kmsMasterKeyId"),
      Policy: inputs.policy === undefined ? undefined : policyText(inputs.policy),
    };
    for (const [AttributeName, AttributeValue] of Object.entries(attributes)) {
      if (AttributeValue === undefined) continue;
      await aws.sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName, AttributeValue }));
    }
    await aws.sns.send(new TagResourceCommand({ ResourceArn: arn, Tags: tagList(inputs) }));
    const { accountId } = await aws.callerIdentity();
    return { id: arn, outputs: { arn, owner: accountId, region: aws.region, tagsAll: tagsOf(inputs) } };
  },
  read: (id, _outputs, aws) => topicIsThere(id, aws),
  async remove(id, _outputs, aws) {
    await unlessMissing(aws.sns.send(new DeleteTopicCommand({ TopicArn: id })), ...GONE);
  },
};

// Removing it leaves the policy in place; the topic goes next and takes the policy with it.
const topicPolicy: ResourceKind = {
  replaceOn: ["arn"],
  async put(inputs, { aws }) {
    const arn = textOf(inputs, "arn");
    const attribute = { AttributeName: "Policy", AttributeValue: policyText(inputs.policy) };
    await aws.sns.send(new SetTopicAttributesCommand({ TopicArn: arn, ...attribute }));
    const { accountId } = await aws.callerIdentity();
    return { id: arn, outputs: { owner: accountId } };
  },
  read: (id, _outputs, aws) => topicIsThere(id, aws),
};

const topicSubscription: ResourceKind = {
  replaceOn: ["topic", "protocol", "endpoint"],
  async put(inputs, { aws }) {
    const { SubscriptionArn: arn = "" } = await aws.sns.send(
      new SubscribeCommand({
        TopicArn: textOf(inputs, "topic"),
        Protocol: textOf(inputs, "protocol"),
        Endpoint: textOf(inputs, "endpoint"),
        ReturnSubscriptionArn: true,
        ...(inputs.rawMessageDelivery === true ? { Attributes: { RawMessageDelivery: "true" } } : {}),
      }),
    );
    const { accountId } = await aws.callerIdentity();
    return { id: arn, outputs: { arn, ownerId: accountId, pendingConfirmation: false } };
  },
  async read(id, _outputs, aws) {
    const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: id });
    return (await unlessMissing(aws.sns.send(command), ...GONE)) === undefined ? undefined : {};
  },
  async remove(id, _outputs, aws) {
    await unlessMissing(aws.sns.send(new UnsubscribeCommand({ SubscriptionArn: id })), ...GONE);
  },
};

export const topicKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:sns/topic:Topic": topic,
  "aws:sns/topicPolicy:TopicPolicy": topicPolicy,
  "aws:sns/topicSubscription:TopicSubscription": topicSubscription,
};
