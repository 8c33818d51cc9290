import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { openSearchCluster } from "../../../functions/configurator/opensearch-cluster";

interface Seen {
  readonly request: IncomingMessage;
  readonly body: string;
}

const credentials = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "example" };

describe("the configurator's connection to the search domain", () => {
  const environment: Record<string, string | undefined> = {};
  let server: Server;
  let endpoint: string;
  let seen: Seen[];
  let answer: { status: number; body: string };

  beforeEach(async () => {
    for (const [name, value] of Object.entries(credentials)) {
      environment[name] = process.env[name];
      process.env[name] = value;
    }
    seen = [];
    answer = { status: 200, body: '{"acknowledged":true}' };
    server = createServer((request, response) => {
      void text(request).then((body) => {
        seen.push({ request, body });
        response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    for (const name of Object.keys(credentials)) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("signs a JSON request for the role and the region", async () => {
    const cluster = openSearchCluster(endpoint, "eu-west-1");
    const response = await cluster({
      method: "PUT",
      path: "/_index_template/siem-x?create=false",
      body: { priority: 1 },
    });
    assert.deepEqual(response, { status: 200, body: { acknowledged: true } });
    const [{ request, body } = { request: undefined, body: undefined }] = seen;
    assert.equal(request?.url, "/_index_template/siem-x?create=false");
    assert.equal(body, '{"priority":1}');
    assert.match(
      String(request?.headers.authorization),
      /^AWS4-HMAC-SHA256 Credential=AKIA\w+\/\d{8}\/eu-west-1\/es\/aws4_request/,
    );
  });

  it("sends a text as it is, under the type that it is given", async () => {
    const cluster = openSearchCluster(endpoint, "eu-west-1");
    const type = "multipart/form-data; boundary=b";
    await cluster({
      method: "POST",
      path: "/_import",
      body: "--b\r\n\r\nline\n--b--",
      headers: { "content-type": type },
    });
    assert.equal(seen[0]?.body, "--b\r\n\r\nline\n--b--");
    assert.equal(seen[0]?.request.headers["content-type"], type);
  });

  it("answers a refusal with its status and body, without a second try", async () => {
    answer = { status: 503, body: '{"message":"no nodes"}' };
    const response = await openSearchCluster(endpoint, "eu-west-1")({ method: "GET", path: "/_cluster/health" });
    assert.deepEqual(response, { status: 503, body: { message: "no nodes" } });
    assert.equal(seen.length, 1);
  });

  it("answers status 0 when an answer is not there to its end in time", async () => {
    server.removeAllListeners("request").on("request", (_, response: ServerResponse) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"acknowledged":');
    });
    const cluster = openSearchCluster(endpoint, "eu-west-1", undefined, { requestTimeoutMilliseconds: 50 });
    assert.deepEqual(await cluster({ method: "GET", path: "/" }), { status: 0, body: "Request timed out" });
  });

  it("answers status 0 and the reason when nobody listens", async () => {
    const closed = endpoint.replace(/\d+$/, "1");
    const response = await openSearchCluster(closed, "eu-west-1")({ method: "GET", path: "/" });
    assert.equal(response.status, 0);
    assert.match(String(response.body), /ECONNREFUSED/);
  });
});
