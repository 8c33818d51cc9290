import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** An answer to a search that was complete and found nothing. */
export const nothingFound = { timed_out: false, _shards: { failed: 0 }, hits: { total: { value: 0 }, hits: [] } };

/** A search domain at an address of this machine, which keeps what it is asked. */
export class FakeSearchDomain {
  readonly asked: Asked[] = [];
  answer: object | ((asked: Asked) => object) = nothingFound;
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { authorization }: IncomingHttpHeaders = request.headers;
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown;
      const asked = { path: request.url ?? "", authorization, body };
      this.asked.push(asked);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(typeof this.answer === "function" ? this.answer(asked) : this.answer));
    });
  });

  /** @returns the options that name it on the command line. */
  async start(): Promise<{ readonly endpoint: string; readonly region: string }> {
    process.env.AWS_ACCESS_KEY_ID ??= "test";
    process.env.AWS_SECRET_ACCESS_KEY ??= "test";
    await new Promise<void>((listening) => this.server.listen(0, "127.0.0.1", listening));
    return { endpoint: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`, region: "eu-west-1" };
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
