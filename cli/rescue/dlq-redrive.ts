import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../functions/loader/ports";
import { counted, noun } from "../../functions/shared/text/counted";
import { ProgressLine } from "../../local/demo/progress-line";
import { writeLine } from "../output";
import { printable } from "../text-table";
import { wholeNumber } from "../whole-number";
import {
  type DeadLetter,
  type LetterFilterOptions,
  parseLetterFilter,
  redrivenBody,
  visitDeadLetters,
} from "./dead-letters";
import { notSeen } from "./dlq-look";
import { whatFails } from "./handed-over";
import { Pace } from "./pace";
import type { PlaceOptions } from "./places";
import type { RescueQueue } from "./ports";
import { StageAccess } from "./stage-access";

export interface RedriveOptions extends PlaceOptions, LetterFilterOptions {
  readonly dryRun?: boolean;
  /** Messages a second. */
  readonly rate: string;
  readonly limit?: string;
}

export interface RedriveCounts {
  redriven: number;
  /** The loader would not understand them any better. */
  unknown: number;
  /** The options do not select them. */
  others: number;
  /** They would have been sent but for the limit; so many of them as were seen. */
  beyondLimit: number;
}

export interface RedriveSettings {
  readonly matches: (letter: DeadLetter) => boolean;
  readonly rate: number;
  readonly limit: number;
  readonly dryRun: boolean;
  readonly onLetter: (letter: DeadLetter, counts: RedriveCounts) => void;
}

/** So many messages are looked at behind the limit, to tell how many of them it leaves; as many as `dlq list` shows. */
const looksBeyondLimit = 1_000;

/**
 * Sends messages of the dead-letter queue to the queue that they come from. One is removed after it was sent, so when this
 * is killed in between it is in both: loading an object twice changes nothing.
 */
export async function redrive(
  deadLetters: RescueQueue,
  queue: RescueQueue,
  clock: Clock,
  { matches, rate, limit, dryRun, onLetter }: RedriveSettings,
): Promise<RedriveCounts> {
  const counts: RedriveCounts = { redriven: 0, unknown: 0, others: 0, beyondLimit: 0 };
  const pace = new Pace(rate, clock);
  let looks = 0;
  await visitDeadLetters(deadLetters, async (letter) => {
    const isLimitReached = counts.redriven >= limit;
    if (isLimitReached) looks += 1;
    const enough = looks >= looksBeyondLimit;
    if (!matches(letter) || letter.decoded.kind === "unknown") {
      counts[matches(letter) ? "unknown" : "others"] += 1;
      return { enough };
    }
    if (isLimitReached) {
      counts.beyondLimit += 1;
      return { enough };
    }
    if (!dryRun) {
      await pace.take(1);
      await queue.send(redrivenBody(letter, clock.now()));
      await deadLetters.remove(letter.message);
    }
    counts.redriven += 1;
    onLetter(letter, counts);
    return { removed: !dryRun };
  });
  return counts;
}

/**
 * Redrives what the options select, and says what was done.
 * @returns 1 if messages stay that the loader does not understand, also in a dry run, or if the one that is named is not there.
 */
export async function redriveDeadLetters(options: RedriveOptions): Promise<number> {
  const { dryRun = false } = options;
  const rate = wholeNumber("--rate", options.rate, 1);
  const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : wholeNumber("--limit", options.limit, 1);
  const clock: Clock = { now: () => new Date(), sleep: (milliseconds) => sleep(milliseconds), random: Math.random };
  const matches = parseLetterFilter(options, clock.now());
  const stage = await StageAccess.open(options);
  const progress = new ProgressLine();
  try {
    const counts = await redrive(stage.deadLetters(), stage.queue(), clock, {
      matches,
      rate,
      limit,
      dryRun,
      onLetter: ({ message, objects }, { redriven }) => {
        if (!dryRun) return progress.show(counted(redriven, "message"));
        const keys = objects.map(({ bucket, key }) => `s3://${bucket}/${key}`);
        console.error(printable(`${message.messageId} would be sent again: ${keys.join(", ")}`));
      },
    }).finally(() => progress.end());
    const { redriven, unknown, others, beyondLimit } = counts;
    if (options.message !== undefined && redriven + unknown === 0) {
      console.error(notSeen(options.message));
      return 1;
    }
    const left = [
      ...(beyondLimit > 0 ? [`at least ${beyondLimit} more left because of --limit`] : []),
      ...(unknown > 0 ? [`${unknown} left that the loader does not understand`] : []),
      ...(others > 0 ? [`${others} left that the options do not select`] : []),
    ];
    const done = `${counted(redriven, "message")} ${dryRun ? "would be" : noun(redriven, "was", "were")} sent to the loader's queue again`;
    await writeLine(`${[done, ...left].join("; ")}.`);
    if (redriven > 0 && !dryRun) await writeLine(whatFails);
    return unknown > 0 ? 1 : 0;
  } finally {
    stage.close();
  }
}
