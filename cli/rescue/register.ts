import { type Command, Option } from "commander";

export type Exiting = <Arguments extends unknown[]>(
  run: (...args: Arguments) => Promise<number>,
) => (...args: Arguments) => Promise<void>;

/** Adds the commands that look at what could not be loaded, and load it again. */
export function addRescueCommands(siem: Command, exitingWith: Exiting): void {
  const rejected = siem.command("rejected").description("what could not be loaded: list it, look at it, load it again");
  selecting(rejected.command("list"))
    .description("count rejected records and quarantined objects by source, index, status and reason")
    .option("--json", "as JSON")
    .action(exitingWith(async (options) => (await import("./rejected-list")).listRejected(options)));
  selecting(rejected.command("show"))
    .description("print rejected records with their reasons, and notes of quarantined objects")
    .argument("[id or key]", "a document's id, or the key under rejected/ or quarantine/; all by default")
    .option("--record <n>", "of a key: the record with this number in its object")
    .option("--raw", "as `rejected replay --file` takes it: one record a line, to be edited")
    .option("--limit <n>", "print so many at most")
    .action(exitingWith(async (what, options) => (await import("./rejected-show")).showRejected(what, options)));
  selecting(rejected.command("replay"))
    .description("load rejected records and quarantined objects again; what is loaded leaves the list")
    .option("--file <path>", "load these edited records (`rejected show --raw`); - is stdin")
    .option("--from-archive", "have the loader read the objects of rejected records again, by mended mappings")
    .option("--wait <seconds>", "with --from-archive: wait so long for what becomes of the records; 60 by default")
    .option("--dry-run", "say what would be done, and change nothing")
    .option("--rate <n>", "documents (500 by default) or objects (10 by default) a second")
    .option("--limit <n>", "so many documents, and so many objects, at most")
    .action(exitingWith(async (options) => (await import("./rejected-replay")).replayRejected(options)));

  const dlq = siem.command("dlq").description("the dead-letter queue: list its messages, look at one, send them again");
  lettered(dlq.command("list"))
    .description("list messages with their objects and the likely cause, and leave them there")
    .option("--limit <n>", "so many at most", "1000")
    .option("--json", "as JSON")
    .action(exitingWith(async (options) => (await import("./dlq-look")).listDeadLetters(options)));
  placed(dlq.command("show"))
    .description("print one message, and leave it there")
    .argument("<message>", "its id")
    .action(
      exitingWith(async (id, options) => (await import("./dlq-look")).showDeadLetter(id, { ...options, limit: "1" })),
    );
  lettered(dlq.command("redrive"))
    .description("send messages to the loader's queue again; loading an object twice changes nothing")
    .option("--message <id>", "only this one")
    .option("--dry-run", "say what would be done, and change nothing")
    .option("--rate <n>", "messages a second", "10")
    .option("--limit <n>", "so many at most")
    .action(exitingWith(async (options) => (await import("./dlq-redrive")).redriveDeadLetters(options)));
}

/** Options that say where the search domain of a stage is. */
export function atDomain(command: Command): Command {
  return command
    .option("--stage <name>", "the stage; the running local one by default")
    .addOption(
      new Option("--stack <name>", "the same by its Pulumi stack, such as organization/project/prod").conflicts(
        "stage",
      ),
    )
    .option("--siem <name>", "one of several SIEMs of a stack, by the output that has its parts")
    .option("--region <name>", "its region; by default the stack's, or that of your AWS settings")
    .option("--endpoint <url>", "its search domain");
}

/** Options that say where the stage is. */
export function placed(command: Command): Command {
  return atDomain(command)
    .option("--bucket <name>", "its archive bucket")
    .option("--queue <url>", "the loader's queue")
    .option("--dead-letter-queue <url>", "the dead-letter queue")
    .option("--log-bucket <name...>", "another bucket that the loader reads");
}

/** Options that select what is put aside. */
function selecting(command: Command): Command {
  return placed(command)
    .addOption(new Option("--kind <kind>", "only these; both by default").choices(["rejected", "quarantined"]))
    .option("--source <id>", "only of this log source")
    .option("--reason <text>", "only those whose reason holds this text")
    .option("--since <time>", "only those put aside since then: 2026-01-02T03:00:00Z, or 90m, 12h, 7d ago")
    .option("--key <prefix>", "only of log objects whose keys start so");
}

/** Options that select messages. */
function lettered(command: Command): Command {
  return placed(command)
    .option("--key <prefix>", "only those that tell of an object whose key starts so")
    .option("--since <time>", "only those first sent since then: 2026-01-02T03:00:00Z, or 90m, 12h, 7d ago");
}
