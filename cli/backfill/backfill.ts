import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../functions/loader/ports";
import { ConfigurationError } from "../../functions/shared/errors";
import { counted } from "../../functions/shared/text/counted";
import { ProgressLine } from "../../local/demo/progress-line";
import { writeLine } from "../output";
import { whatFails } from "../rescue/handed-over";
import type { PlaceOptions } from "../rescue/places";
import { parseSince } from "../rescue/set-aside-filter";
import { StageAccess } from "../rescue/stage-access";
import { printable } from "../text-table";
import { wholeNumber } from "../whole-number";
import { duration, estimateDirect, estimateJob, size } from "./estimate";
import { writeManifest } from "./manifest";
import { type LeftOut, reasonsLeftOut, type Selection, type StoredObject, selected, Tally } from "./objects";
import { sendAll } from "./send-all";

export interface BackfillOptions extends PlaceOptions {
  readonly prefix?: string;
  readonly since?: string;
  readonly until?: string;
  readonly in: string;
  readonly inventory?: boolean;
  readonly dryRun?: boolean;
  readonly limit?: string;
  readonly direct?: boolean;
  readonly rate: string;
  readonly priority: string;
  readonly report: "all" | "failed";
  readonly yes?: boolean;
  readonly job?: string;
}

const clock: Clock = { now: () => new Date(), sleep: (milliseconds) => sleep(milliseconds), random: Math.random };

/** S3 takes priorities of up to ten digits. */
const highestPriority = 2_147_483_647;

/**
 * Has the loader load objects that are in the archive already: by a job of S3 Batch Operations or, where there are none,
 * through its queue.
 */
export async function backfill(options: BackfillOptions): Promise<number> {
  const stage = await StageAccess.open(options);
  try {
    if (options.job !== undefined) return await tellState(stage, options.job);
    return await load(stage, options);
  } finally {
    stage.close();
  }
}

async function load(stage: StageAccess, options: BackfillOptions): Promise<number> {
  const selection = parseSelection(stage, options, clock.now());
  const rate = wholeNumber("--rate", options.rate, 1);
  const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : wholeNumber("--limit", options.limit, 1);
  const priority = wholeNumber("--priority", options.priority);
  if (priority > highestPriority) {
    throw new ConfigurationError(`--priority is ${priority}; the highest is ${highestPriority}`);
  }
  const { jobConcurrency } = stage;
  const concurrency = options.direct === true ? undefined : jobConcurrency;
  if (options.direct !== true && jobConcurrency === undefined) {
    console.error(
      "This stage has no jobs of S3 Batch Operations: objects go through the loader's queue, as with --direct.",
    );
  }
  const folder = mkdtempSync(join(tmpdir(), "siem-backfill-"));
  const manifestPath = join(folder, "manifest.csv");
  try {
    const tally = await find(stage, selection, manifestPath, { inventory: options.inventory === true, limit });
    const estimate = concurrency === undefined ? estimateDirect(tally, rate) : estimateJob(tally, concurrency);
    for (const line of description(selection, tally)) await writeLine(printable(line));
    const way =
      concurrency === undefined
        ? `through the queue, ${rate} a second`
        : `${concurrency} at a time, for about $${estimate.dollars.toFixed(2)} of S3 Batch Operations`;
    await writeLine(`Loading takes about ${duration(estimate.seconds)}, ${way}.`);
    if (options.dryRun === true || tally.objects === 0) {
      await writeLine(
        options.dryRun === true ? "Nothing was loaded: this was a dry run." : "There is nothing to load.",
      );
      return 0;
    }
    await confirm(options, tally);
    if (concurrency === undefined) {
      const ports = { queue: stage.queue(), clock };
      await sendAll(manifestPath, ports, { bucket: selection.bucket, region: await stage.region(), rate });
      await writeLine(`${counted(tally.objects, "object was", "objects were")} handed to the loader. ${whatFails}`);
    } else {
      const what = `Load s3://${selection.bucket}/${selection.prefix} since ${selection.since.toISOString()}`;
      const order = { description: what.slice(0, 256), priority, manifestPath, report: options.report };
      const jobId = await stage.jobs().create(order);
      await writeLine(`Job ${jobId} loads them. See how it gets on with: npx siem backfill --job ${jobId}`);
    }
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function parseSelection(
  { archiveBucket, logBuckets }: Pick<StageAccess, "archiveBucket" | "logBuckets">,
  options: Pick<BackfillOptions, "prefix" | "since" | "until" | "in">,
  now: Date,
): Selection {
  const { prefix, since, until } = options;
  if (prefix === undefined || since === undefined) {
    throw new ConfigurationError(
      'backfill needs --prefix and --since, such as --prefix AWSLogs/ --since 365d; --prefix "" is the whole bucket',
    );
  }
  const named: Readonly<Record<string, string | undefined>> = { archive: archiveBucket, "access-logs": logBuckets[1] };
  const bucket = Object.hasOwn(named, options.in) ? named[options.in] : options.in;
  if (bucket === undefined || !logBuckets.includes(bucket)) {
    throw new ConfigurationError(
      `--in is "${options.in}"; the loader reads archive, access-logs and what --log-bucket adds (of siem:sources)`,
    );
  }
  const from = parseSince(since, now);
  const to = until === undefined ? now : parseSince(until, now, "--until");
  if (from >= to)
    throw new ConfigurationError(`--since is ${from.toISOString()}, which is not before --until, ${to.toISOString()}`);
  return { bucket, archiveBucket, prefix, since: from, until: to };
}

/** Writes the manifest of the objects, and tells what they come to. */
async function find(
  stage: StageAccess,
  selection: Selection,
  manifestPath: string,
  { inventory, limit }: { readonly inventory: boolean; readonly limit: number },
): Promise<Tally> {
  const { bucket, prefix } = selection;
  const listing = stage.listing();
  const tally = new Tally();
  const progress = new ProgressLine();
  const counting = async function* (objects: AsyncIterable<StoredObject>) {
    for await (const object of objects) {
      if (tally.objects % 1_000 === 0) progress.show(`${counted(tally.objects, "object")}, ${size(tally.bytes)}`);
      yield object;
    }
  };
  try {
    let objects = listing.list(bucket, prefix);
    if (inventory) {
      const found = await listing.inventory(bucket);
      objects = found.objects;
      console.error(`The inventory is of ${found.createdAt.toISOString()}: what is newer is not in it.`);
    }
    await writeManifest(manifestPath, bucket, counting(selected(objects, selection, tally, limit)));
  } finally {
    progress.end();
  }
  return tally;
}

function description({ bucket, prefix }: Selection, tally: Tally): string[] {
  const { objects, bytes, first, last, leftOut } = tally;
  const times = first && last ? `, last modified from ${first.toISOString()} to ${last.toISOString()}` : "";
  const reasons = Object.entries(leftOut) as [LeftOut, number][];
  return [
    `s3://${bucket}/${prefix}: ${counted(objects, "object")}, ${size(bytes)}${times}.`,
    ...reasons
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => `Left out: ${count} ${reasonsLeftOut[reason]}.`),
  ];
}

async function confirm({ yes }: BackfillOptions, { objects }: Tally): Promise<void> {
  if (yes === true) return;
  if (!process.stdin.isTTY) throw new ConfigurationError("Nobody can be asked here: add --yes to load them");
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const answer = await terminal.question(`Load ${counted(objects, "object")}? [y/N] `);
  terminal.close();
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new ConfigurationError("Nothing was loaded.");
}

async function tellState(stage: StageAccess, jobId: string): Promise<number> {
  const { status, total, succeeded, failed, reasons, reportUrl } = await stage.jobs().state(jobId);
  await writeLine(`${status}: ${succeeded} of ${counted(total, "object")} loaded, ${failed} not.`);
  for (const reason of reasons) await writeLine(printable(reason));
  await writeLine(`Completion report, with the accounting of each object: ${reportUrl}`);
  await writeLine(
    "An object is loaded when each of its records is accounted for, also where OpenSearch refused some. Those, and objects in quarantine: npx siem rejected list",
  );
  return status === "Failed" || failed > 0 ? 1 : 0;
}
