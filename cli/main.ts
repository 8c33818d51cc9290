import { Command } from "commander";
import pc from "picocolors";
import { addAlertCommands } from "./alerts/register";
import { addBackfillCommand } from "./backfill/register";
import { addDoctorCommand } from "./doctor/register";
import { describeFailure } from "./failure";
import { endOnInterrupt } from "./interrupt";
import { guardOutput } from "./output";
import { addPolicyCommands } from "./policies/register";
import { addRescueCommands, atDomain } from "./rescue/register";
import { addDetectionCommands } from "./rules/register";
import { printable } from "./text-table";

/** Runs a command and makes its number the exit code; each command's module is only loaded when it is asked for. */
function exitingWith<Arguments extends unknown[]>(run: (...args: Arguments) => Promise<number>) {
  return async (...args: Arguments): Promise<void> => {
    process.exitCode = await run(...args);
  };
}

guardOutput(process.stdout, process.stderr);

/** A message may quote anything: no line of it has colours, or looks as if it were another message. */
const inOne = (message: string): string =>
  message
    .trimEnd()
    .split("\n")
    .map((line) => printable(line))
    .join("\n      ");

const siem = new Command("siem")
  .description("The SIEM on AWS from the command line")
  .configureOutput({ outputError: (message, write) => write(`${inOne(message)}\n`) })
  .showHelpAfterError();

siem
  .command("normalize")
  .description("print one ECS document a line for each record of log files; the accounting goes to stderr")
  .argument("<file...>", "log files as AWS delivers them, compressed or not")
  .option(
    "--source <id or path>",
    "take the files for this log source (see `siem sources`), or that of a module of your own, instead of recognising them",
  )
  .option("--key <key>", "take this for the files' S3 key when recognising them")
  .option("--time-zone <name>", "the zone of times without one, such as Europe/Berlin; UTC by default")
  .action(exitingWith(async (files, options) => (await import("./normalize")).normalize(files, options)));

siem
  .command("sources")
  .description("list the log sources")
  .option("--json", "as a JSON array")
  .action(exitingWith(async (options) => (await import("./sources")).listSources(options)));

siem
  .command("test-source")
  .description("run the samples of log sources of your own: folders with an index.ts and samples/, or their modules")
  .argument("<path...>", "folders or modules")
  .option("--write", "write what the samples become to their expected files, to be read before they are committed")
  .action(exitingWith(async (paths, options) => (await import("./test-source")).testSources(paths, options)));

siem
  .command("graph")
  .description("print every resource the Pulumi program registers for a stage, as JSON, without engine or AWS account")
  .requiredOption(
    "--stage <name>",
    "the stage whose Pulumi.<name>.yaml is read, also of a project in a folder: examples/serverless/prod",
  )
  .action(exitingWith(async (options) => (await import("./graph-command")).printGraph(options.stage)));

siem
  .command("install")
  .description("install what the local stage needs into .local/tools; `up` and `demo` do it by themselves")
  .action(exitingWith(async () => (await import("./install")).installToolchain()));

siem
  .command("up")
  .description("deploy the local stage and keep it running")
  .action(exitingWith(async () => (await import("../local/commands")).up()));

siem
  .command("down")
  .description("destroy the local stage and stop all it runs")
  .action(exitingWith(async () => (await import("../local/commands")).down()));

siem
  .command("load")
  .description("deliver log files to the running local stage (`siem up`) and print their accounting")
  .argument("<file...>", "log files as AWS delivers them")
  .option("--key <key>", "deliver a single file under this S3 key")
  .action(exitingWith(async (files, options) => (await import("../local/commands")).load(files, options)));

atDomain(siem.command("investigate"))
  .description("answer what caused a GuardDuty finding and which records belong to it")
  .argument("[finding]", "the finding's id; the most severe one by default")
  .option("--days <n>", "days to look back for findings", "30")
  .action(exitingWith(async (finding, options) => (await import("./investigate")).investigate(finding, options)));

atDomain(siem.command("activity"))
  .description("answer what happened in CloudTrail, by principal, API, country, error, account and region")
  .option("--days <n>", "days to look back", "30")
  .action(exitingWith(async (options) => (await import("./investigate")).activity(options)));

addDoctorCommand(siem, exitingWith);
addRescueCommands(siem, exitingWith);
addDetectionCommands(siem, exitingWith);
addAlertCommands(siem, exitingWith);
addBackfillCommand(siem, exitingWith);
addPolicyCommands(siem, exitingWith);

siem
  .command("demo")
  .description("deploy the local stage, load a day of three accounts with one intrusion, answer the three questions")
  .option("--events <n>", "number of events to load, at least 1000", "20000")
  .option("--seed <n>", "seed of the generated day", "1")
  .option("--report <path>", "where to write the HTML report")
  .option("--keep", "leave the stage running")
  .action(exitingWith(async (options) => (await import("../local/demo/run")).demo(options)));

endOnInterrupt();
siem.parseAsync().catch((error: unknown) => {
  const { message, stack } = describeFailure(error);
  console.error(pc.red(`siem: ${inOne(message)}`));
  if (stack !== undefined) console.error(pc.dim(inOne(stack)));
  process.exitCode = 1;
});
