import { type Command, Option } from "commander";
import { presetNames } from "../../policies/presets";
import { formatNames } from "./formats";

type ExitingWith = <Arguments extends unknown[]>(
  run: (...args: Arguments) => Promise<number>,
) => (...args: Arguments) => Promise<void>;

/** `siem policies check|list|show`. */
export function addPolicyCommands(siem: Command, exitingWith: ExitingWith): void {
  const policies = siem.command("policies").description("judge a program's resources by the policy pack");
  policies
    .command("check")
    .description("judge the resources of a stage, or of any Pulumi program; exits with 1 on a mandatory violation")
    .option(
      "--stage <name>",
      "the stage whose Pulumi.<name>.yaml is read, also in a folder; every stage of the project by default",
    )
    .option(
      "--graph <file>",
      "output of `siem graph`, `pulumi stack export` or `pulumi preview --json` to judge instead; - reads stdin",
    )
    .addOption(new Option("--preset <name>", "which policies run, and how severe they are").choices(presetNames))
    .option(
      "--config <file>",
      "YAML or JSON file with exemptions, parameters and more; siem-policies.yaml of this folder by default",
    )
    .addOption(new Option("--format <name>", "what is printed").choices(formatNames).default("text"))
    .action(exitingWith(async (options) => (await import("./check")).checkPolicies(options)));
  policies
    .command("list")
    .description("list the policies with their severities and what they ask for")
    .addOption(
      new Option("--preset <name>", "only those that run in a preset, as severe as there").choices(presetNames),
    )
    .option("--json", "as a JSON array")
    .action(exitingWith(async (options) => (await import("./list")).listPolicies(options)));
  policies
    .command("show")
    .description("say what a policy asks for, why, and how a program satisfies it")
    .argument("<id>", "its id, such as s3-tls-only")
    .action(exitingWith(async (id) => (await import("./list")).showPolicy(id)));
}
