import type { Command } from "commander";
import { atDomain, type Exiting } from "../rescue/register";
import { rulesOption, stageRules } from "../rules/register";

/** Adds the commands of who looks after alerts. */
export function addAlertCommands(siem: Command, exitingWith: Exiting): void {
  const alerts = siem.command("alerts").description("what rules and correlations raised: list, look, take up, close");
  atDomain(alerts.command("list"))
    .description("list alerts, those with the last signals first; by default those that are not closed")
    .option("--status <statuses>", "open, triage, contained, closed, several of them with commas, or all")
    .option("--severity <level>", "only of this level and those above: informational, low, medium, high, critical")
    .option("--rule <rule>", "only of this rule: its id, name or title")
    .option("--account <id>", "only those about this AWS account")
    .option("--owner <name>", "only those that somebody sees to")
    .option("--since <time>", "only with signals since then: 2026-01-02T03:00:00Z, or 90m, 12h, 7d ago")
    .option("--limit <n>", "so many at most", "100")
    .option("--format <format>", "table or json", "table")
    .action(exitingWith(async (options) => (await import("./list")).listAlerts(options)));
  atDomain(alerts.command("show"))
    .description("print an alert, its last signals, and what its rule says is to be done")
    .argument("<id>", "its id; the first characters are enough")
    .option("--signals <n>", "so many signals", "10")
    .addOption(rulesOption(stageRules))
    .option("--format <format>", "text or json", "text")
    .action(exitingWith(async (id, options) => (await import("./show")).showAlert(id, options)));
  deciding(alerts.command("update"))
    .description("say how far alerts are: an alert that is no longer open is not escalated")
    .argument("<id...>", "their ids, or the first characters")
    .option("--status <status>", "open, triage (somebody looks into it), contained")
    .option("--owner <name>", "who sees to it; an empty text: nobody")
    .option("--note <text>", "what was found")
    .action(exitingWith(async (ids, options) => (await import("./decide")).updateAlerts(ids, options)));
  deciding(alerts.command("close"))
    .description("close alerts; one that was a true positive opens again when it goes on")
    .argument("<id...>", "their ids, or the first characters")
    .requiredOption("--verdict <verdict>", "true-positive, benign (it happened, and was in order) or false-positive")
    .requiredOption("--reason <text>", "why")
    .action(exitingWith(async (ids, options) => (await import("./decide")).closeAlerts(ids, options)));
  atDomain(alerts.command("suppressions"))
    .description("list suppressions, how many signals each took out, and which have expired")
    .option("--since <time>", "count signals loaded since then: 2026-01-02T03:00:00Z, or 90m, 12h, 7d ago", "7d")
    .addOption(rulesOption(stageRules))
    .option("--format <format>", "table or json", "table")
    .action(exitingWith(async (options) => (await import("./suppressions")).listSuppressions(options)));
}

function deciding(command: Command): Command {
  return atDomain(command).option("--by <name>", "who decides; by default your user name");
}
