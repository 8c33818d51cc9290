import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import { DependencyError } from "../functions/shared/errors";
import type { SupervisedProcess } from "./processes";
import type { Progress } from "./progress";

const endedSchema = z.array(z.object({ name: z.string(), how: z.string(), logFile: z.string() }));

/** A server of a stage, OpenSearch or the AWS emulator, that ended although the stage needs it. */
export type EndedServer = z.infer<typeof endedSchema>[number];

/** How long an answer may take on a machine that is busy. */
const ANSWER_MILLISECONDS = 30_000;
const CHECK_MILLISECONDS = 1000;

/** Remembers which servers of a stage have ended by themselves: nothing that is waited for will come any more. */
export class StageServers {
  readonly #ended: EndedServer[] = [];

  /** @param stopping aborted when the stage itself ends its servers. */
  constructor(
    private readonly progress: Progress,
    private readonly stopping: AbortSignal,
  ) {}

  watch({ name, logFile, ended }: SupervisedProcess): void {
    void ended.then(({ code, signal }) => {
      if (this.stopping.aborted) return;
      const server = { name, how: signal ?? `exit code ${code ?? "unknown"}`, logFile };
      this.#ended.push(server);
      this.progress(describe(server));
    });
  }

  get ended(): readonly EndedServer[] {
    return this.#ended;
  }

  /** @throws DependencyError that says what has ended, where its log is and what to do. */
  assertRunning(): void {
    refuse(this.#ended);
  }
}

/** Where another process asks a stage after its servers, and where they are. */
export interface StageUrls {
  readonly controlUrl: string;
  readonly openSearchUrl: string;
  readonly awsEndpoint: string;
}

/**
 * Asks a running stage whether its servers run.
 * @throws DependencyError when one has ended, or does not answer in `milliseconds`.
 */
export async function assertServersRun(stage: StageUrls, milliseconds = ANSWER_MILLISECONDS): Promise<void> {
  const signal = AbortSignal.timeout(milliseconds);
  const reach = async (what: string, url: string, method: string): Promise<string> => {
    try {
      return await (await fetch(url, { method, signal })).text();
    } catch (cause) {
      const why = signal.aborted ? `has not answered for ${milliseconds / 1000} s` : "cannot be reached";
      throw new DependencyError(`${what} ${why}. ${remedy}`, { cause });
    }
  };
  refuse(endedIn(await reach("The process of the local stage", `${stage.controlUrl}/servers`, "POST")));
  await Promise.all([
    reach("OpenSearch of the local stage", stage.openSearchUrl, "GET"),
    reach("The AWS emulator of the local stage", `${stage.awsEndpoint}/moto-api/`, "GET"),
  ]);
}

/** The result of work that needs a stage's servers; throws `DependencyError` as soon as one of them is not there. */
export async function whileServersRun<Result>(
  stage: StageUrls,
  work: (stopped: AbortSignal) => Promise<Result>,
): Promise<Result> {
  await assertServersRun(stage);
  const done = new AbortController();
  const watch = async (): Promise<never> => {
    for (;;) {
      await sleep(CHECK_MILLISECONDS, undefined, { signal: done.signal });
      await assertServersRun(stage);
    }
  };
  const working = work(done.signal);
  try {
    return await Promise.race([working, watch()]);
  } catch (error) {
    // A server that has just ended is the reason for whatever error its clients have.
    if (!(error instanceof DependencyError)) await assertServersRun(stage);
    throw error;
  } finally {
    done.abort();
    working.catch(() => undefined);
  }
}

const remedy = "Start the stage anew with: make down && make up";

function refuse(ended: readonly EndedServer[]): void {
  if (ended.length > 0) throw new DependencyError(`${ended.map(describe).join("\n")}\n${remedy}`);
}

function describe({ name, how, logFile }: EndedServer): string {
  return `${name} of the local stage has ended (${how}); its log: ${logFile}`;
}

function endedIn(answer: string): readonly EndedServer[] {
  const parsed = endedSchema.safeParse(JSON.parse(answer));
  return parsed.success ? parsed.data : [];
}
