import { DependencyError, OutageError } from "../shared/errors";
import type { ObjectAccount, ObjectOutcome } from "./account";
import { hidingTime, mayBeParked, parkingDelay } from "./back-off";
import { encodeFollowUp, type FollowUp, type ObjectTask } from "./follow-up";
import type { Clock, Log, WorkQueue } from "./ports";

/** A message of the loader's queue. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
  /** Who sent it, as SQS says: a user's id, or a role's id and session, such as `AROA...:siem-prod-loader`. */
  readonly senderId?: string | undefined;
  /** How often it has been received. */
  readonly receiveCount: number;
  /** Epoch milliseconds at which it was sent. */
  readonly sentAt: number;
}

export interface LeftOverPorts {
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sees to what is left of a message's objects; true if the message is done with, false if it must be delivered again.
 *
 * What ran out of time or had none, and what met an outage, goes into a new message, so that none of it counts as a failed
 * try; what else failed beside it goes with it. Where that is not possible, and for all other failures, the message comes again
 * by itself, later each time.
 */
export async function handOver(
  message: QueueMessage,
  accounts: readonly ObjectAccount[],
  followUp: Pick<FollowUp, "parkings" | "firstSeen"> | undefined,
  ports: LeftOverPorts,
): Promise<boolean> {
  const open = accounts.filter(({ left }) => left !== undefined);
  if (open.length === 0) return true;
  const { clock } = ports;
  const now = clock.now().getTime();
  const firstSeen = Math.min(followUp?.firstSeen ?? message.sentAt, now);
  const out = open.some(({ failure }) => failure instanceof OutageError);
  const goesOn = open.some(({ failure, outcome }) => failure === undefined && outcome !== "postponed");
  if (goesOn || mayBeSentAgain(open, firstSeen, now)) {
    const parkings = out ? (followUp?.parkings ?? 0) + 1 : 0;
    const delay = out ? parkingDelay(parkings - 1, () => clock.random()) : 0;
    const objects = open.map(({ left }) => left).filter((task): task is ObjectTask => task !== undefined);
    try {
      await ports.queue.send(encodeFollowUp({ objects, parkings, firstSeen }), delay);
      for (const account of open) account.outcome = outcomeOf(account, out);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error : new DependencyError(String(error));
      for (const account of open) account.fail(reason);
    }
  }
  for (const account of open) account.fail(new DependencyError("no time was left to read the object"));
  await hide(message, open, ports);
  return false;
}

/** Of what waits, for an outage to end or for a batch that has time for it; not for ever. */
function mayBeSentAgain(open: readonly ObjectAccount[], firstSeen: number, now: number): boolean {
  const waits = open.some(({ failure, outcome }) => failure instanceof OutageError || outcome === "postponed");
  return waits && mayBeParked(firstSeen, now);
}

/** Of an object that is in the new message. Only an outage parks: an alarm tells people of it. */
function outcomeOf({ failure, outcome }: ObjectAccount, out: boolean): ObjectOutcome {
  if (failure !== undefined) return out ? "parked" : "postponed";
  return outcome === "postponed" ? outcome : "continued";
}

/** Has the message come again later than by itself where it is a dependency that failed; whatever else did stays as it is. */
async function hide(
  { messageId, receiptHandle, receiveCount }: QueueMessage,
  open: readonly ObjectAccount[],
  { queue, clock, log }: LeftOverPorts,
): Promise<void> {
  if (!open.some(({ failure }) => failure instanceof DependencyError)) return;
  const seconds = hidingTime(receiveCount, () => clock.random());
  try {
    await queue.hide(receiptHandle, seconds);
  } catch (error) {
    // It comes again all the same, when the queue's own time is over.
    log.warn("message not hidden", { messageId, reason: error instanceof Error ? error.message : String(error) });
  }
}
