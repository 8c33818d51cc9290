import * as assert from "node:assert/strict";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { type AwsClientStub, mockClient } from "aws-sdk-client-mock";
import { publishTo } from "../../../../functions/detector/adapters/topic";
import { DependencyError } from "../../../../functions/shared/errors";

const topicArn = "arn:aws:sns:eu-west-1:111122223333:alerts";
const message = {
  subject: "[high] New alert",
  text: "for mail",
  json: '{"kind":"opened"}',
  attributes: { level: "high" },
};

describe("the topic of alerts", () => {
  let sns: AwsClientStub<SNSClient>;
  before(() => {
    sns = mockClient(SNSClient);
  });
  beforeEach(() => sns.reset());
  after(() => sns.restore());

  it("is sent a text for mail, JSON for everybody else, and what subscriptions are filtered by", async () => {
    sns.on(PublishCommand).resolves({});
    await publishTo(new SNSClient({ region: "eu-west-1" }), topicArn)(message);
    const [call] = sns.commandCalls(PublishCommand);
    const { Message = "", ...rest } = call?.args[0].input ?? {};
    assert.deepEqual(JSON.parse(Message), { default: '{"kind":"opened"}', email: "for mail" });
    assert.deepEqual(rest, {
      TopicArn: topicArn,
      Subject: "[high] New alert",
      MessageStructure: "json",
      MessageAttributes: { level: { DataType: "String", StringValue: "high" } },
    });
  });

  it("has the run fail, and its message sent again, where it takes nothing", async () => {
    sns.on(PublishCommand).rejects(new Error("throttled"));
    await assert.rejects(
      publishTo(new SNSClient({ region: "eu-west-1" }), topicArn)(message),
      (error) =>
        error instanceof DependencyError && /does not take "\[high\] New alert": throttled/.test(error.message),
    );
  });
});
