import {
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  type SQSClient,
  SQSServiceException,
} from "@aws-sdk/client-sqs";
import { DependencyError, OutageError } from "../../shared/errors";
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
  const Fault = isRefusal(error) ? DependencyError : OutageError;
  throw new Fault(`SQS: ${name}: ${message}`, { cause: error });
}

/** Whether the queue works and refuses what it was asked for, such as a message that is too large or a receipt that is over. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof SQSServiceException)) return false;
  const { httpStatusCode = 500 } = error.$metadata;
  // Its own throttling, and that of KMS for it, are answered with 400 too.
  return httpStatusCode < 500 && httpStatusCode !== 429 && !/thrott/i.test(error.name);
}
