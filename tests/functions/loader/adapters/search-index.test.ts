import assert from "node:assert/strict";
import { OpenSearchIndex } from "../../../../functions/loader/adapters/search-index";
import { SearchServer } from "../search-server";

describe("the OpenSearch index", () => {
  const lines = '{"create":{"_index":"siem-test","_id":"1"}}\n{"n":1}\n';
  let server: SearchServer;
  let endpoint: string;
  let issued: number;
  let forced: unknown[];

  function index(): OpenSearchIndex {
    return new OpenSearchIndex({
      endpoint,
      region: "eu-west-1",
      credentials: (options) => {
        issued += 1;
        forced.push(options?.forceRefresh);
        return Promise.resolve({
          accessKeyId: `AKIAEXAMPLE${issued}`,
          secretAccessKey: "secret",
          sessionToken: "token",
          expiration: new Date(Date.now() + 3_600_000),
        });
      },
    });
  }

  beforeEach(async () => {
    server = new SearchServer();
    endpoint = await server.start();
    issued = 0;
    forced = [];
  });
  afterEach(() => server.stop());

  it("sends the lines as they are, compressed and signed", async () => {
    const reply = await index().bulk(lines, 10_000);
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

  it("asks for credentials at each request, as they may be replaced before they expire", async () => {
    const search = index();
    await search.bulk(lines, 10_000);
    await search.bulk(lines, 10_000);
    assert.deepEqual(
      server.requests.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? "")?.[1]),
      ["AKIAEXAMPLE1", "AKIAEXAMPLE2"],
    );
    assert.deepEqual(forced, [false, false]);
  });

  it("asks for new credentials once those are refused that it had", async () => {
    server.answers = [{ status: 403, body: { message: "The security token included in the request is expired" } }];
    const search = index();
    assert.equal((await search.bulk(lines, 10_000)).kind, "failed");
    assert.equal((await search.bulk(lines, 10_000)).kind, "items");
    await search.bulk(lines, 10_000);
    assert.deepEqual(forced, [false, true, false]);
  });

  for (const answer of ["silence", "half"] as const) {
    it(`waits for an answer no longer than it is told: ${answer}`, async () => {
      server.answers = [answer];
      const search = index();
      const reply = await search.bulk(lines, 50);
      assert.ok(reply.kind === "failed");
      assert.match(reply.reason, /TimeoutError/);
      assert.equal((await search.bulk(lines, 10_000)).kind, "items");
    });
  }

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
    assert.deepEqual(await index().bulk(lines, 10_000), {
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
      assert.deepEqual(await index().bulk(lines, 10_000), expected);
      assert.equal(server.requests.length, 1);
    });
  }

  it("reports a broken connection, and works again when the domain does", async () => {
    server.answers = ["reset"];
    const search = index();
    const reply = await search.bulk(lines, 10_000);
    assert.ok(reply.kind === "failed");
    assert.equal(reply.status, undefined);
    assert.equal((await search.bulk(lines, 10_000)).kind, "items");
  });

  it("reports that there are no credentials", async () => {
    const search = new OpenSearchIndex({
      endpoint,
      region: "eu-west-1",
      credentials: () => Promise.reject(new Error("could not load credentials")),
    });
    const reply = await search.bulk(lines, 10_000);
    assert.ok(reply.kind === "failed");
    assert.match(reply.reason, /could not load credentials/);
  });
});
