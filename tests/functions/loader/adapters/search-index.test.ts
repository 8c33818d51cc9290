import assert from "node:assert/strict";
import { OpenSearchIndex } from "../../../../functions/loader/adapters/search-index";
import { SearchServer } from "../search-server";

describe("the OpenSearch index", () => {
  const lines = '{"create":{"_index":"siem-test","_id":"1"}}\n{"n":1}\n';
  let server: SearchServer;
  let endpoint: string;
  let issued: number;

  function index(expiresIn = 3_600_000): OpenSearchIndex {
    return new OpenSearchIndex({
      endpoint,
      region: "eu-west-1",
      credentials: () => {
        issued += 1;
        return Promise.resolve({
          accessKeyId: `AKIAEXAMPLE${issued}`,
          secretAccessKey: "secret",
          sessionToken: "token",
          expiration: new Date(Date.now() + expiresIn),
        });
      },
    });
  }

  beforeEach(async () => {
    server = new SearchServer();
    endpoint = await server.start();
    issued = 0;
  });
  afterEach(() => server.stop());

  it("sends the lines as they are, compressed and signed", async () => {
    const reply = await index().bulk(lines);
    assert.deepEqual(reply, { kind: "items", items: [{ status: 201, type: undefined, reason: undefined }] });
    const [request] = server.requests;
    assert.match(request?.path ?? "", /^\/_bulk\?filter_path=/);
    assert.equal(request?.body, lines);
    assert.equal(request?.headers["content-encoding"], "gzip");
    assert.equal(request?.headers["content-type"], "application/x-ndjson");
    assert.match(
      request?.headers.authorization ?? "",
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE1\/\d{8}\/eu-west-1\/es\/aws4_request/,
    );
    assert.equal(request?.headers["x-amz-security-token"], "token");
  });

  it("asks for credentials once, and again when they are about to expire", async () => {
    const lasting = index();
    await lasting.bulk(lines);
    await lasting.bulk(lines);
    assert.equal(issued, 1);
    const expiring = index(1_000);
    await expiring.bulk(lines);
    await expiring.bulk(lines);
    assert.equal(issued, 3);
  });

  it("tells what became of each document", async () => {
    server.answers = [
      {
        status: 200,
        body: {
          errors: true,
          items: [
            { create: { status: 201 } },
            { create: { status: 409, error: { type: "version_conflict_engine_exception", reason: "exists" } } },
            {
              create: {
                status: 400,
                error: { type: "mapper_parsing_exception", reason: "failed", caused_by: { reason: "no date" } },
              },
            },
          ],
        },
      },
    ];
    assert.deepEqual(await index().bulk(lines), {
      kind: "items",
      items: [
        { status: 201, type: undefined, reason: undefined },
        { status: 409, type: "version_conflict_engine_exception", reason: "exists" },
        { status: 400, type: "mapper_parsing_exception", reason: "failed: no date" },
      ],
    });
  });

  for (const [name, answer, expected] of [
    [
      "an error of OpenSearch",
      { status: 429, body: { error: { type: "rejected_execution_exception", reason: "busy" }, status: 429 } },
      { kind: "failed", status: 429, reason: '{"type":"rejected_execution_exception","reason":"busy"}' },
    ],
    [
      "a refusal of the service in front of it",
      { status: 403, body: { Message: "User is not authorized" } },
      { kind: "failed", status: 403, reason: "User is not authorized" },
    ],
    [
      "a text",
      { status: 503, body: "Service Unavailable" },
      { kind: "failed", status: 503, reason: "Service Unavailable" },
    ],
    [
      "an answer without items",
      { status: 200, body: { took: 1 } },
      { kind: "failed", status: 200, reason: "no items answered" },
    ],
  ] as const) {
    it(`reports ${name} and does not retry by itself`, async () => {
      server.answers = [answer];
      assert.deepEqual(await index().bulk(lines), expected);
      assert.equal(server.requests.length, 1);
    });
  }

  it("reports a broken connection, and works again when the domain does", async () => {
    server.answers = ["reset"];
    const search = index();
    const reply = await search.bulk(lines);
    assert.ok(reply.kind === "failed");
    assert.equal(reply.status, undefined);
    assert.equal((await search.bulk(lines)).kind, "items");
  });

  it("reports that there are no credentials", async () => {
    const search = new OpenSearchIndex({
      endpoint,
      region: "eu-west-1",
      credentials: () => Promise.reject(new Error("could not load credentials")),
    });
    const reply = await search.bulk(lines);
    assert.ok(reply.kind === "failed");
    assert.match(reply.reason, /could not load credentials/);
  });
});
