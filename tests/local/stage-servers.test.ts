import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DependencyError } from "../../functions/shared/errors";
import { type ControlEndpoint, startControlEndpoint } from "../../local/control-endpoint";
import type { ProcessEnd, SupervisedProcess } from "../../local/processes";
import { assertServersRun, StageServers, whileServersRun } from "../../local/stage-servers";

/** A process of a stage, and how to end it. */
function server(name: string): { process: SupervisedProcess; end: (end: ProcessEnd) => Promise<void> } {
  let resolve: (end: ProcessEnd) => void = () => undefined;
  const ended = new Promise<ProcessEnd>((settle) => {
    resolve = settle;
  });
  return {
    process: { name, pid: 1, logFile: `/state/logs/${name}.log`, ended, stop: () => Promise.resolve() },
    end: async (end) => {
      resolve(end);
      await ended;
    },
  };
}

async function listen(http: Server): Promise<string> {
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

describe("the servers of a stage", () => {
  const stopping = new AbortController();
  let lines: string[];
  let servers: StageServers;
  let control: ControlEndpoint;
  let answering: Server;
  let silent: Server;
  let stage: { controlUrl: string; openSearchUrl: string; awsEndpoint: string };
  let silentUrl: string;

  beforeEach(async () => {
    lines = [];
    servers = new StageServers((line) => lines.push(line), stopping.signal);
    control = await startControlEndpoint({ servers: () => Promise.resolve(servers.ended) });
    answering = createServer((_request, response) => response.end("{}"));
    silent = createServer(() => undefined);
    silentUrl = await listen(silent);
    const url = await listen(answering);
    stage = { controlUrl: control.url, openSearchUrl: url, awsEndpoint: url };
  });
  afterEach(async () => {
    await control.stop();
    for (const http of [answering, silent]) {
      http.closeAllConnections();
      http.close();
    }
  });

  it("are all there as long as none has ended", async () => {
    servers.watch(server("opensearch").process);
    servers.assertRunning();
    await assertServersRun(stage);
    assert.equal(await whileServersRun(stage, () => Promise.resolve("loaded")), "loaded");
    assert.deepEqual(lines, []);
  });

  it("that have ended are named, with how, their log and what to do, in this process and in others", async () => {
    const { process, end } = server("opensearch");
    servers.watch(process);
    await end({ code: null, signal: "SIGKILL" });
    const message =
      /^opensearch of the local stage has ended \(SIGKILL\); its log: \/state\/logs\/opensearch\.log\nStart the stage anew with: make down && make up$/;
    assert.throws(() => servers.assertRunning(), { name: "DependencyError", message });
    await assert.rejects(assertServersRun(stage), { name: "DependencyError", message });
    assert.equal(lines.length, 1);
  });

  it("end the wait for what needs them, however long that would take", async () => {
    const { process, end } = server("aws-emulator");
    servers.watch(process);
    let stopped: AbortSignal | undefined;
    const waiting = whileServersRun(stage, (signal) => {
      stopped = signal;
      setImmediate(() => void end({ code: 3, signal: null }));
      return new Promise(() => undefined);
    });
    await assert.rejects(waiting, /aws-emulator of the local stage has ended \(exit code 3\)/);
    assert.equal(stopped?.aborted, true);
  });

  it("are the reason for the error of a client that finds them gone; another error stays what it is", async () => {
    const { process, end } = server("aws-emulator");
    servers.watch(process);
    await assert.rejects(
      whileServersRun(stage, () => Promise.reject(new Error("no such bucket"))),
      /no such bucket/,
    );
    const refused = whileServersRun(stage, async () => {
      await end({ code: 1, signal: null });
      throw new Error("connect ECONNREFUSED");
    });
    await assert.rejects(refused, /aws-emulator of the local stage has ended/);
  });

  it("are given up when they do not answer in time, or the stage itself is gone", async () => {
    for (const [part, name] of [
      ["openSearchUrl", "OpenSearch of the local stage"],
      ["awsEndpoint", "The AWS emulator of the local stage"],
      ["controlUrl", "The process of the local stage"],
    ] as const) {
      await assert.rejects(assertServersRun({ ...stage, [part]: silentUrl }, 100), (error) => {
        assert.ok(error instanceof DependencyError);
        assert.equal(
          error.message,
          `${name} has not answered for 0.1 s. Start the stage anew with: make down && make up`,
        );
        return true;
      });
    }
    await control.stop();
    await assert.rejects(assertServersRun(stage), /The process of the local stage cannot be reached\. Start/);
  });

  it("that the stage ends itself are not missed", async () => {
    const { process, end } = server("opensearch");
    servers.watch(process);
    stopping.abort();
    await end({ code: 0, signal: null });
    servers.assertRunning();
  });
});
