import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pc from "picocolors";
import { renderActivity, renderRelatedRecords, renderRootCause } from "../../cli/answers";
import { textTable } from "../../cli/text-table";
import {
  cloudTrailActivity,
  DATASETS,
  expandRelated,
  findingsBySeverity,
  httpTransport,
  OpenSearchSearch,
  rootCause,
} from "../../functions/investigator";
import { DependencyError } from "../../functions/shared/errors";
import { counted } from "../../functions/shared/text/counted";
import { progressOnStderr } from "../progress";
import { type Stage, startStage } from "../stage";
import { generate } from "./generator";
import { type LoadedDay, loadDay } from "./load-day";
import { type DemoOptions, type DemoSettings, readOptions } from "./options";
import { ProgressLine } from "./progress-line";
import { type DemoReport, renderReport } from "./report";
import { checkAnswer, type Verification, verifyCounts } from "./verify";

/**
 * Deploys the local stage, delivers a generated day of three accounts with one intrusion in it, checks that every event is
 * accounted for, and answers three questions from what is indexed; writes a report. Exit code 1 when an event is not
 * accounted for or the answers are not what was planted.
 */
export async function demo(options: DemoOptions = {}): Promise<number> {
  const settings = readOptions(options);
  const progress = progressOnStderr();
  const began = performance.now();
  const stage = await startStage({ progress });
  let exitCode = 1;
  try {
    exitCode = await run(stage, settings, progress, began);
    if (settings.keep) {
      console.log(
        `\nThe stage keeps running until Ctrl-C. OpenSearch: ${stage.openSearchUrl}  AWS: ${stage.awsEndpoint}`,
      );
      console.log("Load files of your own from another terminal: npx siem load FILE...");
      await forever();
    }
  } catch (error) {
    // A server that has ended is the reason for whatever error its clients have.
    stage.assertRunning();
    throw error;
  } finally {
    progress("stopping the stage");
    await stage.stop();
    progress("everything has stopped");
  }
  return exitCode;
}

async function run(
  stage: Stage,
  { events, seed, reportFile }: DemoSettings,
  progress: (line: string) => void,
  began: number,
): Promise<number> {
  progress(`generating ${events.toLocaleString("en")} events of a day of three accounts (seed ${seed})`);
  const { objects, scenario } = generate({ events, seed });
  const day = { from: `${scenario.day}T00:00:00.000Z`, to: `${scenario.day}T23:59:59.999Z` };
  progress(`delivering ${counted(objects.length, "object")} to S3, as AWS would`);
  const loaded = await loadDay(stage, objects, new ProgressLine());
  await refresh(stage.openSearchUrl);

  const search = new OpenSearchSearch(httpTransport(stage.openSearchUrl));
  const datasets = Object.values(DATASETS);
  const everything = { purpose: "Documents in the index", datasets, by: ["event.dataset"], size: 50 };
  const counts = (await search.tally(everything))["event.dataset"] ?? [];
  const verification = verifyCounts(loaded.accounts, counts);
  printPipeline(stage, loaded, verification);

  progress("investigating the most severe finding");
  const [findingId] = await findingsBySeverity(search, day);
  const cause = findingId === undefined ? undefined : await rootCause(search, findingId);
  const related = cause === undefined ? undefined : await expandRelated(search, cause);
  const activity = await cloudTrailActivity(search, day);
  const timeline = await search.timeline({
    purpose: "Events by log and half hour",
    datasets,
    window: day,
    minutes: 30,
    by: "event.dataset",
  });
  if (cause !== undefined && related !== undefined) {
    console.log(renderRootCause(cause));
    console.log(renderRelatedRecords(related));
  }
  console.log(renderActivity(activity));

  const check = checkAnswer(related, scenario);
  const right = check.found === check.planted && check.others === 0;
  console.log(
    `\n${mark(right)} The answer names ${check.found} of the ${counted(check.planted, "record")} that the generator planted, and ${check.others} others.`,
  );
  const report: DemoReport = {
    day: scenario.day,
    writtenAt: new Date().toISOString(),
    deployment: stage.deployment,
    loaded,
    verification,
    timeline,
    cause,
    related,
    activity,
    check,
  };
  await mkdir(dirname(reportFile), { recursive: true });
  await writeFile(reportFile, renderReport(report));
  const complete = verification.problems.length === 0;
  for (const problem of verification.problems) {
    console.log(`${mark(false)} ${problem}`);
  }
  console.log(`${mark(complete)} ${complete ? "Every event is accounted for." : "Events are not accounted for."}`);
  console.log(`Report: ${pc.underline(reportFile)}`);
  console.log(pc.dim(`${((performance.now() - began) / 1000).toFixed(0)} seconds in all`));
  return complete && right ? 0 : 1;
}

function printPipeline({ deployment }: Stage, { accounts, seconds }: LoadedDay, { documents }: Verification): void {
  const real = deployment.resources.filter((resource) => resource.real).length;
  console.log(
    `\n${pc.bold(`${deployment.resources.length} resources deployed`)} in ${deployment.seconds.toFixed(0)} s: ${real} exist in the AWS emulator, the others (${deployment.resources.length - real}) are only recorded`,
  );
  const rows = accounts.map((account) => [
    account.source,
    account.objects,
    account.events,
    account.indexed,
    account.duplicate,
    account.rejected,
    account.dropped,
    documents.get(account.source) ?? 0,
    account.seconds.toFixed(1),
    Math.round(account.events / Math.max(account.seconds, 0.001)),
  ]);
  const header = [
    "source",
    "objects",
    "events",
    "indexed",
    "known",
    "rejected",
    "dropped",
    "in index",
    "work, s",
    "per work-s",
  ];
  console.log(textTable(header, rows));
  const events = accounts.reduce((sum, account) => sum + account.events, 0);
  console.log(
    pc.bold(
      `${events.toLocaleString("en")} events from delivery to index in ${seconds.toFixed(1)} s: ${Math.round(events / seconds).toLocaleString("en")} events/s`,
    ),
  );
}

function mark(good: boolean): string {
  return good ? pc.green("✔") : pc.red("✘");
}

/** Makes what was indexed visible to searches at once. */
async function refresh(openSearchUrl: string): Promise<void> {
  const response = await fetch(`${openSearchUrl}/siem-*/_refresh`, { method: "POST" });
  if (!response.ok) {
    throw new DependencyError(`OpenSearch refused to refresh the indices: ${response.status} ${await response.text()}`);
  }
}

async function forever(): Promise<never> {
  for (;;) {
    await sleep(60_000);
  }
}
