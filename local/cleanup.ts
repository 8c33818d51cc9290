import type { Progress } from "./progress";

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * What has to be undone at the end, the last first: at the request of the program, or on a signal, after which the process
 * ends with the code that a shell gives it. A second signal ends it at once.
 */
export class Cleanup {
  readonly #steps: { readonly name: string; readonly undo: () => void | Promise<void> }[] = [];
  readonly #stopping = new AbortController();
  readonly #progress: Progress;
  #running: Promise<void> | undefined;

  constructor(progress: Progress) {
    this.#progress = progress;
    for (const signal of Object.keys(SIGNALS)) process.on(signal, this.#onSignal);
  }

  /** Aborted when the cleanup begins. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  add(name: string, undo: () => void | Promise<void>): void {
    this.#steps.push({ name, undo });
  }

  /** Undoes everything once; one step that fails does not keep the others from being done. */
  run(): Promise<void> {
    this.#running ??= this.#undoAll();
    return this.#running;
  }

  async #undoAll(): Promise<void> {
    this.#stopping.abort();
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step.undo();
      } catch (error) {
        this.#progress(`${step.name} could not be stopped: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    for (const signal of Object.keys(SIGNALS)) process.removeListener(signal, this.#onSignal);
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    const code = SIGNALS[signal as keyof typeof SIGNALS];
    if (this.#running !== undefined) process.exit(code);
    this.#progress(`stopping the local stage (${signal})`);
    void this.run().then(() => process.exit(code));
  };
}
