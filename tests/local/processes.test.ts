import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DependencyError } from "../../functions/shared/errors";
import { killLeftovers, processIdentity } from "../../local/process-records";
import { logTail, Processes, waitUntilReady } from "../../local/processes";

/** Whether the process is gone within two seconds. */
async function ends(pid: number): Promise<boolean> {
  for (let i = 0; i < 40; i++) {
    if (processIdentity(pid) === undefined) return true;
    await sleep(50);
  }
  return false;
}

describe("the children of a stage", () => {
  let folder: string;
  let processes: Processes;
  const recordFiles = () => readdirSync(join(folder, "processes"));
  const specification = (command: string, ...args: string[]) => ({
    name: "child",
    command,
    args,
    environment: { PATH: process.env.PATH },
    logFile: join(folder, "child.log"),
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-processes-"));
    processes = new Processes(folder);
  });
  afterEach(async () => {
    await processes.stopAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it("run until they are stopped, and are on record meanwhile", async () => {
    const { pid } = await processes.start(specification("sleep", "60"));
    assert.deepEqual(recordFiles(), [`child-${pid}.json`]);
    assert.notEqual(processIdentity(pid), undefined);
    await processes.stopAll();
    assert.equal(processIdentity(pid), undefined);
    assert.deepEqual(recordFiles(), []);
  });

  it("are killed when they do not end by themselves", async () => {
    const child = await processes.start(specification("sh", "-c", "trap '' TERM; echo up; while :; do sleep 1; done"));
    await waitUntilReady(child, () => Promise.resolve(logTail(child.logFile) === "up"), 5);
    await child.stop(100);
    assert.deepEqual(await child.ended, { code: null, signal: "SIGKILL" });
  });

  it("end when the process that started them is killed", async () => {
    const starter = `
      const { Processes } = require(${JSON.stringify(join(__dirname, "../../local/processes"))});
      new Processes(${JSON.stringify(folder)})
        .start({ name: "cat", command: "cat", args: [], environment: process.env, logFile: ${JSON.stringify(join(folder, "log"))} })
        .then(({ pid }) => console.log(pid));`;
    const parent = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "--eval", starter]);
    const pid = await new Promise<number>((resolve) => parent.stdout.once("data", (data) => resolve(Number(data))));
    assert.notEqual(processIdentity(pid), undefined);
    parent.kill("SIGKILL");
    assert.ok(await ends(pid), `process ${pid} is still there`);
  });

  it("that cannot be started are named in the error", async () => {
    await assert.rejects(processes.start(specification("no-such-program")), (error) => {
      assert.ok(error instanceof DependencyError);
      assert.match(error.message, /^child could not be started: no-such-program: .*ENOENT/);
      return true;
    });
  });

  it("that end while they are starting are reported with the end of their log", async () => {
    const child = await processes.start(specification("sh", "-c", "echo first; echo port in use; exit 3"));
    await assert.rejects(
      waitUntilReady(child, () => Promise.resolve(false), 5),
      /^DependencyError: child ended with exit code 3 while it was starting\. The end of .*child\.log:\nfirst\nport in use$/,
    );
  });

  it("that do not get ready are reported when the time is over", async () => {
    const child = await processes.start(specification("sleep", "60"));
    await assert.rejects(
      waitUntilReady(child, () => Promise.reject(new Error("ECONNREFUSED")), 0.2),
      /child was not ready after 0.2 s/,
    );
  });

  describe("left by a stage that was killed", () => {
    const record = (pid: number, identity: string | undefined) => {
      mkdirSync(join(folder, "processes"), { recursive: true });
      writeFileSync(join(folder, "processes", `old-${pid}.json`), JSON.stringify({ name: "old", pid, identity }));
    };

    it("are ended by the next one", async () => {
      const { pid = 0 } = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
      record(pid, processIdentity(pid));
      assert.deepEqual(killLeftovers(folder), ["old"]);
      assert.ok(await ends(pid));
      assert.deepEqual(recordFiles(), []);
    });

    it("are not confused with a later process of the same number", () => {
      record(process.pid, "another start time");
      assert.deepEqual(killLeftovers(folder), []);
      assert.deepEqual(recordFiles(), []);
    });
  });
});
