import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { wholeNumber } from "../cli/whole-number";
import { generateNormalDay } from "../local/demo/generator";

/*
 * Writes a week of an organisation in which nothing is wrong, as objects that AWS would deliver: what rules raise of it is
 * for nothing (`siem rules score`).
 */

/** Of a week's events, those of each day from Monday on: at weekends there are visitors, and hardly anybody at work. */
const shares = [0.165, 0.165, 0.165, 0.165, 0.165, 0.0875, 0.0875];
const dayMilliseconds = 86_400_000;

interface Options {
  readonly events: string;
  readonly seed: string;
  readonly from: string;
}

function writeWeek(folder: string, { events, seed, from }: Options): void {
  const total = wholeNumber("--events", events, 7_000 / Math.min(...shares));
  const monday = Date.parse(`${from}T00:00:00Z`);
  let left = total;
  for (const [number, share] of shares.entries()) {
    const day = new Date(monday + number * dayMilliseconds).toISOString().slice(0, "YYYY-MM-DD".length);
    const ofDay = number === shares.length - 1 ? left : Math.round(total * share);
    left -= ofDay;
    for (const { bucket, key, body } of generateNormalDay({ events: ofDay, seed: wholeNumber("--seed", seed), day })) {
      const path = join(folder, "normal", bucket, key);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, body);
    }
    console.error(`${day}: ${ofDay} events`);
  }
}

new Command("normal-week")
  .argument("<folder>", "events go to its folder normal/")
  .option("--events <n>", "number of events", "1000000")
  .option("--seed <n>", "seed: the same one makes the same week", "1")
  .option("--from <day>", "the week's Monday", "2026-01-05")
  .action(writeWeek)
  .parse();
