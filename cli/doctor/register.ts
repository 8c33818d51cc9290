import type { Command } from "commander";
import { type Exiting, placed } from "../rescue/register";

/** Adds the command that looks whether a deployed stage is put together as it should be. */
export function addDoctorCommand(siem: Command, exitingWith: Exiting): void {
  placed(siem.command("doctor"))
    .description("check a deployed stage, and say of each fault what to do; ends with 1 where something is wrong")
    .option("--loader <name>", "its loader's function")
    .option("--domain <name>", "the name of its search domain")
    .option("--json", "as JSON")
    .action(exitingWith(async (options) => (await import("./doctor")).doctor(options)));
}
