import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { LambdaRuntime } from "./runtime";

export interface InvokeEndpoint {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Lets the provider, a process of its own, invoke a function it has just deployed. `POST {"functionName", "payload"}` is
 * answered 200 with `{"payload"}` or, when the function failed, `{"error": {"errorType", "errorMessage", ...}}`.
 */
export async function startInvokeEndpoint(runtime: LambdaRuntime): Promise<InvokeEndpoint> {
  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    invocationIn(request)
      .then(async ({ functionName, payload }) => {
        await runtime.refresh(functionName);
        const result = await runtime.invoke(functionName, payload);
        reply(200, result.kind === "returned" ? { payload: result.payload ?? null } : { error: result.error });
      })
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
    url: `http://127.0.0.1:${port}/invoke`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function invocationIn(request: IncomingMessage): Promise<{ functionName: string; payload: unknown }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { functionName, payload } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
  if (typeof functionName !== "string") throw new Error("functionName must be a text");
  return { functionName, payload };
}
