import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const path = join(__dirname, "baseline.json");

/** The ratios of an earlier run, by the names of their rows. */
export type Baseline = Readonly<Record<string, number>>;

export function readBaseline(): Baseline {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Baseline) : {};
}

export function recordBaseline(ratios: Baseline): void {
  writeFileSync(path, `${JSON.stringify(ratios, undefined, 2)}\n`);
}
