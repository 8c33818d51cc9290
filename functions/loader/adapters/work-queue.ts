import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { DependencyError } from "../../shared/errors";
import type { WorkQueue } from "../ports";

/** The loader's queue in SQS. */
export class SqsWorkQueue implements WorkQueue {
  constructor(
    private readonly client: SQSClient,
    private readonly queueUrl: string,
  ) {}

  async send(body: string, delaySeconds: number): Promise<void> {
    const command = new SendMessageCommand({ QueueUrl: this.queueUrl, MessageBody: body, DelaySeconds: delaySeconds });
    await this.client.send(command).catch(fail);
  }

  async hide(receiptHandle: string, seconds: number): Promise<void> {
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: this.queueUrl,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    });
    await this.client.send(command).catch(fail);
  }
}

function fail(error: unknown): never {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  throw new DependencyError(`SQS: ${name}: ${message}`, { cause: error });
}
