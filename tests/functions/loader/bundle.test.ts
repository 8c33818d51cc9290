import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../../components/lambda/bundle";
import { s3Notification } from "../../support/s3-notification";

describe("the loader's bundle, as it is deployed", function () {
  this.timeout(60_000);
  let folder: string;
  let path: string;
  let code: Uint8Array;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-loader-"));
    path = join(folder, "index.js");
    code = unzipSync(readFileSync(bundleFunction("loader").zipPath))["index.js"] ?? new Uint8Array();
    writeFileSync(path, code);
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (script: string): unknown =>
    JSON.parse(execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" }));

  it("is at most 1.5 MiB of code", () => {
    assert.ok(code.length > 500_000 && code.length <= 1.5 * 1024 * 1024, `${code.length} bytes`);
  });

  it("loads an object, signed with the credentials that its environment gives", async () => {
    const requests: { path: string; credential: string | undefined; body: string }[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { url = "", headers } = request;
        const body = headers["content-encoding"] === "gzip" ? gunzipSync(Buffer.concat(chunks)).toString() : "";
        requests.push({ path: url, credential: /Credential=(\w+)/.exec(headers.authorization ?? "")?.[1], body });
        if (url.startsWith("/_bulk")) response.setHeader("content-type", "application/json");
        response.end(url.startsWith("/_bulk") ? '{"errors":false,"items":[{"create":{"status":201}}]}' : "no log\n");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const event = { Records: [{ messageId: "m1", body: s3Notification({ key: "a/b.log" }), attributes: {} }] };
    const env = {
      PATH: process.env.PATH,
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "example",
      AWS_SESSION_TOKEN: "example",
      OPENSEARCH_ENDPOINT: endpoint,
      ARCHIVE_BUCKET: "archive",
      QUEUE_URL: `${endpoint}/111122223333/objects`,
      POWERTOOLS_METRICS_NAMESPACE: "Test",
    };
    const script = `require(${JSON.stringify(path)}).handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 60_000 })
      .then((answer) => console.log(JSON.stringify(answer)));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { env }).finally(() => {
      server.closeAllConnections();
      server.close();
    });
    assert.equal(stdout.trim().split("\n").at(-1), '{"batchItemFailures":[]}', stdout);
    assert.deepEqual(
      requests.map(({ path, credential }) => [path.split("?")[0], credential]),
      [
        ["/archive/a/b.log", "ASIAEXAMPLE"],
        ["/_bulk", "ASIAEXAMPLE"],
      ],
    );
    assert.match(requests[1]?.body ?? "", /no log source recognises this object/);
  });

  it("exports the handler, and being loaded it opens no connection and starts no timer", () => {
    const seen = run(`
      const net = require("node:net");
      const opened = [];
      net.Socket.prototype.connect = function (...args) { opened.push(args); return this; };
      const { handler } = require(${JSON.stringify(path)});
      const resources = process.getActiveResourcesInfo().filter((name) => !/^(Pipe|TTY|FS)/.test(name));
      console.log(JSON.stringify([typeof handler, opened, resources]));`);
    assert.deepEqual(seen, ["function", [], []]);
  });

  it("calls its errors by the names that a person can look up", () => {
    const name = run(`
      for (const name of Object.keys(process.env)) delete process.env[name];
      require(${JSON.stringify(path)}).handler({ Records: [] }, { getRemainingTimeInMillis: () => 60_000 })
        .catch((error) => console.log(JSON.stringify(error.name)));`);
    assert.equal(name, "ConfigurationError");
  });

  it("does little more when it is loaded than to be read", () => {
    // Measured against itself: seconds would measure the machine, which may be busy.
    const ratio = (): number =>
      Number(
        run(`
      const text = require("node:fs").readFileSync(${JSON.stringify(path)}, "utf8");
      const { Script } = require("node:vm");
      const timed = (work) => { const { user, system } = process.cpuUsage(); work(); const end = process.cpuUsage(); return end.user + end.system - user - system; };
      const read = timed(() => new Script("(function () {" + text + "})"));
      const loaded = timed(() => require(${JSON.stringify(path)}));
      console.log(loaded / read);`),
      );
    const ratios = [1, 2, 3].map(ratio);
    assert.ok(Math.min(...ratios) <= 6, ratios.join(", "));
  });
});
