import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers a request's JSON body with a value that is sent as JSON. */
export type ControlAction = (body: unknown) => Promise<unknown>;

export interface ControlEndpoint {
  /** `http://127.0.0.1:<port>`; each action is one path below it. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Lets other processes of the local stage (the provider, the `siem` command) ask this one for something: `POST /<action>`
 * is answered 200 with JSON, or 500 with the message of what went wrong.
 */
export async function startControlEndpoint(actions: Readonly<Record<string, ControlAction>>): Promise<ControlEndpoint> {
  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    const action = actions[(request.url ?? "/").slice(1)];
    if (request.method !== "POST" || action === undefined) {
      request.resume();
      reply(404, { message: `POST one of: ${Object.keys(actions).join(", ")}` });
      return;
    }
    bodyOf(request)
      .then(action)
      .then((answer) => reply(200, answer ?? null))
      .catch((error: unknown) => reply(500, { message: error instanceof Error ? error.message : String(error) }));
  });
  // A function may run for 15 minutes before it answers.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}
