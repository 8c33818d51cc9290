import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  SQSClient,
  SQSServiceException,
} from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { SqsWorkQueue } from "../../../../functions/loader/adapters/work-queue";
import { DependencyError, OutageError } from "../../../../functions/shared/errors";

const url = "https://sqs.eu-west-1.amazonaws.com/111122223333/objects";

describe("the loader's queue in SQS", () => {
  describe("that answers", () => {
    const client = new SQSClient({ region: "eu-west-1" });
    const sqs = mockClient(client);
    const queue = new SqsWorkQueue(client, url);
    beforeEach(() => {
      sqs.reset();
      sqs.onAnyCommand().resolves({});
    });

    it("is sent messages with their delay", async () => {
      await queue.send("{}", 900);
      const input = sqs.commandCalls(SendMessageCommand)[0]?.args[0].input;
      assert.deepEqual(input, { QueueUrl: url, MessageBody: "{}", DelaySeconds: 900 });
    });

    it("is asked to hide a message", async () => {
      await queue.hide("receipt", 60);
      const input = sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input;
      assert.deepEqual(input, { QueueUrl: url, ReceiptHandle: "receipt", VisibilityTimeout: 60 });
    });

    it("names itself in its errors", async () => {
      sqs.rejects(new Error("throttled"));
      const isOurs = (error: unknown): boolean =>
        error instanceof DependencyError && error.message === "SQS: Error: throttled";
      await assert.rejects(queue.send("{}", 0), isOurs);
      await assert.rejects(queue.hide("receipt", 1), isOurs);
    });
  });

  for (const [name, httpStatusCode, isOutage] of [
    ["InvalidMessageContents", 400, false],
    ["ReceiptHandleIsInvalid", 404, false],
    ["AccessDeniedException", 403, false],
    ["RequestThrottled", 400, true],
    ["KmsThrottled", 400, true],
    ["TooManyRequests", 429, true],
    ["ServiceUnavailable", 503, true],
  ] as const) {
    it(`that answers ${name} ${isOutage ? "takes nothing" : "refuses one message"}`, async () => {
      const client = new SQSClient({ region: "eu-west-1" });
      const fault = new SQSServiceException({ name, $fault: "client", message: "no", $metadata: { httpStatusCode } });
      mockClient(client).rejects(fault);
      const isKind = (error: unknown): boolean =>
        error instanceof DependencyError && error instanceof OutageError === isOutage;
      await assert.rejects(new SqsWorkQueue(client, url).send("{}", 0), isKind);
    });
  }

  it("that does not answer is given up", async function () {
    this.timeout(30_000);
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" };
    const client = new SQSClient({ endpoint, region: "eu-west-1", credentials, useQueueUrlAsEndpoint: false });
    try {
      await assert.rejects(new SqsWorkQueue(client, url).send("{}", 0), OutageError);
    } finally {
      client.destroy();
      server.closeAllConnections();
      server.close();
    }
  });
});
