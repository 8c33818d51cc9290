import pLimit from "p-limit";
import { DependencyError } from "../shared/errors";
import { ObjectAccount } from "./account";
import { BulkWriter } from "./bulk";
import { decodeMessage } from "./events";
import { failingOnce } from "./failing-queue";
import { type FollowUp, isSentBy, withoutPlace } from "./follow-up";
import { handOver, type QueueMessage } from "./left-over";
import { loadObject } from "./load-object";
import type { NormaliseOptions } from "./normalised-object";
import type { AsideStore, Clock, Log, LogStore, MetricSink, SearchIndex, WorkQueue } from "./ports";
import { isSetAside, writeRejections } from "./rejected";
import { reportObject } from "./report";
import type { SearchPressure } from "./search-pressure";
import type { SignalMaker } from "./signals";

export interface BatchPorts {
  readonly store: LogStore;
  readonly aside: AsideStore;
  readonly search: SearchIndex;
  /** What is known of the search domain, for all batches of the process. Default: nothing. */
  readonly pressure?: SearchPressure | undefined;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: MetricSink;
  readonly normalise: Omit<NormaliseOptions, "now" | "resume">;
  /** Detects in what is loaded. Default: nothing does. */
  readonly signals?: SignalMaker | undefined;
  /** Unique id of the role that the loader runs with. Without it, no place that a message names is trusted. */
  readonly ownRoleId?: string | undefined;
  /** Objects read at once; 4 by default. */
  readonly objectsAtOnce?: number | undefined;
  /** Epoch milliseconds: objects are read until then, and gone on with by a later invocation. */
  readonly readUntil: number;
  /** Epoch milliseconds, later: what OpenSearch has not taken by then is left to a later delivery. */
  readonly deadline: number;
}

/** Their reading overlaps with each other's mapping, and small ones share bulk requests. */
const defaultObjectsAtOnce = 4;
const messagesClosedAtOnce = 10;

/** A message that is understood, and its objects. */
interface MessageObjects {
  readonly accounts: readonly ObjectAccount[];
  readonly followUp?: Pick<FollowUp, "parkings" | "firstSeen"> | undefined;
}

/**
 * Loads the objects that a batch of messages tells of.
 * Returns the ids of the messages that must be delivered again; all others are done.
 */
export async function loadBatch(messages: readonly QueueMessage[], ports: BatchPorts): Promise<readonly string[]> {
  const started = ports.clock.now().getTime();
  const decoded = messages.map((message) => ({ message, objects: objectsOf(message, ports) }));
  await loadAccounts(
    decoded.flatMap(({ objects }) => objects?.accounts ?? []),
    ports,
  );
  const closingPorts = { ...ports, queue: failingOnce(ports.queue) };
  const close = async (message: QueueMessage, objects: MessageObjects | undefined): Promise<readonly string[]> => {
    const { accounts, followUp } = objects ?? { accounts: [] };
    for (const account of accounts) await settle(account, ports);
    const done = objects !== undefined && (await handOver(message, accounts, followUp, closingPorts));
    for (const account of accounts) reportObject(account, message.messageId, started, ports);
    return done ? [] : [message.messageId];
  };
  // Several at once: in an outage each message is sent again, in the seconds that are left.
  const closing = pLimit(messagesClosedAtOnce);
  const failed = await Promise.all(decoded.map(({ message, objects }) => closing(() => close(message, objects))));
  return failed.flat();
}

/**
 * Loads the objects of accounts, several at once, and counts in them what became of their records; those that there is no
 * time for are postponed, or failed if there was none for any.
 */
export async function loadAccounts(accounts: readonly ObjectAccount[], ports: BatchPorts): Promise<void> {
  const { clock, search, pressure, metrics, readUntil, deadline } = ports;
  const writer = new BulkWriter({ search, clock, deadline, pressure, metrics });
  const normalise = { ...ports.normalise, detect: ports.signals?.detect, now: () => clock.now() };
  let anyBegun = false;
  const load = async (account: ObjectAccount): Promise<void> => {
    if (clock.now().getTime() >= readUntil) {
      if (anyBegun) account.postpone();
      else account.fail(new DependencyError("no time was left to read the object"));
    } else if (writer.outage !== undefined) {
      account.fail(writer.outage);
    } else {
      account.hasAllTime = !anyBegun && (account.readsAlone || accounts.length === 1);
      anyBegun = true;
      await loadObject(account, { ...ports, writer, normalise });
    }
  };
  const limit = pLimit(ports.objectsAtOnce ?? defaultObjectsAtOnce);
  for (const account of accounts) if (account.readsAlone) await load(account);
  await Promise.all(accounts.filter(({ readsAlone }) => !readsAlone).map((account) => limit(() => load(account))));
  await writer.flush();
}

/** The objects of a message; undefined if it is not of the kind that this queue is for. */
function objectsOf(message: QueueMessage, ports: BatchPorts): MessageObjects | undefined {
  const { messageId, body, senderId } = message;
  const { aside, log, metrics, ownRoleId } = ports;
  const decoded = decodeMessage(body);
  switch (decoded.kind) {
    case "test":
      metrics.count("TestEvents", 1);
      return { accounts: [] };
    case "unknown":
      metrics.count("MessagesUnknown", 1);
      log.error("message not understood, left to the dead-letter queue", {
        messageId,
        reason: decoded.reason,
        bytes: Buffer.byteLength(body),
      });
      return undefined;
    case "objects": {
      const tasks = decoded.objects.filter(({ reference }) => !isSetAside(reference, aside.bucket));
      const ignored = decoded.ignored + decoded.objects.length - tasks.length;
      if (ignored > 0) metrics.count("EventsIgnored", ignored);
      const trusted = isSentBy(ownRoleId, senderId);
      return {
        accounts: tasks.map(
          ({ reference, resume, announcedAt = decoded.followUp?.firstSeen, alone }) =>
            new ObjectAccount(reference, trusted ? resume : withoutPlace(resume), announcedAt, alone),
        ),
        followUp: decoded.followUp,
      };
    }
  }
}

/** Nothing of an object is lost once its message is acknowledged. */
export async function settle(account: ObjectAccount, { aside, clock }: BatchPorts): Promise<void> {
  try {
    await writeRejections(account, aside, clock.now());
    account.assertComplete();
  } catch (error) {
    account.fail(error instanceof Error ? error : new Error(String(error)));
  }
}
