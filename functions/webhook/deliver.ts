import { DependencyError } from "../shared/errors";
import { slackMessage } from "./slack";

export interface WebhookPorts {
  /** The URL, which is a secret: whoever knows it can write to the channel. */
  readonly url: () => Promise<string>;
  readonly post: (url: string, body: string) => Promise<{ readonly status: number; readonly text: string }>;
}

/** Sends messages of the topic on. @throws DependencyError without the URL in it; Lambda tries again. */
export async function deliver(messages: readonly string[], { url, post }: WebhookPorts): Promise<void> {
  for (const message of messages) {
    const { status, text } = await send(await url(), JSON.stringify(slackMessage(message)), post);
    if (status < 200 || status > 299) {
      throw new DependencyError(`The webhook answered ${status}: ${text.slice(0, 200)}`);
    }
  }
}

async function send(
  url: string,
  body: string,
  post: WebhookPorts["post"],
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    return await post(url, body);
  } catch (cause) {
    // The cause may say the URL.
    const name = cause instanceof Error ? cause.name : "Error";
    throw new DependencyError(`The webhook could not be reached (${name})`);
  }
}
