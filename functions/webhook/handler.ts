import { Logger } from "@aws-lambda-powertools/logger";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Context, SNSEvent } from "aws-lambda";
import { ConfigurationError } from "../shared/errors";
import { deliver } from "./deliver";

const logger = new Logger();
const secrets = new SecretsManagerClient({});
/** Milliseconds that a secret is used before it is read again: it may be rotated. */
const secretLife = 300_000;
const requestMilliseconds = 10_000;
/** Of what an endpoint says about its refusal: it may say more than fits into memory. */
const answerBytes = 1_000;

let held: { readonly url: string; readonly until: number } | undefined;

type Handler = (event: SNSEvent, context: Context) => Promise<void>;

/** Makes the handler that sends alerts of the topic to a webhook. */
export function createHandler(): Handler {
  return async (event, context) => {
    logger.addContext(context);
    const messages = event.Records.map(({ Sns }) => Sns.Message);
    await deliver(messages, { url: secretUrl, post });
    logger.info("alerts sent", { count: messages.length });
  };
}

async function secretUrl(): Promise<string> {
  if (held !== undefined && Date.now() < held.until) return held.url;
  const SecretId = process.env.WEBHOOK_SECRET_ARN;
  const { SecretString = "" } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  const url = SecretString.trim();
  if (!/^https:\/\/\S+$/.test(url)) {
    throw new ConfigurationError("The secret of the webhook must hold its https:// URL, as plain text");
  }
  held = { url, until: Date.now() + secretLife };
  return url;
}

async function post(url: string, body: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    // Another host was not meant to have the alert.
    redirect: "error",
    signal: AbortSignal.timeout(requestMilliseconds),
  });
  const { status, ok, body: answer } = response;
  if (!ok) return { status, text: await startOf(response) };
  // The message was taken, whatever else the endpoint says, and however slowly.
  await answer?.cancel();
  return { status, text: "" };
}

async function startOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    // What is left of it is not read: the connection is closed.
    if (length >= answerBytes) break;
  }
  return Buffer.concat(chunks).toString("utf8", 0, answerBytes);
}
