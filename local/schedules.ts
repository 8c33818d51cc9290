import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import { DependencyError } from "../functions/shared/errors";
import type { LambdaRuntime } from "./lambda/runtime";
import type { Progress } from "./progress";

const scheduleSchema = z.object({
  name: z.string(),
  scheduleExpression: z.string().check(z.regex(/^rate\([1-9]\d* (?:minute|hour|day)s?\)$/)),
  state: z.string(),
  target: z.object({ arn: z.string(), input: z.optional(z.string()) }),
});

type Schedule = z.infer<typeof scheduleSchema>;

const unitMilliseconds: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

export interface SchedulesOptions {
  readonly stateFolder: string;
  readonly runtime: Pick<LambdaRuntime, "invoke">;
  readonly progress: Progress;
  /** The longest time between two runs, in seconds: what is deployed, or this. Default: what is deployed. */
  readonly longestPeriodSeconds?: number | undefined;
}

/**
 * Starts functions by the deployed schedules, as EventBridge Scheduler does: from the deployment on, one run at a time of
 * each, for the functions reserve one.
 */
export class Schedules {
  private stopping = new AbortController();
  private running: Promise<void>[] = [];

  constructor(private readonly options: SchedulesOptions) {}

  /** Reads the schedules that are deployed now and works by them, once what runs has come to its end. */
  async restart(): Promise<void> {
    this.stopping.abort();
    const ending = this.running;
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    const schedules = await readSchedules(this.options.stateFolder);
    this.running = schedules.map(async (schedule) => {
      await Promise.all(ending);
      await this.run(schedule, signal);
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    this.running = [];
  }

  private async run({ name, scheduleExpression, target }: Schedule, signal: AbortSignal): Promise<void> {
    const { runtime, progress, longestPeriodSeconds = Number.POSITIVE_INFINITY } = this.options;
    const functionName = target.arn.slice(target.arn.lastIndexOf(":") + 1);
    const event: unknown = target.input === undefined ? {} : JSON.parse(target.input);
    const period = Math.min(periodOf(scheduleExpression), longestPeriodSeconds * 1_000);
    while (!signal.aborted) {
      const started = Date.now();
      const failure = await runtime.invoke(functionName, event).then(
        (result) => (result.kind === "failed" ? JSON.stringify(result.error) : undefined),
        (error: unknown) => String(error),
      );
      if (failure !== undefined && !signal.aborted) progress(`${name} failed: ${failure.slice(0, 300)}`);
      const rest = Math.max(0, period - (Date.now() - started));
      await sleep(rest, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Milliseconds. */
function periodOf(expression: string): number {
  const [, count, unit = ""] = /^rate\((\d+) ([a-z]+?)s?\)$/.exec(expression) ?? [];
  return Number(count) * (unitMilliseconds[unit] ?? 0);
}

/** The schedules that the deployment left in `<state folder>/schedules`. */
async function readSchedules(stateFolder: string): Promise<Schedule[]> {
  const folder = join(stateFolder, "schedules");
  const files = await readdir(folder).catch(() => []);
  const schedules: Schedule[] = [];
  for (const file of files.filter((name) => name.endsWith(".json")).sort()) {
    const parsed = scheduleSchema.safeParse(JSON.parse(await readFile(join(folder, file), "utf8")));
    if (!parsed.success) throw new DependencyError(`${file} is no schedule: ${z.prettifyError(parsed.error)}`);
    if (parsed.data.state === "ENABLED") schedules.push(parsed.data);
  }
  return schedules;
}
