/**
 * Compares the loader, bundled as it is deployed, with the least that any loader must do: decompress, parse, hash and
 * write JSON, without mapping. Both run in turn, in processes of their own; their ratio is what to look at, not the
 * seconds of this machine. `--record` makes the ratios of this run those that later runs are compared with;
 * `--detection` runs the rows of rules and correlations only.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { textTable } from "../cli/text-table";
import { bundleCode } from "../components/lambda/bundle";
import { progressOnStderr } from "../local/progress";
import { readBaseline, recordBaseline } from "./baseline";
import { startBenchDomain } from "./bench-domain";
import { runNode } from "./child-run";
import { largeLogs } from "./large-logs";
import { benchRows, vpcFlowLog } from "./logs";
import type { Job, Measure } from "./measured-run";

const mebibyte = 1024 * 1024;
const pairs = 3;
const runsInProcess = 4;

const folder = mkdtempSync(join(tmpdir(), "siem-bench-"));
process.on("exit", () => {
  rmSync(folder, { recursive: true, force: true });
});

/** A module of this project as it would be deployed. */
function bundled(name: string, code: string): string {
  const path = join(folder, name, "index.js");
  mkdirSync(join(folder, name));
  writeFileSync(path, bundleCode(name, code));
  return path;
}

const measuredRun = bundled("measured-run", 'import "./bench/measured-run";');

function measure(job: Job): Measure {
  return JSON.parse(runNode(titleOf(job), measuredRun, JSON.stringify(job))) as Measure;
}

/** What a measurement is of, and how large that is. */
function titleOf(job: Job): string {
  if (job.run === "correlations") return `correlations over ${job.signals.toLocaleString("en")} signals`;
  const size = "file" in job ? statSync(job.file).size : job.size;
  const rules = "rules" in job ? ` with ${job.rules} rules` : "";
  return `${job.run}${"title" in job ? `, ${job.title}` : ""}${rules}, ${(size / mebibyte).toFixed(1)} MiB`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const line = progressOnStderr();

/** Says what is measured now: on a terminal in one line, which an empty text takes away; elsewhere a line each. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (text !== "") line(text);
}

/** `+3 %` against what was recorded. */
function change(now: number, before: number | undefined): string {
  if (before === undefined) return "-";
  const percent = Math.round((now / before - 1) * 100);
  return `${percent >= 0 ? "+" : ""}${percent} %`;
}

/** Of the logs that are most of what an organisation has; events per CPU second of the loader / of the floor. */
const ratioGoals: Readonly<Record<string, number>> = { CloudTrail: 0.7, "VPC flow": 0.7, ALB: 0.7 };
const memoryGoalMegabytes = 300;
const importGoalMilliseconds = 300;

function goal(reached: boolean, text: string): string {
  return `${reached ? "✔" : "✖"} ${text}`;
}

type Row = readonly (string | number)[];

async function comparedWithFloor(
  ratios: Record<string, number>,
  baseline: Readonly<Record<string, number>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [title, { make }] of Object.entries(benchRows)) {
    progress(`${title}: making the log`);
    const { key, body, bytes, events } = await make();
    const file = join(folder, "body");
    writeFileSync(file, body);
    const loader: Measure[] = [];
    const floor: Measure[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      progress(`${title}: ${pair + 1} of ${pairs}`);
      loader.push(measure({ run: "loader", title, key, file, times: runsInProcess }));
      floor.push(measure({ run: "floor", title, key, file, times: runsInProcess }));
    }
    const ratio = median(loader.map(({ cpuSeconds }, pair) => (floor[pair]?.cpuSeconds ?? Number.NaN) / cpuSeconds));
    ratios[title] = Number(ratio.toFixed(3));
    const seconds = median(loader.map((run) => run.seconds));
    rows.push([
      title,
      Math.round(events / seconds),
      Math.round(events / median(loader.map((run) => run.cpuSeconds))),
      (bytes / 1e6 / seconds).toFixed(1),
      ratio.toFixed(2),
      title in ratioGoals ? goal(ratio >= (ratioGoals[title] ?? 0), `>= ${ratioGoals[title]}`) : "",
      change(ratio, baseline[title]),
      median(loader.map((run) => run.peakMegabytes)).toFixed(0),
      ((loader[0]?.documentBytes ?? 0) / bytes).toFixed(2),
    ]);
  }
  return rows;
}

/** Objects from a mebibyte to a gibibyte: what an event costs, against one of 16 MiB, and the memory that it takes. */
function growing(): Row[] {
  return Object.keys(largeLogs).map((title) => {
    const sizes = [1, 16, 128, 1024].map((mebibytes) => {
      progress(`${title} of ${mebibytes} MiB`);
      const { cpuSeconds, events, peakMegabytes } = measure({ run: "large", title, size: mebibytes * mebibyte });
      return { perEvent: cpuSeconds / events, peakMegabytes };
    });
    const usual = sizes[1]?.perEvent ?? Number.NaN;
    return [
      title,
      ...sizes.map(({ perEvent }) => (perEvent / usual).toFixed(2)),
      ...sizes.map(({ peakMegabytes }) => peakMegabytes.toFixed(0)),
      goal(
        sizes.every(({ peakMegabytes }) => peakMegabytes < memoryGoalMegabytes),
        `< ${memoryGoalMegabytes} MB`,
      ),
    ];
  });
}

const detectionGoals: Readonly<Record<number, string>> = { 58: ">= 0.8 of the loader", 800: ">= 40,000 a CPU s" };

/** CloudTrail with detection rules: what they cost the loader, and how fast they are by themselves with the JSON's parsing. */
async function withRules(): Promise<Row[]> {
  const title = "CloudTrail";
  const { key, body, events } = (await benchRows[title]?.make()) ?? { key: "", body: Buffer.alloc(0), events: 0 };
  const file = join(folder, "body");
  writeFileSync(file, body);
  const counts = [0, 58, 800];
  const loader = counts.map((): Measure[] => []);
  for (let round = 0; round < pairs; round += 1) {
    for (const [index, rules] of counts.entries()) {
      progress(`${title} with ${rules} rules: ${round + 1} of ${pairs}`);
      loader[index]?.push(measure({ run: "loader", title, key, file, times: runsInProcess, rules }));
    }
  }
  return counts.map((rules, index): Row => {
    const runs = loader[index] ?? [];
    const ratio = median(
      runs.map(({ cpuSeconds }, round) => (loader[0]?.[round]?.cpuSeconds ?? Number.NaN) / cpuSeconds),
    );
    const perSecond = Math.round(events / median(runs.map(({ cpuSeconds }) => cpuSeconds)));
    if (rules === 0) return [0, perSecond, ratio.toFixed(2), "", ""];
    const alone = measure({ run: "rules", file, times: runsInProcess, rules });
    const rate = Math.round(alone.events / alone.cpuSeconds);
    const reached = rules === 58 ? ratio >= 0.8 : rate >= 40_000;
    return [rules, perSecond, ratio.toFixed(2), rate, goal(reached, detectionGoals[rules] ?? "")];
  });
}

/** Whether OpenSearch is what holds the loading up, where both share this machine. */
async function intoDomain(): Promise<string> {
  const domain = await startBenchDomain();
  try {
    const { key, body } = vpcFlowLog(100_000);
    const file = join(folder, "body");
    writeFileSync(file, body);
    const before = await domain.cpuSeconds();
    progress("VPC flow into OpenSearch");
    const { seconds, cpuSeconds, events } = measure({ run: "domain", key, file, url: domain.url });
    const taken = (await domain.cpuSeconds()) - before;
    progress("");
    return [
      `100,000 VPC flow records into OpenSearch on this machine: ${Math.round(events / seconds).toLocaleString("en")} a second;`,
      `OpenSearch takes ${(taken / cpuSeconds).toFixed(1)} times the loader's CPU time,`,
      `the loader computes for ${Math.round((cpuSeconds / seconds) * 100)} % of it ${goal(taken > cpuSeconds, "OpenSearch holds it up")}`,
    ].join(" ");
  } finally {
    await domain.stop();
  }
}

/** Time from the start of a process to the handler's import, without that of an empty one. */
function handlerImport(): string {
  const handler = bundled(
    "handler",
    'import { createHandler } from "./functions/loader/handler"; export const handler = createHandler({});',
  );
  const script = join(folder, "import.js");
  writeFileSync(
    script,
    "const start = performance.now(); require(process.argv[2]); console.log(performance.now() - start);",
  );
  const milliseconds = median(
    Array.from({ length: 5 }, () => Number(runNode("import of the loader's handler", script, handler))),
  );
  const size = `Bundle of the loader: ${(statSync(handler).size / mebibyte).toFixed(2)} MiB`;
  const reached = milliseconds <= importGoalMilliseconds;
  return `${size}; import of its handler: ${milliseconds.toFixed(0)} ms ${goal(reached, `<= ${importGoalMilliseconds}`)}`;
}

async function detection(): Promise<void> {
  const rows = await withRules();
  progress("");
  const header = ["rules", "loader events/CPU s", "ratio", "rules alone events/CPU s", "goal"];
  console.log(`Detection on CloudTrail, events with rules / without:\n\n${textTable(header, rows)}\n`);
  progress("correlations");
  const { events, cpuSeconds, peakMegabytes } = measure({ run: "correlations", signals: 1_000_000 });
  progress("");
  const rate = Math.round(events / cpuSeconds).toLocaleString("en");
  console.log(
    `5 correlations over ${events.toLocaleString("en")} signals of a day, in memory: ${rate} signals a CPU second, ${peakMegabytes.toFixed(0)} MB\n`,
  );
}

async function bench(): Promise<void> {
  if (process.argv.includes("--detection")) return detection();
  const baseline = readBaseline();
  const ratios: Record<string, number> = {};
  console.log(
    `Node.js ${process.version}. Ratio: events per CPU second of the loader / of the floor (1.00 = as fast).\n`,
  );
  const header = ["log", "events/s", "events/CPU s", "MB/s", "ratio", "goal", "recorded", "peak MB", "bytes out/in"];
  const rows = await comparedWithFloor(ratios, baseline);
  progress("");
  console.log(`${textTable(header, rows)}\n`);
  console.log(
    "Growing objects: CPU time an event, against that in an object of 16 MiB (short runs hold the compiler's time); peak MB of the process.\n",
  );
  const columns = ["1 MiB", "16 MiB", "128 MiB", "1 GiB"];
  const large = growing();
  progress("");
  console.log(`${textTable(["log", ...columns, ...columns.map((size) => `MB: ${size}`), "goal"], large)}\n`);
  await detection();
  progress("import of the loader's handler");
  const imported = handlerImport();
  progress("");
  console.log(imported);
  progress("starting OpenSearch");
  console.log(await intoDomain());
  if (process.argv.includes("--record")) recordBaseline(ratios);
}

bench().catch((error: unknown) => {
  progress("");
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
