import { type Command, Option } from "commander";
import { type Exiting, placed } from "../rescue/register";

/** Adds the command that has old logs loaded. */
export function addBackfillCommand(siem: Command, exitingWith: Exiting): void {
  placed(siem.command("backfill"))
    .description("have logs loaded that are in the archive already; loading an object twice changes nothing")
    .option("--prefix <prefix>", "start of the objects' keys, such as AWSLogs/111122223333/CloudTrail/")
    .option("--since <time>", "objects last modified since then: 2024-01-01, or 90m, 12h, 365d ago")
    .option("--until <time>", "and before then; now by default")
    .option("--in <bucket>", "archive, access-logs, or the name of a bucket that the loader reads", "archive")
    .option("--inventory", "take the newest inventory instead of listing the bucket, which takes long for millions")
    .option("--dry-run", "say how many objects and bytes these are and how long it takes, and load nothing")
    .option("--limit <n>", "so many objects at most")
    .option("--direct", "send them through the loader's queue, with new logs, instead of S3 Batch Operations")
    .option("--rate <n>", "with --direct: objects a second", "10")
    .option("--priority <n>", "of the job; the higher goes first", "10")
    .addOption(
      new Option("--report <objects>", "what the job's report lists").choices(["all", "failed"]).default("all"),
    )
    .option("--yes", "do not ask before loading")
    .option("--job <id>", "tell how this job gets on, and do nothing else")
    .action(exitingWith(async (options) => (await import("./backfill")).backfill(options)));
}
