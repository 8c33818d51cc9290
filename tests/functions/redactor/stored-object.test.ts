import assert from "node:assert/strict";
import { createServer, globalAgent, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { fetchStored } from "../../../functions/redactor/stored-object";
import { DependencyError } from "../../../functions/shared/errors";
import { makeServerCertificate } from "../../../local/domain-front/certificates";

describe("a presigned request", () => {
  const packed = gzipSync("user=alice");
  const { ca } = globalAgent.options;
  let server: Server;
  let address: string;
  before(async () => {
    const { key, certificate, authority } = await makeServerCertificate();
    globalAgent.options.ca = authority;
    server = createServer({ key, cert: certificate }, (request, response) => {
      if (request.url === "/broken") {
        response.writeHead(200, { "content-length": "100" });
        response.write("user=alice", () => response.destroy());
        return;
      }
      response.writeHead(404, {
        "content-encoding": "gzip",
        "x-seen": `${request.method} ${String(request.headers["x-a"])}`,
      });
      response.end(packed);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    // An agent's option goes before a request's, also where it is undefined.
    if (ca === undefined) delete globalAgent.options.ca;
    else globalAgent.options.ca = ca;
    server.close();
    server.closeAllConnections();
  });

  const request = (path: string) =>
    fetchStored({ method: "GET", url: `${address}${path}`, headers: { "x-a": "b" } }, AbortSignal.timeout(10_000));

  it("gives what is stored as it is stored, with the status and headers", async () => {
    const { status, headers, body } = await request("/object");
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    assert.deepEqual([status, headers["content-encoding"], headers["x-seen"]], [404, "gzip", "GET b"]);
    assert.deepEqual(Buffer.concat(chunks), packed);
  });

  it("that breaks off, or is not answered, is worth another try, and its URL is in no message", async () => {
    const { body } = await request("/broken");
    await assert.rejects(
      async () => {
        for await (const _ of body);
      },
      (error) => error instanceof DependencyError && /S3 broke off/.test(error.message),
    );
    const nobody = { method: "GET", url: "https://127.0.0.1:1/secret", headers: {} } as const;
    await assert.rejects(
      fetchStored(nobody, AbortSignal.timeout(10_000)),
      (error) => error instanceof DependencyError && !JSON.stringify([error.message, error.cause]).includes("secret"),
    );
  });
});
