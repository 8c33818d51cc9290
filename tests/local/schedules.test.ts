import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DependencyError } from "../../functions/shared/errors";
import type { LambdaRuntime } from "../../local/lambda/runtime";
import { Schedules } from "../../local/schedules";

type Invocation = Awaited<ReturnType<LambdaRuntime["invoke"]>>;

const answered = { kind: "answered", payload: null } as unknown as Invocation;

describe("schedules of the local stage", () => {
  let folder: string;
  let running: Schedules[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-schedules-"));
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((schedules) => schedules.stop()));
    rmSync(folder, { recursive: true });
  });

  const deployed = (name: string, more: object = {}): void => {
    mkdirSync(join(folder, "schedules"), { recursive: true });
    const target = { arn: `arn:aws:lambda:eu-west-1:111122223333:function:${name}` };
    const schedule = { name, scheduleExpression: "rate(1 minute)", state: "ENABLED", target, ...more };
    writeFileSync(join(folder, "schedules", `${name}.json`), JSON.stringify(schedule));
  };

  class Runs {
    readonly invoked: (readonly [string, unknown])[] = [];
    readonly said: string[] = [];
    /** Of a function, how many runs there were at the same time. */
    most = 0;
    private now = 0;
    result: () => Promise<Invocation> = async () => answered;

    start(longestPeriodSeconds?: number): Schedules {
      const schedules = new Schedules({
        stateFolder: folder,
        runtime: {
          invoke: async (name, event) => {
            this.invoked.push([name, event]);
            this.now += 1;
            this.most = Math.max(this.most, this.now);
            try {
              return await this.result();
            } finally {
              this.now -= 1;
            }
          },
        },
        progress: (text) => this.said.push(text),
        longestPeriodSeconds,
      });
      running.push(schedules);
      return schedules;
    }

    async until(condition: () => boolean): Promise<void> {
      for (let tries = 0; tries < 500 && !condition(); tries += 1) await sleep(10);
      assert.ok(condition(), `after ${this.invoked.length} runs`);
    }
  }

  it("start each function that is deployed with what its schedule says, and not those that are off", async () => {
    deployed("detector");
    deployed("watch", { target: { arn: "arn:aws:lambda:eu-west-1:111122223333:function:watch", input: '{"a":1}' } });
    deployed("off", { state: "DISABLED" });
    const runs = new Runs();
    await runs.start().restart();
    await runs.until(() => runs.invoked.length >= 2);
    assert.deepEqual([...runs.invoked].sort(), [
      ["detector", {}],
      ["watch", { a: 1 }],
    ]);
  });

  it("start a function again and again, one run at a time, also after one that failed", async () => {
    deployed("detector");
    const runs = new Runs();
    const results: (() => Promise<Invocation>)[] = [
      async () => ({ kind: "failed", error: { errorMessage: "out of order" } }) as unknown as Invocation,
      () => Promise.reject(new Error("killed")),
    ];
    runs.result = async () => {
      await sleep(20);
      return (results.shift() ?? (async () => answered))();
    };
    await runs.start(0.005).restart();
    await runs.until(() => runs.invoked.length >= 4);
    assert.equal(runs.most, 1);
    assert.match(runs.said[0] ?? "", /^detector failed: .*out of order/);
    assert.match(runs.said[1] ?? "", /^detector failed: .*killed/);
  });

  it("start nothing once they are stopped, and wait for the run that is on", async () => {
    deployed("detector");
    const runs = new Runs();
    let isDone = false;
    runs.result = async () => {
      await sleep(50);
      isDone = true;
      return answered;
    };
    const schedules = runs.start(0.001);
    await schedules.restart();
    await runs.until(() => runs.invoked.length >= 1);
    await schedules.stop();
    assert.ok(isDone, "the run has ended");
    const count = runs.invoked.length;
    await sleep(50);
    assert.equal(runs.invoked.length, count);
  });

  it("work by what was deployed last", async () => {
    const runs = new Runs();
    const schedules = runs.start();
    await schedules.restart();
    assert.deepEqual(runs.invoked, []);
    deployed("detector");
    await schedules.restart();
    await runs.until(() => runs.invoked.length === 1);
  });

  it("say which file is no schedule that they know", async () => {
    deployed("detector", { scheduleExpression: "cron(0 7 * * ? *)" });
    await assert.rejects(new Runs().start().restart(), (error) => {
      assert.ok(error instanceof DependencyError, String(error));
      assert.match(error.message, /detector\.json is no schedule/);
      return true;
    });
  });
});
