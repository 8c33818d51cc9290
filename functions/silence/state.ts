import * as z from "zod/mini";
import type { Sender } from "./sender";

const sender = z.object({
  dataset: z.string(),
  account: z.string(),
  region: z.string(),
  usualHours: z.optional(z.number()),
  lastSeen: z.number(),
  toldSilent: z.optional(z.boolean()),
});

const schema = z.object({
  version: z.literal(1),
  learnedAt: z.number(),
  lookedAt: z.number(),
  senders: z.array(sender),
});

/** What is known of one sender. */
export interface KnownSender extends Sender {
  /** Hours of silence that are usual; undefined as long as that is not known. */
  readonly usualHours?: number | undefined;
  /** Epoch milliseconds: when its last document was indexed. */
  readonly lastSeen: number;
  /** Its silence has been told, and its return has not. */
  readonly toldSilent?: boolean | undefined;
}

/** What the function remembers from run to run. */
export interface SilenceState {
  /** Epoch milliseconds: when rhythms were learned last. */
  readonly learnedAt: number;
  /** Epoch milliseconds up to which it is known who sent. */
  readonly lookedAt: number;
  readonly senders: readonly KnownSender[];
}

export function writeState(state: SilenceState): string {
  return JSON.stringify({ version: 1, ...state });
}

/** Undefined for what is no state, or of another version: it is learned anew then. */
export function readState(json: unknown): SilenceState | undefined {
  if (typeof json !== "string") return undefined;
  try {
    const { learnedAt, lookedAt, senders } = schema.parse(JSON.parse(json));
    return { learnedAt, lookedAt, senders };
  } catch {
    return undefined;
  }
}
