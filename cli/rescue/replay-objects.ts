import type { SetAsideFiles } from "./ports";
import type { SelectedFile } from "./read-set-aside";
import type { ObjectSender, Sending } from "./send-objects";
import type { QuarantinedObject } from "./set-aside";

export interface ObjectReplayOptions {
  /** Objects at most. */
  readonly limit: number;
  readonly dryRun: boolean;
  readonly onSending: (object: QuarantinedObject, sending: Sending) => void;
}

/**
 * Has the loader read quarantined objects again. The note goes after the message is in the queue, and only if it is
 * still the same: should the object be no better, the loader notes it anew, perhaps before this one gets there.
 */
export async function replayObjects(
  groups: AsyncIterable<readonly SelectedFile[]>,
  files: SetAsideFiles,
  sender: ObjectSender,
  { limit, dryRun, onSending }: ObjectReplayOptions,
): Promise<void> {
  let left = limit;
  for await (const group of groups) {
    for (const { key, held, entries } of group) {
      for (const entry of entries) {
        if (entry.kind !== "quarantined") continue;
        if (left <= 0) return;
        const sending = await sender.send(entry.object);
        if (sending === "sent") {
          left -= 1;
          if (!dryRun) await files.replace(key, undefined, held);
        }
        onSending(entry, sending);
      }
    }
  }
}
