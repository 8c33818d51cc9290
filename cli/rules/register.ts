import { type Command, Option } from "commander";
import { atDomain, type Exiting } from "../rescue/register";

const pathsHelp = "rule files, or folders of them; the project's own rules by default";

/** Adds the commands that run detection rules over files, and look after the rules. */
export function addDetectionCommands(siem: Command, exitingWith: Exiting): void {
  siem
    .command("detect")
    .description(
      "run detection rules over log files: one JSON object a line for each signal; the summary goes to stderr",
    )
    .argument("<file...>", "log files as AWS delivers them, compressed or not")
    .option("--source <id or path>", "take the files for this log source instead of recognising them")
    .option("--key <key>", "take this for the files' S3 key when recognising them")
    .addOption(rulesOption())
    .action(exitingWith(async (files, options) => (await import("../detect")).detect(files, options)));

  atDomain(siem.command("hunt"))
    .description(
      "run a rule or correlation over what is indexed already: one JSON object a line for each document that it matches, or each find",
    )
    .argument("<rule>", "its id, name or title")
    .option("--since <time>", "how far back: 30m, 12h, 30d", "30d")
    .addOption(rulesOption(stageRules))
    .option("--limit <n>", "so many documents at most, the newest", "1000")
    .option("--query", "print the queries, and search for nothing")
    .action(exitingWith(async (rule, options) => (await import("../hunt/hunt")).hunt(rule, options)));

  const rules = siem.command("rules").description("look after detection rules");
  rules
    .command("list")
    .description("list rules, correlations and filters")
    .argument("[path...]", pathsHelp)
    .option("--json", "as a JSON array")
    .action(exitingWith(async (paths, options) => (await import("./list")).listRules(paths, options)));
  rules
    .command("lint")
    .description("say what is wrong with rules: file, line, column and what to write instead")
    .argument("[path...]", pathsHelp)
    .action(exitingWith(async (paths) => (await import("./lint")).lintRules(paths)));
  rules
    .command("test")
    .description("run the test events inside rule files")
    .argument("[path...]", pathsHelp)
    .action(exitingWith(async (paths) => (await import("./test")).testRules(paths)));
  rules
    .command("score")
    .description("say how many attacks rules see, and how often they wake somebody for nothing")
    .argument("[folder]", "with the folders attacks/, each file one attack, and normal/")
    .option("--attacks <path...>", "files and folders of attacks")
    .option("--normal <path...>", "files and folders of logs in which nothing is wrong")
    .addOption(rulesOption())
    .option("--level <level>", "from this level on somebody is woken", "medium")
    .option("--format <format>", "table or json", "table")
    .action(exitingWith(async (folder, options) => (await import("./score")).scoreRules(folder, options)));
  rules
    .command("coverage")
    .description("count rules by ATT&CK technique")
    .argument("[path...]", pathsHelp)
    .option("--layer <file>", "also write a layer for the ATT&CK Navigator")
    .action(exitingWith(async (paths, options) => (await import("./coverage")).showCoverage(paths, options)));
}

/** What `--rules` is given instead of, where a command asks a stage. */
export const stageRules = "those that the stage's settings name";

export function rulesOption(instead = "the project's own rules"): Option {
  return new Option(
    "--rules <path>",
    `a rule file, or a folder of them, instead of ${instead}; may be given again`,
  ).argParser((path: string, paths: readonly string[] = []) => [...paths, path]);
}
