import * as assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Context, SNSEvent } from "aws-lambda";
import { type AwsClientStub, mockClient } from "aws-sdk-client-mock";
import { ConfigurationError, DependencyError } from "../../../functions/shared/errors";
import { deliver } from "../../../functions/webhook/deliver";
import type * as Handler from "../../../functions/webhook/handler";
import { loadFunction } from "../../support/function-environment";

const url = "https://hooks.example.com/services/T0/B0/secret";
const message = JSON.stringify({
  kind: "opened",
  alert: { id: "alert-1", count: 3, last_seen: "2026-01-31T09:00:00.000Z" },
  rule: { key: "rule", name: "A trail was stopped", level: "high", author: ["Somebody"] },
  new: { count: 2, entities: { user: ["mary"] } },
});

describe("the webhook of alerts", () => {
  it("is sent each message of the topic, in their order", async () => {
    const sent: (readonly [string, string])[] = [];
    const post = async (to: string, body: string) => {
      sent.push([to, (JSON.parse(body) as { text: string }).text]);
      return { status: 200, text: "ok" };
    };
    await deliver([message, message.replace("opened", "grew")], { url: async () => url, post });
    assert.deepEqual(sent, [
      [url, "[high] opened: A trail was stopped"],
      [url, "[high] grew: A trail was stopped"],
    ]);
  });

  const failing: readonly (readonly [string, () => Promise<{ status: number; text: string }>, RegExp])[] = [
    ["refuses", async () => ({ status: 404, text: "no_team" }), /answered 404: no_team/],
    ["has too much to do", async () => ({ status: 429, text: "slow" }), /answered 429: slow/],
    ["cannot be reached", () => Promise.reject(new TypeError(`fetch failed: ${url}`)), /not be reached \(TypeError\)/],
  ];
  for (const [name, post, expected] of failing) {
    it(`is tried again by Lambda where it ${name}; its URL, which is a secret, is not in the error`, async () => {
      await assert.rejects(deliver([message], { url: async () => url, post }), (error) => {
        assert.ok(error instanceof DependencyError, String(error));
        assert.match(error.message, expected);
        assert.doesNotMatch(`${error.message} ${String(error.cause)} ${error.stack}`, /hooks\.example\.com/);
        return true;
      });
    });
  }

  describe("in its function", () => {
    let secrets: AwsClientStub<SecretsManagerClient>;
    const event = { Records: [{ Sns: { Message: message } }] } as SNSEvent;
    let createHandler: typeof Handler.createHandler;
    let restore: () => void;
    before(() => {
      secrets = mockClient(SecretsManagerClient);
      const path = require.resolve("../../../functions/webhook/handler");
      const loaded = loadFunction<typeof Handler>(path, { WEBHOOK_SECRET_ARN: "arn:secret" });
      ({ restore } = loaded);
      ({ createHandler } = loaded.exports);
    });
    after(() => {
      secrets.restore();
      restore();
    });

    it("has the URL from the secret, which must be one of https", async () => {
      for (const SecretString of ["", "http://hooks.example.com/x", '{"url":"https://hooks.example.com"}']) {
        secrets.on(GetSecretValueCommand, { SecretId: "arn:secret" }).resolves({ SecretString });
        await assert.rejects(createHandler()(event, {} as Context), (error) => {
          assert.ok(error instanceof ConfigurationError, String(error));
          assert.match(error.message, /must hold its https:\/\/ URL, as plain text/);
          return true;
        });
      }
    });

    it("sends JSON, and asks for the secret once for many messages", async () => {
      const bodies: unknown[] = [];
      const answer: RequestListener = (request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
          bodies.push([request.headers["content-type"], JSON.parse(Buffer.concat(chunks).toString())]);
          response.end("ok");
        });
      };
      secrets.reset();
      await answered(answer, async () => {
        secrets.on(GetSecretValueCommand).resolves({ SecretString: " https://hooks/x\n" });
        const handler = createHandler();
        for (let number = 0; number < 3; number += 1) await handler(event, {} as Context);
      });
      assert.equal(bodies.length, 3);
      assert.equal((bodies[0] as [string])[0], "application/json");
      assert.equal(secrets.commandCalls(GetSecretValueCommand).length, 1);
    });

    it("reads no more of an endpoint's answer than it tells of", async () => {
      let ended: () => void;
      const end = new Promise<void>((resolve) => {
        ended = resolve;
      });
      const endless: RequestListener = (_, response) => {
        response.writeHead(500);
        const more = () => {
          if (response.destroyed) return ended();
          response.write("no! ".repeat(10_000), () => setImmediate(more));
        };
        more();
      };
      secrets.on(GetSecretValueCommand).resolves({ SecretString: "https://hooks/x" });
      await answered(endless, async () => {
        await assert.rejects(createHandler()(event, {} as Context), (error) => {
          assert.ok(error instanceof DependencyError, String(error));
          assert.equal(error.message, `The webhook answered 500: ${"no! ".repeat(50)}`);
          return true;
        });
        // The endpoint learns that nobody listens any more.
        await end;
      });
    });
  });
});

/** Lets a server on this machine answer for the webhook while something is done. */
async function answered(answer: RequestListener, work: () => Promise<void>): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { fetch } = globalThis;
  // The server has no certificate.
  globalThis.fetch = (to, init) => fetch(String(to).replace("https://hooks", `http://127.0.0.1:${port}/hooks`), init);
  try {
    await work();
  } finally {
    globalThis.fetch = fetch;
    server.close();
  }
}
