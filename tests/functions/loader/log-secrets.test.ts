import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../../components/lambda/bundle";
import { s3Notification } from "../../support/s3-notification";

const credentials = {
  AWS_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE01",
  AWS_SECRET_ACCESS_KEY: "the/secret+key0example",
  AWS_SESSION_TOKEN: "IQoJthe/session+token0example==",
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Says what a managed domain and S3 say of a wrong signature: the whole request that was signed. */
const quoting = ({ method, url, headers }: IncomingMessage): string =>
  [
    "The request signature we calculated does not match. The Canonical String should have been",
    `'${method}\n${url?.split("?")[0]}`,
    ...Object.entries(headers)
      .filter(([name]) => /^(?:host|x-amz-.*)$/.test(name))
      .sort()
      .map(([name, value]) => `${name}:${String(value)}`),
  ].join("\n");

const asLog: Answer = (_request, response) => response.end("no known log\n");
const quotedInXml: Answer = (request, response) => {
  response.writeHead(403, { "content-type": "application/xml" });
  const quoted = quoting(request).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  response.end(
    `<Error><Code>SignatureDoesNotMatch</Code><Message>The signature does not match</Message><CanonicalRequest>${quoted}</CanonicalRequest></Error>`,
  );
};
const quotedInJson: Answer = (request, response) => {
  response.writeHead(403, { "content-type": "application/json" });
  response.end(JSON.stringify({ message: quoting(request) }));
};
const quotedAsReason: Answer = (request, response) => {
  response.writeHead(403, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { type: "security_exception", reason: quoting(request) } }));
};
const quotedAsText: Answer = (request, response) => {
  response.writeHead(403, { "content-type": "text/plain" });
  response.end(quoting(request));
};
const broken: Answer = (request) => request.socket.destroy();

/** What S3 and the search domain do, by what it is called. */
const faults: Readonly<Record<string, { readonly s3: Answer; readonly domain: Answer }>> = {
  "S3 refuses the signature": { s3: quotedInXml, domain: asLog },
  "S3 breaks off": { s3: broken, domain: asLog },
  "the domain refuses the signature": { s3: asLog, domain: quotedInJson },
  "the domain refuses it as OpenSearch does": { s3: asLog, domain: quotedAsReason },
  "a proxy refuses it in plain text": { s3: asLog, domain: quotedAsText },
  "the domain answers nonsense": { s3: asLog, domain: asLog },
};

describe("what the deployed loader writes to its log", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "siem-log-secrets-"));
  const path = join(folder, "index.js");
  let server: Server;
  let fault: { readonly s3: Answer; readonly domain: Answer };
  let endpoint: string;

  before(async () => {
    const code = unzipSync(readFileSync(bundleFunction("loader").zipPath))["index.js"];
    writeFileSync(path, code ?? assert.fail("the bundle has no index.js"));
    server = createServer((request, response) => {
      request.resume().once("end", () => {
        if (request.url?.startsWith("/_bulk")) fault.domain(request, response);
        else fault.s3(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  for (const [what, answers] of Object.entries(faults)) {
    it(`holds no part of its credentials when ${what}`, async () => {
      fault = answers;
      const event = { Records: [{ messageId: "m1", body: s3Notification({ key: "a/b.log" }), attributes: {} }] };
      const env = {
        PATH: process.env.PATH,
        ...credentials,
        AWS_REGION: "eu-west-1",
        AWS_ENDPOINT_URL: endpoint,
        OPENSEARCH_ENDPOINT: endpoint,
        ARCHIVE_BUCKET: "archive",
        QUEUE_URL: `${endpoint}/111122223333/objects`,
        POWERTOOLS_METRICS_NAMESPACE: "Test",
        // Whatever an operator would turn on to look for a fault.
        POWERTOOLS_LOG_LEVEL: "DEBUG",
      };
      const script = `require(${JSON.stringify(path)}).handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 7_000 })
        .then((answer) => console.log(JSON.stringify(answer)), (error) => console.error(error))`;
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ["-e", script], { env });
      const written = stdout + stderr;
      assert.match(written, /batchItemFailures/);
      assert.match(written, /"level":"ERROR"/);
      for (const [name, value] of Object.entries(credentials).filter(([name]) => name !== "AWS_ACCESS_KEY_ID")) {
        // In parts, for a message that is cut in the middle.
        for (let at = 0; at + 8 <= value.length; at += 1) {
          assert.ok(!written.includes(value.slice(at, at + 8)), `a part of ${name} in:\n${written}`);
        }
      }
    });
  }
});
