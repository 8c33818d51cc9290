import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

/** A message as `sqs:ReceiveMessage` gives it. */
export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, unknown>>;
}

/** The queue that the pump reads. */
export interface MessageQueue {
  /** Up to `limit` (at most 10) messages; none at once when there are none. */
  receive(limit: number): Promise<QueueMessage[]>;
  delete(messages: readonly QueueMessage[]): Promise<void>;
  /** Makes a received message visible again after this time. */
  release(message: QueueMessage, afterSeconds: number): Promise<void>;
  /** How many messages it holds, whether visible, in flight or delayed. */
  depth(): Promise<number>;
  /** How many messages its dead-letter queue holds; 0 when it has none. */
  deadLetters(): Promise<number>;
}

const COUNTS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

/** The queue with this ARN in the AWS emulator, whose counts, unlike those of SQS, are exact. */
export async function sqsQueue(sqs: SQSClient, queueArn: string): Promise<MessageQueue> {
  const QueueUrl = await urlOf(sqs, queueArn);
  const redrive = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] }));
  const policy: unknown = JSON.parse(redrive.Attributes?.RedrivePolicy ?? "{}");
  const deadLetterArn = (policy as { deadLetterTargetArn?: unknown }).deadLetterTargetArn;
  const deadLetterUrl = typeof deadLetterArn === "string" ? await urlOf(sqs, deadLetterArn) : undefined;
  const count = async (url: string): Promise<number> => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...COUNTS] }),
    );
    return COUNTS.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0);
  };
  return {
    async receive(limit) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: Math.min(limit, 10),
          // Else the queue's own setting makes a receive wait, up to 20 s, for messages that will not come.
          WaitTimeSeconds: 0,
          MessageSystemAttributeNames: ["All"],
          MessageAttributeNames: ["All"],
        }),
      );
      return Messages.map((message) => ({
        messageId: message.MessageId ?? "",
        receiptHandle: message.ReceiptHandle ?? "",
        body: message.Body ?? "",
        attributes: message.Attributes ?? {},
        messageAttributes: message.MessageAttributes ?? {},
      }));
    },
    async delete(messages) {
      for (let start = 0; start < messages.length; start += 10) {
        const Entries = messages
          .slice(start, start + 10)
          .map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
    },
    async release({ receiptHandle }, afterSeconds) {
      await sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: afterSeconds }),
      );
    },
    depth: () => count(QueueUrl),
    deadLetters: () => (deadLetterUrl === undefined ? Promise.resolve(0) : count(deadLetterUrl)),
  };
}

async function urlOf(sqs: SQSClient, queueArn: string): Promise<string> {
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: queueArn.slice(queueArn.lastIndexOf(":") + 1) }),
  );
  return String(QueueUrl);
}
