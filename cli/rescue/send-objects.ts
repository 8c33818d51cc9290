import type { Clock, ObjectReference } from "../../functions/loader/ports";
import { Pace } from "./pace";
import type { LogObjects, ObjectState, RescueQueue } from "./ports";
import { notificationOf } from "./s3-notification";

/** What became of an object that the loader was to load again. */
export type Sending = "sent" | "foreign" | Exclude<ObjectState, "there">;

export interface SendingPorts {
  readonly objects: LogObjects;
  readonly queue: RescueQueue;
  readonly clock: Clock;
}

export interface SendingOptions {
  readonly logBuckets: readonly string[];
  readonly region: string;
  /** Objects a second. */
  readonly rate: number;
  /** Say what would become of each, and send nothing. */
  readonly dryRun: boolean;
}

/** Why an object is not sent, and what to do about it. */
export const whyNotSent: Readonly<Record<Exclude<Sending, "sent">, string>> = {
  foreign: "is in none of the stage's buckets (--log-bucket adds one)",
  missing: "is gone: it was deleted, or that version of it",
  archived: "is in an archive storage class: restore it first (aws s3api restore-object)",
  denied: "may not be read by you; whether the loader may is not known",
};

/** Tells the loader of objects as S3 did, at a rate. */
export class ObjectSender {
  private readonly pace: Pace;

  constructor(
    private readonly ports: SendingPorts,
    private readonly options: SendingOptions,
  ) {
    this.pace = new Pace(options.rate, ports.clock);
  }

  async send(object: ObjectReference): Promise<Sending> {
    const { logBuckets, region, dryRun } = this.options;
    if (!logBuckets.includes(object.bucket)) return "foreign";
    const state = await this.ports.objects.state(object);
    if (state !== "there") return state;
    if (dryRun) return "sent";
    await this.pace.take(1);
    await this.ports.queue.send(notificationOf(object, region));
    return "sent";
  }
}
