import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Decompressed. */
  readonly body: string;
}

/** An HTTP server on loopback that stands for a search domain's bulk interface. */
export class SearchServer {
  readonly requests: ReceivedRequest[] = [];
  /** Status and body of the next answers; creates all documents by default. "reset" breaks the connection, "half" stops in the middle. */
  answers: ("reset" | "silence" | "half" | { status: number; body: unknown })[] = [];
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks);
      const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw).toString() : raw.toString();
      this.requests.push({ path: request.url ?? "", headers: request.headers, body });
      const count = body.split("\n").length >> 1;
      const created = Array.from({ length: count }, () => ({ create: { status: 201 } }));
      const answer = this.answers.shift() ?? { status: 200, body: { errors: false, items: created } };
      if (answer === "silence") return;
      if (answer === "reset") {
        request.socket.destroy();
        return;
      }
      if (answer === "half") {
        response.writeHead(200, { "content-type": "application/json" }).write('{"items":[');
        return;
      }
      const text = typeof answer.body === "string";
      response.writeHead(answer.status, { "content-type": text ? "text/plain" : "application/json" });
      response.end(text ? answer.body : JSON.stringify(answer.body));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
