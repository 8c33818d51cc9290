import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync, gzipSync } from "node:zlib";
import { S3Client } from "@aws-sdk/client-s3";
import { sources } from "../../../functions/loader/registry.generated";
import { type AnswerPorts, answerRequest, type ErrorAnswer } from "../../../functions/redactor/answer";
import { objectResponses } from "../../../functions/redactor/object-response";
import type { MaskedObject, StoredAnswer } from "../../../functions/redactor/ports";
import { pseudonyms } from "../../../functions/redactor/pseudonyms";
import { wholeRedaction } from "../../../functions/redactor/redaction";
import { DependencyError } from "../../../functions/shared/errors";
import { defaultLimits } from "../../../functions/shared/limits";

const accessPointArn = "arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/masked";
const key = Buffer.from("a key of the test");
const user = (name: string) => pseudonyms(key)("user", name);
const url =
  "https://masked-original-111122223333.s3-accesspoint.eu-west-1.amazonaws.com/app/log%201.txt?X-Amz-SignedHeaders=host%3Bx-amz-request-payer";

function event(context: Record<string, unknown> = {}, request: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    xAmzRequestId: "1",
    getObjectContext: { inputS3Url: url, outputRoute: "io-use1-001", outputToken: "token" },
    configuration: { accessPointArn, supportingAccessPointArn: "x", payload: "" },
    userRequest: {
      url: "https://masked-111122223333.s3-object-lambda.eu-west-1.amazonaws.com/app/log 1.txt",
      ...request,
    },
    protocolVersion: "1.00",
    ...context,
  };
}

interface Stored {
  readonly status?: number;
  readonly headers?: StoredAnswer["headers"];
  readonly body: string | Uint8Array;
  /** Breaks off behind the body. */
  readonly breaks?: boolean;
}

/** Answers an event about what is stored; gives all that leaves the function. */
async function answer(stored: Stored | (() => never), given = event(), ports: Partial<AnswerPorts> = {}) {
  const requests: { method: string; url: string; headers: Readonly<Record<string, string>> }[] = [];
  const reports: unknown[] = [];
  let written: ErrorAnswer | (Omit<MaskedObject, "body"> & { body: Buffer; whole: boolean }) | undefined;
  const result = await answerRequest(given, {
    ...{ accessPointArn, sources, rules: [], limits: defaultLimits, redaction: wholeRedaction },
    now: () => new Date("2026-01-02T03:04:05Z"),
    signal: AbortSignal.timeout(60_000),
    key: async () => key,
    fetch: async (request) => {
      requests.push(request);
      if (typeof stored === "function") return stored();
      const { status = 200, headers = {}, body, breaks = false } = stored;
      const bytes = Buffer.from(body);
      return {
        status,
        headers,
        body: (async function* () {
          for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
          if (breaks) throw new DependencyError("S3 has broken off alice");
        })(),
      };
    },
    write: async (place, masked) => {
      assert.deepEqual(place, { route: "io-use1-001", token: "token" });
      assert.equal(written, undefined, "a token is used once");
      if ("errorCode" in masked) {
        written = masked;
        return;
      }
      const chunks: Uint8Array[] = [];
      const { body, ...head } = masked;
      let whole = false;
      try {
        for await (const chunk of body) chunks.push(chunk);
        whole = true;
      } finally {
        written = { ...head, body: Buffer.concat(chunks), whole };
      }
    },
    report: (message, error) => reports.push(message, error),
    ...ports,
  });
  return { result, written, requests, reports };
}

const line = "Jan  2 03:04:05 web-1 sshd[7]: Accepted password for alice from 192.0.2.1 port 4 ssh2\n";

describe("an answer of the redactor", () => {
  it("to GetObject is the object as it is stored, text as text, with the same type, masked", async () => {
    const headers = {
      "content-type": "text/plain",
      "last-modified": "Fri, 02 Jan 2026 03:04:05 GMT",
      etag: '"7"',
      "x-amz-meta-user": "alice",
    };
    const given = event({}, { headers: { "X-Amz-Request-Payer": "requester", Other: "x" } });
    const { result, written, requests } = await answer({ headers, body: "user=alice\n" }, given);
    assert.deepEqual(result, { statusCode: 200 });
    assert.deepEqual(written, {
      contentType: "text/plain",
      contentEncoding: undefined,
      lastModified: new Date("2026-01-02T03:04:05Z"),
      body: Buffer.from(`user=${user("alice")}\n`),
      whole: true,
    });
    // Once to learn whom it tells of, once to mask; both times with the headers that are signed.
    assert.deepEqual(
      requests.map((each) => [each.method, each.url, each.headers]),
      [
        ["GET", url, { "x-amz-request-payer": "requester" }],
        ["GET", url, { "x-amz-request-payer": "requester", "if-match": '"7"' }],
      ],
    );
  });

  it("knows by the log source whom a line tells of", async () => {
    const prefixed = event({
      getObjectContext: {
        inputS3Url: url.replace("app", "linux-auth"),
        outputRoute: "io-use1-001",
        outputToken: "token",
      },
    });
    const { written } = await answer({ body: line.repeat(3) }, prefixed);
    assert.ok(written !== undefined && "body" in written, JSON.stringify(written));
    const text = written.body.toString();
    assert.ok(text.startsWith(`Jan  2 03:04:05 web-1 sshd[7]: Accepted password for ${user("alice")} from ip-`), text);
  });

  it("is gzip where the object is, all members of it", async () => {
    const body = Buffer.concat([gzipSync("user=alice\n"), gzipSync("user=bob\n")]);
    const { written } = await answer({ headers: { "content-encoding": "gzip" }, body });
    assert.ok(written !== undefined && "body" in written, JSON.stringify(written));
    assert.equal(written.contentEncoding, "gzip");
    assert.equal(gunzipSync(written.body).toString(), `user=${user("alice")}\nuser=${user("bob")}\n`);
  });

  it("to HeadObject says neither length nor ETag, which are the original's, nor its metadata", async () => {
    const { getObjectContext: _, ...rest } = event({ headObjectContext: { inputS3Url: url } });
    const headers = { "content-type": "text/plain", "content-length": "7", etag: "x", "x-amz-meta-user": "alice" };
    const { result, written, requests } = await answer({ headers, body: "" }, rest);
    assert.deepEqual(result, { statusCode: 200, headers: { "Content-Type": "text/plain" } });
    assert.equal(written, undefined);
    assert.deepEqual(
      requests.map(({ method }) => method),
      ["HEAD"],
    );
  });

  const big = "user=alice ".repeat(60_000);
  const missing = "<Error><Code>NoSuchVersion</Code><Message>alice</Message></Error>";
  const refused: readonly (readonly [
    what: string,
    stored: Stored | (() => never),
    answered: readonly [number, string, RegExp],
    given?: Record<string, unknown>,
  ])[] = [
    ["there is no such version", { status: 404, body: missing }, [404, "NoSuchVersion", /S3 answers 404/]],
    ["S3 denies it", { status: 403, body: "alice" }, [403, "AccessDenied", /S3 answers 403/]],
    ["S3 is overloaded", { status: 503, body: "" }, [503, "ServiceUnavailable", /S3 answers 503/]],
    ["S3 sends something else", { status: 301, body: "" }, [400, "InvalidRequest", /S3 answers 301/]],
    ["it is a zip", { body: "PK\x03\x04alice" }, [400, "ObjectCannotBeMasked", /corrupt|truncated|cannot be masked/]],
    [
      "it is another container",
      { body: Buffer.from("\xfd7zXZ\x00alice", "latin1") },
      [400, "ObjectCannotBeMasked", /xz/],
    ],
    ["it is no text", { body: "user=alice\0" }, [400, "ObjectCannotBeMasked", /is no text/]],
    ["its gzip is broken", { body: gzipSync(line).subarray(0, 40) }, [400, "ObjectCannotBeMasked", /truncated gzip/]],
    ["S3 breaks off", { body: "user=alice", breaks: true }, [503, "ServiceUnavailable", /try again/]],
    [
      "something fails that nobody expected",
      () => {
        throw new Error("alice");
      },
      [500, "InternalError", /the log of the function/],
    ],
    [
      "a range is asked for",
      { body: big },
      [400, "InvalidRequest", /as a whole: ask without Range/],
      event({}, { headers: { range: "bytes=0-9" } }),
    ],
    [
      "a part is asked for",
      { body: big },
      [400, "InvalidRequest", /without Range and partNumber/],
      event({}, { url: "https://x.s3-object-lambda.eu-west-1.amazonaws.com/k?partNumber=2" }),
    ],
    [
      "it comes through another access point",
      { body: big },
      [403, "AccessDenied", /its own access point only/],
      event({ configuration: { accessPointArn: `${accessPointArn}-2` } }),
    ],
    ...["http://127.0.0.1:9001/x", "https://example.com/x", "https://s3.amazonaws.com.example.com/x", "nonsense"].map(
      (inputS3Url) =>
        [
          `who calls the function has it read ${inputS3Url}`,
          { body: big },
          [403, "AccessDenied", /reads objects from S3 only/],
          event({ getObjectContext: { inputS3Url, outputRoute: "io-use1-001", outputToken: "token" } }),
        ] as const,
    ),
  ];
  for (const [what, stored, [statusCode, errorCode, message], given] of refused) {
    it(`is an error, without anything of the object, where ${what}`, async () => {
      const { result, written } = await answer(stored, given);
      assert.ok(written !== undefined && "errorCode" in written, "it is answered with an object");
      assert.deepEqual([written.statusCode, written.errorCode], [statusCode, errorCode]);
      assert.match(written.errorMessage, message);
      assert.doesNotMatch(JSON.stringify(written), /alice/);
      assert.deepEqual(result, written);
    });
  }

  it("to HeadObject is an error where S3 has one", async () => {
    const { getObjectContext: _, ...rest } = event({ headObjectContext: { inputS3Url: url } });
    const { result } = await answer({ status: 404, body: "" }, rest);
    assert.deepEqual(result, {
      statusCode: 404,
      errorCode: "NoSuchKey",
      errorMessage: "S3 answers 404 for the original object",
    });
  });

  it("ends too early where an object turns out to be no text after it has begun, and nothing unmasked is sent", async () => {
    const { written, reports } = await answer({ body: `${`${big}\n`.repeat(3)}\0user=alice` });
    assert.ok(written !== undefined && "body" in written, JSON.stringify(written));
    assert.equal(written.whole, false);
    assert.ok(written.body.length > 0, "nothing was sent");
    assert.doesNotMatch(written.body.toString(), /alice/);
    assert.match(String(reports[1]), /could not be masked or sent to its end/);
  });
});

describe("an answer over HTTP", () => {
  it("is streamed as it is masked, and an error goes in headers", async () => {
    const received: { headers: Record<string, unknown>; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += String(chunk);
      });
      request.on("end", () => {
        received.push({ headers: request.headers, body });
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const client = new S3Client({
        ...{ region: "eu-west-1", endpoint: `http://127.0.0.1:${port}`, disableHostPrefix: true },
        credentials: { accessKeyId: "x", secretAccessKey: "x" },
      });
      const write = objectResponses(client);
      const body = (async function* () {
        yield Buffer.from("one ");
        yield Buffer.from("two");
      })();
      const head = { contentType: "text/plain", contentEncoding: undefined, lastModified: undefined };
      await write({ route: "r", token: "t" }, { ...head, body });
      await write({ route: "r", token: "t" }, { statusCode: 404, errorCode: "NoSuchKey", errorMessage: "m" });
    } finally {
      server.close();
    }
    const [object, error] = received;
    assert.equal(object?.body, "one two");
    assert.deepEqual(
      [
        object?.headers["transfer-encoding"],
        object?.headers["x-amz-fwd-status"],
        object?.headers["x-amz-request-token"],
      ],
      ["chunked", "200", "t"],
    );
    assert.deepEqual(
      [
        error?.headers["x-amz-fwd-status"],
        error?.headers["x-amz-fwd-error-code"],
        error?.headers["x-amz-fwd-error-message"],
      ],
      ["404", "NoSuchKey", "m"],
    );
  });
});
