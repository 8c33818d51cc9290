import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { DependencyError } from "../../shared/errors";
import type { WorkQueue } from "../ports";

/** A queue that does not answer, such as from a VPC without a way to SQS, must not take the time of the whole batch. */
const requestMilliseconds = 3_000;

/** The loader's queue in SQS. */
export class SqsWorkQueue implements WorkQueue {
  constructor(
    private readonly client: SQSClient,
    private readonly queueUrl: string,
  ) {}

  async send(body: string, delaySeconds: number): Promise<void> {
    const command = new SendMessageCommand({ QueueUrl: this.queueUrl, MessageBody: body, DelaySeconds: delaySeconds });
    await this.client.send(command, inTime()).catch(fail);
  }

  async hide(receiptHandle: string, seconds: number): Promise<void> {
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: this.queueUrl,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    });
    await this.client.send(command, inTime()).catch(fail);
  }
}

/** For a request with all of its retries. */
function inTime(): { readonly abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(requestMilliseconds) };
}

function fail(error: unknown): never {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  throw new DependencyError(`SQS: ${name}: ${message}`, { cause: error });
}
