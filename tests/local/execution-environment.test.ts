import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DeployedFunction } from "../../local/lambda/deployed-function";
import { ExecutionEnvironment } from "../../local/lambda/execution-environment";
import { Processes } from "../../local/processes";

describe("the process of a deployed function", () => {
  let folder: string;
  let processes: Processes;
  let lines: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-function-"));
    processes = new Processes(folder);
    lines = [];
  });
  afterEach(async () => {
    await processes.stopAll();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts the code, which is the body of a CommonJS module, as a function with these settings. */
  function start(code: string, settings: Partial<DeployedFunction> = {}): ExecutionEnvironment {
    writeFileSync(join(folder, "index.js"), code);
    const deployed: DeployedFunction = {
      name: "loader",
      arn: "arn:aws:lambda:eu-west-1:111122223333:function:loader",
      handler: "index.handler",
      roleArn: "arn:aws:iam::111122223333:role/loader",
      timeoutSeconds: 10,
      memoryMegabytes: 256,
      environment: {},
      logGroup: "/aws/lambda/loader",
      codeFolder: folder,
      ...settings,
    };
    return new ExecutionEnvironment({
      deployed,
      variables: { _HANDLER: deployed.handler, LAMBDA_TASK_ROOT: folder, SETTING: "value" },
      logStream: "2026/01/02/[$LATEST]0",
      processes,
      logFile: join(folder, "log"),
      onLine: (line) => lines.push(line),
    });
  }

  it("gives the event and the context to the handler and returns its answer", async () => {
    const environment = start(
      "exports.handler = async (event, context) => ({ event, name: context.functionName, left: context.getRemainingTimeInMillis() })",
    );
    const result = await environment.invoke("r1", { n: 1 });
    assert.ok(result.kind === "returned");
    const { left, ...rest } = result.payload as { left: number };
    assert.deepEqual(rest, { event: { n: 1 }, name: "loader" });
    assert.ok(left > 9000 && left <= 10_000, `${left} ms are left of 10 s`);
  });

  it("has no variable of the process that started it", async () => {
    const result = await start("exports.handler = async () => Object.keys(process.env)").invoke("r1", {});
    assert.ok(result.kind === "returned");
    const names = (result.payload as string[]).filter((name) => !name.startsWith("NODE_CHANNEL_"));
    assert.deepEqual(names.sort(), ["LAMBDA_TASK_ROOT", "SETTING", "_HANDLER"]);
  });

  it("gets the share of the deployed memory that Lambda gives to the heap", async () => {
    const code = "exports.handler = async () => process.execArgv";
    const result = await start(code, { memoryMegabytes: 512 }).invoke("r1", {});
    assert.deepEqual(result, { kind: "returned", payload: ["--max-old-space-size=460"] });
  });

  it("is used again for the next event", async () => {
    const environment = start("let calls = 0; exports.handler = async () => ++calls");
    await environment.invoke("r1", {});
    assert.deepEqual(await environment.invoke("r2", {}), { kind: "returned", payload: 2 });
  });

  it("has handed over all its log lines when an invocation returns", async () => {
    const environment = start(
      "exports.handler = async () => { for (let i = 0; i < 2000; i++) console.log('line ' + i); console.error('last'); }",
    );
    await environment.invoke("r1", {});
    assert.equal(lines.filter((line) => /^line \d+$/.test(line)).length, 2000);
    assert.ok(lines.includes("last"));
    assert.equal(lines[0], "START RequestId: r1 Version: $LATEST");
    assert.match(
      String(lines.at(-1)),
      /^REPORT RequestId: r1\tDuration: .* ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB$/,
    );
  });

  it("stays for the next event when the handler throws", async () => {
    const environment = start(
      "exports.handler = async (event) => { if (event.bad) throw new TypeError('bad event'); }",
    );
    const result = await environment.invoke("r1", { bad: true });
    assert.ok(result.kind === "failed");
    assert.deepEqual([result.error.errorType, result.error.errorMessage], ["TypeError", "bad event"]);
    assert.equal(environment.alive, true);
    assert.equal((await environment.invoke("r2", {})).kind, "returned");
  });

  it("is killed when the deployed time-out is over", async () => {
    const environment = start("exports.handler = async () => { for (;;); }", { timeoutSeconds: 0.5 });
    assert.deepEqual(await environment.invoke("r1", {}), {
      kind: "failed",
      error: { errorType: "Sandbox.Timedout", errorMessage: "RequestId: r1 Error: Task timed out after 0.50 seconds" },
    });
    assert.equal(environment.alive, false);
  });

  it("fails the invocation when it is killed in the middle", async () => {
    const environment = start("exports.handler = () => new Promise(() => setInterval(() => {}, 1000))");
    const invocation = environment.invoke("r1", {});
    await sleep(300);
    await environment.kill();
    assert.deepEqual(await invocation, {
      kind: "failed",
      error: {
        errorType: "Runtime.ExitError",
        errorMessage: "RequestId: r1 Error: Runtime exited with error: signal: SIGKILL",
      },
    });
  });

  it("fails the invocation when it exits by itself", async () => {
    const result = await start("exports.handler = async () => process.exit(3)").invoke("r1", {});
    assert.ok(result.kind === "failed");
    assert.match(result.error.errorMessage, /exit status 3$/);
  });

  for (const [name, code, expected] of [
    ["cannot be loaded", "throw new RangeError('no settings')", ["RangeError", "no settings"]],
    ["has no handler", "exports.other = 1", ["Runtime.HandlerNotFound", "index.handler is undefined or not exported"]],
  ] as const) {
    it(`fails every invocation when the code ${name}`, async () => {
      const environment = start(code);
      const result = await environment.invoke("r1", {});
      assert.ok(result.kind === "failed");
      assert.deepEqual([result.error.errorType, result.error.errorMessage], expected);
      assert.equal(environment.alive, false);
    });
  }
});
