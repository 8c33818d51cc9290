import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { RescueQueue, WaitingMessage } from "../ports";
import { awsRefusal } from "./aws-refusal";

/** Long enough that SQS asks all of its servers, and not only some: then "none" means none. */
const waitSeconds = 2;

export class SqsRescueQueue implements RescueQueue {
  constructor(
    private readonly client: SQSClient,
    private readonly url: string,
  ) {}

  async receive(hiddenSeconds: number): Promise<readonly WaitingMessage[]> {
    const request = new ReceiveMessageCommand({
      QueueUrl: this.url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: hiddenSeconds,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ["SentTimestamp", "ApproximateReceiveCount"],
    });
    const { Messages = [] } = await this.orExplain("sqs:ReceiveMessage", this.client.send(request));
    return Messages.map(({ MessageId = "", ReceiptHandle = "", Body = "", Attributes = {} }) => {
      const sent = Number(Attributes.SentTimestamp);
      return {
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        receiveCount: Number(Attributes.ApproximateReceiveCount ?? 0),
        sentAt: Number.isFinite(sent) && sent > 0 ? new Date(sent) : undefined,
      };
    });
  }

  async release(messages: readonly WaitingMessage[]): Promise<void> {
    for (let start = 0; start < messages.length; start += 10) {
      const Entries = messages
        .slice(start, start + 10)
        .map(({ receiptHandle }, place) => ({ Id: String(place), ReceiptHandle: receiptHandle, VisibilityTimeout: 0 }));
      // One that fails comes back by itself when its time is over.
      const request = new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.url, Entries });
      await this.orExplain("sqs:ChangeMessageVisibility", this.client.send(request));
    }
  }

  async remove({ receiptHandle }: WaitingMessage): Promise<void> {
    const request = new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle: receiptHandle });
    await this.orExplain("sqs:DeleteMessage", this.client.send(request));
  }

  async send(body: string): Promise<void> {
    const request = new SendMessageCommand({ QueueUrl: this.url, MessageBody: body });
    await this.orExplain("sqs:SendMessage", this.client.send(request));
  }

  private orExplain<Answer>(action: string, answer: Promise<Answer>): Promise<Answer> {
    return answer.catch((error: unknown) => {
      throw awsRefusal(error, action, `queue ${this.url}`);
    });
  }
}
