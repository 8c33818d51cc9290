import { OutageError } from "../shared/errors";
import type { WorkQueue } from "./ports";

/**
 * A queue that, once it takes nothing, fails at once: in the seconds that a batch has for its messages they are not to wait
 * for it one after the other. What it refuses of one message says nothing of the others.
 */
export function failingOnce(queue: WorkQueue): WorkQueue {
  let failure: { readonly error: unknown } | undefined;
  const attempt = async (request: () => Promise<void>): Promise<void> => {
    if (failure !== undefined) throw failure.error;
    try {
      await request();
    } catch (error) {
      if (error instanceof OutageError) failure = { error };
      throw error;
    }
  };
  return {
    send: (body, delaySeconds) => attempt(() => queue.send(body, delaySeconds)),
    hide: (receiptHandle, seconds) => attempt(() => queue.hide(receiptHandle, seconds)),
  };
}
