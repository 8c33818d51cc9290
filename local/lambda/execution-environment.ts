import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { killProcessGroup } from "../process-records";
import type { Processes } from "../processes";
import type { DeployedFunction } from "./deployed-function";

/** As Lambda describes an error of a function. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stackTrace?: readonly string[];
}

/** What an invocation came to. */
export type InvocationResult =
  | { readonly kind: "returned"; readonly payload: unknown }
  | { readonly kind: "failed"; readonly error: FunctionError };

interface ChildAnswer {
  readonly kind: "ready" | "initialisation-failed" | "done";
  readonly payload?: unknown;
  readonly error?: FunctionError;
  readonly memoryKilobytes?: number;
}

export interface EnvironmentOptions {
  readonly deployed: DeployedFunction;
  /** The process's whole environment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly logStream: string;
  readonly processes: Processes;
  readonly logFile: string;
  readonly onLine: (line: string) => void;
}

/** Lambda gives a function this long to load. */
const INITIALISATION_SECONDS = 10;

/** The share of the memory that Lambda's Node.js runtime gives to the heap of old objects. */
const HEAP_SHARE = 0.9;

/** One process that runs a deployed function, one event at a time, until it is stopped, killed or crashes. */
export class ExecutionEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #child: ChildProcess;
  readonly #ended: Promise<undefined>;
  readonly #ready: Promise<FunctionError | undefined>;
  #endLines: ((line: string) => void) | undefined;
  #alive = true;

  constructor(options: EnvironmentOptions) {
    const { deployed, variables, processes, logFile } = options;
    this.#options = options;
    const heapMegabytes = Math.floor(deployed.memoryMegabytes * HEAP_SHARE);
    this.#child = spawn(process.execPath, [`--max-old-space-size=${heapMegabytes}`, join(__dirname, "bootstrap.cjs")], {
      cwd: deployed.codeFolder,
      // Node.js adds this one by itself while coverage is measured.
      env: { ...variables, NODE_V8_COVERAGE: undefined },
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    processes.adopt(`function-${deployed.name}`, this.#child, logFile);
    // A channel that breaks because the process ended is reported by its end.
    this.#child.on("error", () => undefined);
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", () => {
        this.#alive = false;
        resolve(undefined);
      });
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) this.#readLines(stream);
    }
    this.#ready = this.#initialisation();
  }

  /** Whether it can take another event. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Runs the handler on an event. Never throws: what goes wrong is a failed invocation, as it is for Lambda's caller. */
  async invoke(requestId: string, event: unknown): Promise<InvocationResult> {
    const started = performance.now();
    const fault = await this.#ready;
    if (fault !== undefined) return { kind: "failed", error: fault };
    const { deployed } = this.#options;
    this.#options.onLine(`START RequestId: ${requestId} Version: $LATEST`);
    const answered = this.#answer(requestId);
    const deadline = Date.now() + deployed.timeoutSeconds * 1000;
    this.#child.send({ event, context: this.#context(requestId), deadline }, () => undefined);
    const answer = await before(deployed.timeoutSeconds, Promise.race([answered, this.#ended]));
    this.#endLines = undefined;
    this.#report(requestId, performance.now() - started, answer === "late" ? undefined : answer?.memoryKilobytes);
    if (answer === "late") {
      await this.kill();
      const seconds = deployed.timeoutSeconds.toFixed(2);
      return failed("Sandbox.Timedout", `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`);
    }
    if (answer === undefined)
      return failed("Runtime.ExitError", `RequestId: ${requestId} Error: ${this.#endOfProcess()}`);
    return answer.error === undefined
      ? { kind: "returned", payload: answer.payload }
      : { kind: "failed", error: answer.error };
  }

  /** Ends the process at once, whatever it is doing. */
  async kill(): Promise<void> {
    if (this.#child.pid !== undefined && this.#alive) killProcessGroup(this.#child.pid);
    await this.#ended;
  }

  async #initialisation(): Promise<FunctionError | undefined> {
    const first = new Promise<ChildAnswer>((resolve) => {
      this.#child.once("message", (message) => resolve(message as ChildAnswer));
    });
    const answer = await before(INITIALISATION_SECONDS, Promise.race([first, this.#ended]));
    if (answer === "late") {
      await this.kill();
      return failed("Sandbox.Timedout", `Error: Initialisation took longer than ${INITIALISATION_SECONDS} seconds`)
        .error;
    }
    if (answer === undefined) return failed("Runtime.ExitError", `Error: ${this.#endOfProcess()}`).error;
    if (answer.kind === "ready") return undefined;
    await this.#ended;
    return answer.error;
  }

  /** The answer to the running invocation, once all its log lines have been read as well. */
  async #answer(requestId: string): Promise<ChildAnswer> {
    const end = `END RequestId: ${requestId}`;
    let streams = 2;
    const logged = new Promise<void>((resolve) => {
      this.#endLines = (line) => {
        if (line === end && --streams === 0) resolve();
      };
    });
    const answer = new Promise<ChildAnswer>((resolve) => {
      this.#child.once("message", (message) => resolve(message as ChildAnswer));
    });
    return (await Promise.all([answer, logged]))[0];
  }

  #readLines(stream: Readable): void {
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
      if (line.startsWith("END RequestId: ")) this.#endLines?.(line);
      else this.#options.onLine(line);
    });
  }

  #report(requestId: string, milliseconds: number, memoryKilobytes: number | undefined): void {
    const { deployed, onLine } = this.#options;
    const used = memoryKilobytes === undefined ? "unknown" : `${Math.round(memoryKilobytes / 1024)} MB`;
    onLine(`END RequestId: ${requestId}`);
    onLine(
      `REPORT RequestId: ${requestId}\tDuration: ${milliseconds.toFixed(2)} ms\tMemory Size: ${deployed.memoryMegabytes} MB\tMax Memory Used: ${used}`,
    );
  }

  #endOfProcess(): string {
    const { signalCode, exitCode } = this.#child;
    return signalCode === null
      ? `Runtime exited with error: exit status ${exitCode ?? "unknown"}`
      : `Runtime exited with error: signal: ${signalCode}`;
  }

  #context(awsRequestId: string): Readonly<Record<string, unknown>> {
    const { deployed, logStream } = this.#options;
    return {
      awsRequestId,
      functionName: deployed.name,
      functionVersion: "$LATEST",
      invokedFunctionArn: deployed.arn,
      memoryLimitInMB: String(deployed.memoryMegabytes),
      logGroupName: deployed.logGroup,
      logStreamName: logStream,
      callbackWaitsForEmptyEventLoop: true,
    };
  }
}

function failed(errorType: string, errorMessage: string): { kind: "failed"; error: FunctionError } {
  return { kind: "failed", error: { errorType, errorMessage } };
}

/** What the promise gives, undefined for nothing, or "late" when the time (seconds) is over first. */
async function before<T>(seconds: number, promise: Promise<T | undefined>): Promise<T | undefined | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, seconds * 1000, "late");
  });
  try {
    return (await Promise.race([promise, late])) ?? undefined;
  } finally {
    clearTimeout(timer);
  }
}
