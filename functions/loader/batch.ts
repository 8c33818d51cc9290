import pLimit from "p-limit";
import { DependencyError } from "../shared/errors";
import { ObjectAccount } from "./account";
import { BulkWriter } from "./bulk";
import { decodeMessage } from "./events";
import { loadObject } from "./load-object";
import type { NormaliseOptions } from "./normalised-object";
import type { AsideStore, Clock, Log, LogStore, MetricSink, SearchIndex } from "./ports";
import { isSetAside, writeRejections } from "./rejected";
import { reportObject } from "./report";
import type { SearchPressure } from "./search-pressure";

/** A message of the loader's queue. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
}

export interface BatchPorts {
  readonly store: LogStore;
  readonly aside: AsideStore;
  readonly search: SearchIndex;
  /** What is known of the search domain, for all batches of the process. Default: nothing. */
  readonly pressure?: SearchPressure | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: MetricSink;
  readonly normalise: Omit<NormaliseOptions, "now">;
  /** Epoch milliseconds: what is not done by then is left to a later delivery. */
  readonly deadline: number;
}

/** Objects read at once: their reading overlaps with each other's mapping, and small ones share bulk requests. */
const objectsAtOnce = 4;

/**
 * Loads the objects that a batch of messages tells of.
 * Returns the ids of the messages that must be delivered again; all others are done.
 */
export async function loadBatch(messages: readonly QueueMessage[], ports: BatchPorts): Promise<readonly string[]> {
  const { clock, search, pressure, deadline } = ports;
  const writer = new BulkWriter({ search, clock, deadline, pressure });
  const started = clock.now().getTime();
  const limit = pLimit(objectsAtOnce);
  const normalise = { ...ports.normalise, now: () => clock.now() };
  const decoded = messages.map((message) => ({ message, accounts: accountsOf(message, ports) }));
  await Promise.all(
    decoded.flatMap(({ accounts }) =>
      (accounts ?? []).map((account) =>
        limit(() => {
          const late = clock.now().getTime() >= deadline;
          const obstacle = late ? new DependencyError("no time was left to read the object") : writer.outage;
          if (obstacle === undefined) return loadObject(account, { ...ports, writer, normalise });
          account.fail(obstacle);
          return Promise.resolve();
        }),
      ),
    ),
  );
  await writer.flush();
  const failed: string[] = [];
  for (const { message, accounts } of decoded) {
    for (const account of accounts ?? []) {
      await settle(account, ports);
      reportObject(account, message.messageId, started, ports);
    }
    const done = accounts?.every(({ failure }) => failure === undefined) === true;
    if (!done) failed.push(message.messageId);
  }
  return failed;
}

/** The objects of a message; undefined if it is not of the kind that this queue is for. */
function accountsOf(
  { messageId, body }: QueueMessage,
  { aside, log, metrics }: BatchPorts,
): ObjectAccount[] | undefined {
  const decoded = decodeMessage(body);
  switch (decoded.kind) {
    case "test":
      metrics.count("TestEvents", 1);
      return [];
    case "unknown":
      metrics.count("MessagesUnknown", 1);
      log.error("message not understood, left to the dead-letter queue", {
        messageId,
        reason: decoded.reason,
        bytes: Buffer.byteLength(body),
      });
      return undefined;
    case "objects": {
      const objects = decoded.objects.filter((reference) => !isSetAside(reference, aside.bucket));
      const ignored = decoded.ignored + decoded.objects.length - objects.length;
      if (ignored > 0) metrics.count("EventsIgnored", ignored);
      return objects.map((reference) => new ObjectAccount(reference));
    }
  }
}

/** Nothing of an object is lost once its message is acknowledged. */
async function settle(account: ObjectAccount, { aside }: BatchPorts): Promise<void> {
  try {
    await writeRejections(account, aside);
    account.assertComplete();
  } catch (error) {
    account.fail(error instanceof Error ? error : new Error(String(error)));
  }
}
