import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
  request as send,
} from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  /** Decompressed. */
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  /** Bytes of the body after which the connection breaks. */
  readonly cutAfter?: number;
}

/** Passes the request on, with another body if one is given. */
export type Forward = (body?: Buffer) => Promise<Answer>;

/** What becomes of a request in place of being passed on. */
export type Fault = (request: ProxiedRequest, forward: Forward) => Promise<Answer | "reset"> | Answer | "reset";

/** Stands before a server on loopback, and does to each request what `plan` says; passes it on where that says nothing. */
export class FaultyProxy {
  plan: (request: ProxiedRequest) => Fault | undefined = () => undefined;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server: Server;

  private constructor(private readonly target: URL) {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  static async start(target: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(new URL(target));
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.agent.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const raw = await readAll(incoming);
      const { "content-encoding": encoding, "content-length": _, host: __, ...headers } = incoming.headers;
      const zipped = encoding === "gzip";
      const request: ProxiedRequest = {
        method: incoming.method ?? "GET",
        path: incoming.url ?? "/",
        headers: zipped || encoding === undefined ? headers : { ...headers, "content-encoding": encoding },
        body: zipped ? gunzipSync(raw) : raw,
      };
      const forward: Forward = (body = request.body) => this.forward(request, body);
      const answer = await (this.plan(request) ?? (() => forward()))(request, forward);
      if (answer === "reset") incoming.socket.destroy();
      else deliver(answer, response);
    } catch {
      // The client is gone, as one that was killed is; or the server.
      incoming.socket.destroy();
    }
  }

  private forward({ method, path, headers }: ProxiedRequest, body: Buffer): Promise<Answer> {
    const { hostname, port } = this.target;
    const options = { hostname, port, method, path, agent: this.agent };
    return new Promise((resolve, reject) => {
      const outgoing = send({ ...options, headers: { ...headers, "content-length": body.length } }, (incoming) => {
        readAll(incoming).then((content) => {
          const { "transfer-encoding": _, connection: __, ...rest } = incoming.headers;
          resolve({ status: incoming.statusCode ?? 0, headers: rest, body: content });
        }, reject);
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}

function deliver({ status, headers, body, cutAfter }: Answer, response: ServerResponse): void {
  // What is announced and what comes differ only where the connection is to break.
  response.writeHead(status, { ...headers, ...(body.length > 0 ? { "content-length": body.length } : {}) });
  if (cutAfter === undefined) response.end(body);
  else response.write(body.subarray(0, cutAfter), () => response.destroy());
}

async function readAll(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** An answer of a server, with a JSON body unless it is a text. */
export function answer(status: number, body: unknown, headers: OutgoingHttpHeaders = {}): Answer {
  const type = typeof body === "string" ? "text/plain" : "application/json";
  const content = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  return { status, headers: { "content-type": type, ...headers }, body: content };
}

/** Faults by name. */
export function faultTable<Name extends string>(faults: Readonly<Record<Name, Fault>>): Readonly<Record<Name, Fault>> {
  return faults;
}

/** Faults that any server may have. */
export const connectionFaults = faultTable({
  "a reset": () => "reset",
  "a reset after the request was carried out": async (_, forward): Promise<"reset"> => {
    await forward();
    return "reset";
  },
  "an answer that breaks off": async (_, forward) => {
    const whole = await forward();
    return whole.body.length < 2 ? "reset" : { ...whole, cutAfter: whole.body.length >> 1 };
  },
  "a slow answer": async (_, forward) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return forward();
  },
});
