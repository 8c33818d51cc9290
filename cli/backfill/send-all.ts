import type { Clock } from "../../functions/loader/ports";
import { ConfigurationError } from "../../functions/shared/errors";
import { counted } from "../../functions/shared/text/counted";
import { ProgressLine } from "../../local/demo/progress-line";
import { Pace } from "../rescue/pace";
import type { RescueQueue } from "../rescue/ports";
import { notificationOf } from "../rescue/s3-notification";
import { manifestKeys } from "./manifest";

/** Tells the loader of the objects of a manifest as S3 does, at a rate. */
export async function sendAll(
  manifestPath: string,
  { queue, clock }: { readonly queue: Pick<RescueQueue, "send">; readonly clock: Clock },
  { bucket, region, rate }: { readonly bucket: string; readonly region: string; readonly rate: number },
): Promise<void> {
  const pace = new Pace(rate, clock);
  const progress = new ProgressLine();
  let sent = 0;
  try {
    for await (const key of manifestKeys(manifestPath)) {
      await pace.take(1);
      await queue.send(notificationOf({ bucket, key }, region));
      sent += 1;
      progress.show(`${counted(sent, "object")} sent`);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      `${counted(sent, "object was", "objects were")} sent before it failed; it is safe to start again. ${reason}`,
      {
        cause: error,
      },
    );
  } finally {
    progress.end();
  }
}
