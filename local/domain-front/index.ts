import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import type { SearchService } from "../../functions/shared/aws/search-service";
import type { StandInRequest } from "./answers";
import { makeServerCertificate } from "./certificates";
import { savedObjectsApi } from "./saved-objects";
import { securityApi } from "./security-api";
import { isServedByServerless, refreshFault } from "./serverless";
import { signatureFault } from "./signature";

/** The limit of the smaller instance types of Amazon OpenSearch Service; the larger ones take 100 MiB. */
const MAXIMUM_REQUEST_BYTES = 10 * 1024 * 1024;

export interface DomainFront {
  /** `127.0.0.1:<port>`: what stands for the host name of the managed domain. */
  readonly endpoint: string;
  /** PEM of the authority that clients must trust. */
  readonly authority: string;
  stop(): Promise<void>;
}

export interface DomainFrontOptions {
  /** Where OpenSearch answers, without a slash at the end; a request waits for it. */
  readonly openSearchUrl: Promise<string>;
  /** Region that requests must be signed for. */
  readonly region: string;
  /** `aoss`: stand for a collection of OpenSearch Serverless, which serves less. Default: `es`, a domain. */
  readonly service?: SearchService;
  /** Default: the current time. */
  readonly now?: () => Date;
}

/**
 * Stands in for the endpoint of a managed domain, over a real OpenSearch: HTTPS, only signed requests, the size limit of
 * requests, and the interfaces that the OpenSearch jars lack (security roles, import of saved objects).
 */
export async function startDomainFront({
  openSearchUrl,
  region,
  service = "es",
  now = () => new Date(),
}: DomainFrontOptions): Promise<DomainFront> {
  // A failed start is reported by who started OpenSearch; without this it would end the process here.
  openSearchUrl.catch(() => undefined);
  const { key, certificate, authority } = await makeServerCertificate();
  const agent = new Agent({ keepAlive: true });
  const standIns = [securityApi(), savedObjectsApi(() => openSearchUrl)];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = request;
    const fault = signatureFault(method, headers, region, now(), service);
    if (fault !== undefined) return refuse(request, response, 403, { Message: fault });
    if (Number(headers["content-length"] ?? 0) > MAXIMUM_REQUEST_BYTES) {
      return refuse(request, response, 413, { Message: `Request size exceeded ${MAXIMUM_REQUEST_BYTES} bytes` });
    }
    const { pathname, searchParams } = new URL(url, "https://domain");
    if (service === "aoss" && !isServedByServerless(method, pathname)) {
      return refuse(request, response, 404, { status: 404, error: { reason: "404 Not Found", type: "not_found" } });
    }
    const reason = service === "aoss" ? refreshFault(searchParams) : undefined;
    if (reason !== undefined) {
      return refuse(request, response, 400, { status: 400, error: { reason, type: "status_exception" } });
    }
    const standIn = standIns.find(({ matches }) => matches(pathname));
    if (standIn === undefined) return passOn(request, response, await openSearchUrl, agent);
    const body = await bodyOf(request);
    const standInRequest: StandInRequest = { method, path: pathname, query: searchParams, headers, body };
    const { status, body: answerBody } = await standIn.answer(standInRequest);
    json(response, status, answerBody);
  }

  const server = createServer({ key, cert: certificate }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (response.headersSent) response.destroy();
      else json(response, 503, { Message: `The local stage's OpenSearch could not be reached: ${message}` });
    });
  });
  // Longer than the clients keep an idle connection, so that none sends into a closing one.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `127.0.0.1:${port}`,
    authority,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

function passOn(request: IncomingMessage, response: ServerResponse, node: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const { authorization: _signature, host: _host, connection: _connection, ...headers } = request.headers;
    const inner = httpRequest(`${node}${request.url ?? "/"}`, { method: request.method, headers, agent }, (answer) => {
      const { connection: _innerConnection, ...answerHeaders } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, answerHeaders);
      pipeline(answer, response, (error) => (error ? reject(error) : resolve()));
    });
    inner.on("error", reject);
    pipeline(request, inner, (error) => {
      if (error) reject(error);
    });
  });
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, body: unknown): void {
  request.resume();
  json(response, status, body);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8" });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
