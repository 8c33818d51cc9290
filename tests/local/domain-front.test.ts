import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { type DomainFront, startDomainFront } from "../../local/domain-front";

const now = new Date("2026-01-02T03:04:05.000Z");

function signed(overrides: { date?: string; region?: string; service?: string; headers?: string } = {}) {
  const { date = "20260102T030405Z", region = "eu-west-1", service = "es", headers = "host;x-amz-date" } = overrides;
  const scope = `ASIAEXAMPLE/${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  return {
    "x-amz-date": date,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${headers}, Signature=${"0".repeat(64)}`,
  };
}

describe("the stand-in for the endpoint of the search domain", () => {
  /** What reached the node behind it. */
  const seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];
  let node: Server;
  let front: DomainFront;

  before(async () => {
    node = createServer((incoming, response) => {
      let body = "";
      incoming.on("data", (chunk) => {
        body += String(chunk);
      });
      incoming.on("end", () => {
        seen.push({ method: incoming.method ?? "", url: incoming.url ?? "", headers: incoming.headers, body });
        response.writeHead(201, { "content-type": "application/json", "x-node": "yes" });
        // Every document that is asked for exists, but for the one called "missing".
        if (incoming.url?.includes("_mget")) {
          const { ids } = JSON.parse(body) as { ids: string[] };
          response.end(JSON.stringify({ docs: ids.map((_id) => ({ _id, found: !_id.includes("missing") })) }));
        } else response.end('{"ok":true}');
      });
    });
    await new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve));
    const { port } = node.address() as AddressInfo;
    const openSearchUrl = Promise.resolve(`http://127.0.0.1:${port}`);
    front = await startDomainFront({ openSearchUrl, region: "eu-west-1", now: () => now });
  });
  beforeEach(() => void seen.splice(0));
  after(async () => {
    await front.stop();
    node.close();
    node.closeAllConnections();
  });

  function call(method: string, path: string, headers: Record<string, string>, body: string | Buffer = "") {
    return new Promise<{ status: number; headers: IncomingHttpHeaders; body: unknown }>((resolve, reject) => {
      const [hostname, port] = front.endpoint.split(":");
      const outgoing = request(
        {
          hostname,
          port,
          method,
          path,
          headers: { ...headers, "content-length": Buffer.byteLength(body) },
          ca: front.authority,
        },
        (response) => {
          let text = "";
          response.on("data", (chunk) => {
            text += String(chunk);
          });
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) as unknown }),
          );
        },
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }

  it("passes a signed request on, with its body and without its signature, and the answer back", async () => {
    const answer = await call(
      "POST",
      "/_bulk?refresh=true",
      { ...signed(), "content-type": "application/x-ndjson" },
      "{}\n",
    );
    assert.deepEqual([answer.status, answer.headers["x-node"], answer.body], [201, "yes", { ok: true }]);
    const [request_] = seen;
    assert.deepEqual([request_?.method, request_?.url, request_?.body], ["POST", "/_bulk?refresh=true", "{}\n"]);
    assert.equal(request_?.headers["content-type"], "application/x-ndjson");
    assert.equal(request_?.headers.authorization, undefined);
  });

  const refused: readonly [string, Record<string, string>, RegExp][] = [
    ["is not signed", {}, /^User: anonymous is not authorized to perform: es:ESHttpGet/],
    ["has a password instead", { authorization: "Basic dXNlcjpwYXNz" }, /not an AWS Signature Version 4/],
    ["is signed for another region", signed({ region: "us-east-1" }), /scoped to region 'eu-west-1'/],
    ["is signed for another service", signed({ service: "s3" }), /service 'es', not to 'eu-west-1' and 's3'/],
    ["leaves the host unsigned", signed({ headers: "x-amz-date" }), /'host' must be a signed header/],
    ["was signed too long ago", signed({ date: "20260102T025900Z" }), /^Signature expired/],
    ["has the date of another day", { ...signed(), "x-amz-date": "20260103T030405Z" }, /x-amz-date/],
    ["has no date", { authorization: signed().authorization }, /x-amz-date/],
  ];
  for (const [name, headers, message] of refused) {
    it(`refuses a request that ${name}`, async () => {
      const answer = await call("GET", "/", headers);
      assert.equal(answer.status, 403);
      assert.match((answer.body as { Message: string }).Message, message);
      assert.equal(seen.length, 0);
    });
  }

  it("refuses a request that is larger than a small instance takes", async () => {
    const answer = await call("POST", "/_bulk", signed(), Buffer.alloc(10 * 1024 * 1024 + 1));
    assert.equal(answer.status, 413);
    assert.equal(seen.length, 0);
  });

  it("keeps security roles as the security plugin does", async () => {
    const path = "/_plugins/_security/api/rolesmapping/siem_loader";
    assert.equal((await call("GET", path, signed())).status, 404);
    const mapping = { backend_roles: ["arn:aws:iam::111122223333:role/loader"] };
    const created = await call("PUT", path, signed(), JSON.stringify(mapping));
    assert.deepEqual([created.status, created.body], [201, { status: "CREATED", message: "'siem_loader' created." }]);
    assert.equal((await call("PUT", path, signed(), JSON.stringify(mapping))).status, 200);
    assert.deepEqual((await call("GET", path, signed())).body, { siem_loader: mapping });
    assert.equal((await call("PUT", path, signed(), "[]")).status, 400);
    assert.equal(seen.length, 0);
  });

  describe("importing saved objects", () => {
    const path = "/_dashboards/api/saved_objects/_import?overwrite=true";
    const multipart = { "content-type": "multipart/form-data; boundary=B", "osd-xsrf": "true" };
    const form = (...objects: object[]) =>
      `--B\r\nContent-Disposition: form-data; name="file"; filename="x.ndjson"\r\nContent-Type: application/ndjson\r\n\r\n${objects
        .map((object) => JSON.stringify(object))
        .join("\n")}\r\n--B--\r\n`;
    const pattern = { type: "index-pattern", id: "siem", attributes: { title: "siem-*" }, references: [] };
    const chart = (target: string) => ({
      type: "visualization",
      id: "chart",
      attributes: { title: "Chart" },
      references: [{ type: "index-pattern", id: target, name: "index" }],
    });

    it("stores objects whose references are in the import or were there", async () => {
      const answer = await call("POST", path, { ...signed(), ...multipart }, form(pattern, chart("siem")));
      assert.deepEqual(answer.body, {
        successCount: 2,
        success: true,
        successResults: [
          { type: "index-pattern", id: "siem", meta: { title: "siem-*" } },
          { type: "visualization", id: "chart", meta: { title: "Chart" } },
        ],
      });
      const bulk = seen.find(({ url }) => url.startsWith("/.kibana/_bulk"));
      assert.match(bulk?.body ?? "", /"_id":"visualization:chart"/);
    });

    it("refuses an object whose reference is missing, and stores the others", async () => {
      const answer = await call("POST", path, { ...signed(), ...multipart }, form(pattern, chart("missing")));
      const { success, successCount, errors } = answer.body as {
        success: boolean;
        successCount: number;
        errors: unknown;
      };
      assert.deepEqual([success, successCount], [false, 1]);
      assert.deepEqual(errors, [
        {
          id: "chart",
          type: "visualization",
          title: "Chart",
          error: { type: "missing_references", references: [{ type: "index-pattern", id: "missing" }] },
        },
      ]);
    });

    it("refuses what is there already unless it may overwrite", async () => {
      const answer = await call(
        "POST",
        path.replace("?overwrite=true", ""),
        { ...signed(), ...multipart },
        form(pattern),
      );
      assert.deepEqual((answer.body as { errors: { error: unknown }[] }).errors[0]?.error, { type: "conflict" });
    });

    const bad: readonly [string, Record<string, string>, string][] = [
      ["without the header against forged requests", { "content-type": multipart["content-type"] }, form(pattern)],
      ["that is no form", { ...multipart, "content-type": "application/json" }, "{}"],
      ["with an object that has no id", multipart, form({ type: "search", attributes: {} })],
    ];
    for (const [name, headers, body] of bad) {
      it(`refuses an import ${name}`, async () => {
        assert.equal((await call("POST", path, { ...signed(), ...headers }, body)).status, 400);
        assert.equal(seen.length, 0);
      });
    }
  });
});
