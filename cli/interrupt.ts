/** What a shell reports for a program that Ctrl-C ended. */
export const INTERRUPTED = 130;

/** Ends the process on Ctrl-C, with a line that says so; what has something to stop first has a listener of its own. */
export function endOnInterrupt(): void {
  process.on("SIGINT", () => {
    if (process.listenerCount("SIGINT") > 1) return;
    process.stderr.write("siem: interrupted\n");
    process.exit(INTERRUPTED);
  });
}

/**
 * Runs what can be told to stop, and tells it on Ctrl-C; a second Ctrl-C ends the process at once.
 * @returns undefined when it was interrupted.
 */
export async function interruptible<Result>(
  what: string,
  run: (interrupted: AbortSignal) => Promise<Result>,
): Promise<Result | undefined> {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write(`siem: interrupted; ${what}\n`);
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  try {
    return await run(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    return undefined;
  } finally {
    process.removeListener("SIGINT", interrupt);
  }
}
