import { setTimeout as sleep } from "node:timers/promises";
import type { Clock, ObjectReference } from "../../functions/loader/ports";
import { ConfigurationError } from "../../functions/shared/errors";
import { counted } from "../../functions/shared/text/counted";
import { writeLine } from "../output";
import { printable } from "../text-table";
import { wholeNumber } from "../whole-number";
import { readEditedFile } from "./edited-file";
import { Groups } from "./groups";
import { refuseOthers } from "./kept-records";
import type { PlaceOptions } from "./places";
import { readSetAside, type SelectedFile } from "./read-set-aside";
import { awaitRecords, rejectingObjects, sendRejecting } from "./reload-objects";
import { renderGroups } from "./render-groups";
import { asEdited, asKept, type Keeping, replayDocuments } from "./replay-documents";
import { replayObjects } from "./replay-objects";
import { ReplayReport } from "./replay-report";
import { ObjectSender, type Sending } from "./send-objects";
import type { Kind, QuarantinedObject, RejectedRecord } from "./set-aside";
import { type FilterOptions, parseFilter, refuseMistypedSource, type SetAsideFilter } from "./set-aside-filter";
import { StageAccess } from "./stage-access";

export interface ReplayOptions extends PlaceOptions, FilterOptions {
  /** Records that a person has edited, instead of those that are kept. */
  readonly file?: string;
  /** Have the loader read the objects again instead of sending the documents as they are. */
  readonly fromArchive?: boolean;
  readonly dryRun?: boolean;
  /** Documents, or objects, a second. */
  readonly rate?: string;
  readonly limit?: string;
  /** Seconds to wait for what the loader makes of objects; only with `fromArchive`. */
  readonly wait?: string;
}

interface Replay {
  readonly stage: StageAccess;
  readonly filter: SetAsideFilter;
  readonly dryRun: boolean;
  readonly rate: number | undefined;
  /** Documents, and objects, at most. */
  readonly limit: number;
  readonly waitSeconds: number;
  readonly report: ReplayReport;
}

const defaultDocumentsPerSecond = 500;
const defaultObjectsPerSecond = 10;
const defaultWaitSeconds = "60";

const clock: Clock = { now: () => new Date(), sleep: (milliseconds) => sleep(milliseconds), random: Math.random };

/**
 * Loads what is put aside again: documents by creating them, quarantined objects by the loader.
 * @returns 1 if something is refused again, or an object cannot be read again.
 */
export async function replayRejected(options: ReplayOptions): Promise<number> {
  const { file, fromArchive = false, dryRun = false, kind } = options;
  if (file !== undefined && (fromArchive || kind === "quarantined")) {
    throw new ConfigurationError("--file goes with neither --from-archive nor --kind quarantined");
  }
  if (options.wait !== undefined && !fromArchive) {
    throw new ConfigurationError("--wait goes with --from-archive only: nothing else is waited for");
  }
  const rate = options.rate === undefined ? undefined : wholeNumber("--rate", options.rate, 1);
  const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : wholeNumber("--limit", options.limit, 1);
  const waitSeconds = wholeNumber("--wait", options.wait ?? defaultWaitSeconds);
  const filter = parseFilter(options, clock.now());
  const edited = file === undefined ? undefined : readEditedFile(file).filter(filter.matches);
  const stage = await StageAccess.open(options);
  const report = new ReplayReport(dryRun);
  const replay: Replay = { stage, filter, dryRun, rate, limit, waitSeconds, report };
  try {
    // Made first: what is not known of the stage is then said before anything is done.
    const sender = edited === undefined && needsLoader(options, filter) ? await senderFor(replay) : undefined;
    if (edited !== undefined && file !== undefined) {
      const ports = { files: stage.files(), index: () => stage.index(), clock };
      await refuseOthers(edited, file, ports, (line) => report.say(line));
      await sendDocuments(inOneGroup(edited), asEdited, replay, ({ lineNumber }) => `${file}, line ${lineNumber}`);
    } else {
      if (fromArchive) await reloadObjects(replay, sender);
      else await sendDocuments(keptRecords(replay), asKept, replay);
      await sendQuarantined(replay, sender);
    }
  } catch (error) {
    report.say(`Before it failed: ${report.summary}`);
    throw error;
  } finally {
    report.end();
    stage.close();
  }
  if (report.isEmpty) refuseMistypedSource(options);
  const held = file === undefined ? "nothing is put aside" : `${printable(file)} holds no record`;
  const said = report.isEmpty ? `Nothing was replayed: ${held} that the options select.` : report.summary;
  await writeLine(dryRun ? `${said} Nothing was changed: this was a dry run.` : said);
  return report.exitCode;
}

async function sendDocuments<Item extends RejectedRecord>(
  groups: AsyncIterable<readonly Item[]>,
  keeping: Keeping,
  { stage, dryRun, rate = defaultDocumentsPerSecond, limit, report }: Replay,
  nameOf?: (record: Item) => string,
): Promise<void> {
  if (dryRun) return describeDocuments(groups, limit, report);
  const ports = { files: stage.files(), index: await stage.index(), clock };
  await replayDocuments(groups, ports, {
    rate,
    limit,
    keeping,
    onOutcome: (record, outcome) => report.document(record, outcome, nameOf?.(record)),
  });
}

/** What would be sent, as `rejected list` shows it. */
async function describeDocuments(
  groups: AsyncIterable<readonly RejectedRecord[]>,
  limit: number,
  report: ReplayReport,
): Promise<void> {
  const counted = new Groups();
  let left = limit;
  for await (const group of groups) {
    for (const record of group.slice(0, left)) {
      counted.add(record);
      report.wouldSend();
    }
    left -= group.length;
    if (left <= 0) break;
  }
  if (counted.rows.length === 0) return;
  await writeLine("These documents would be sent again, each to its index:");
  for (const line of renderGroups(counted.rows)) await writeLine(line);
}

async function* keptRecords({ stage, filter }: Replay): AsyncGenerator<readonly RejectedRecord[], void, undefined> {
  for await (const files of keptFiles(stage, filter, "rejected")) {
    yield files.flatMap(({ entries }) => entries).filter((entry) => entry.kind === "rejected");
  }
}

async function* inOneGroup<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[], void, undefined> {
  yield await Promise.resolve(items);
}

function keptFiles(
  stage: StageAccess,
  filter: SetAsideFilter,
  kind: Kind,
): AsyncGenerator<readonly SelectedFile[], void, undefined> {
  const prefixes = filter.prefixes.filter((prefix) => prefix.kind === kind);
  return readSetAside(stage.files(), { ...filter, prefixes });
}

/** Has the loader read the objects of rejected records again. */
async function reloadObjects(
  { stage, filter, dryRun, limit, waitSeconds, report }: Replay,
  sender: ObjectSender | undefined,
): Promise<void> {
  if (sender === undefined) return;
  const objects = await rejectingObjects(keptFiles(stage, filter, "rejected"), limit);
  const waiting = await sendRejecting(objects, sender, ({ object }, sending) => report.object(urlOf(object), sending));
  if (dryRun || waiting.length === 0) return;
  report.say(`waiting up to ${waitSeconds} s for what becomes of ${counted(waiting.length, "record")}`);
  const ports = { files: stage.files(), index: await stage.index(), clock };
  report.reloaded(await awaitRecords(waiting, ports, waitSeconds));
}

async function sendQuarantined(
  { stage, filter, dryRun, limit, report }: Replay,
  sender: ObjectSender | undefined,
): Promise<void> {
  if (sender === undefined) return;
  const onSending = ({ object }: QuarantinedObject, sending: Sending) => report.object(urlOf(object), sending);
  const files = keptFiles(stage, filter, "quarantined");
  await replayObjects(files, stage.files(), sender, { limit, dryRun, onSending });
}

function needsLoader({ fromArchive = false }: ReplayOptions, { prefixes }: SetAsideFilter): boolean {
  return fromArchive || prefixes.some(({ kind }) => kind === "quarantined");
}

async function senderFor({ stage, rate = defaultObjectsPerSecond, dryRun }: Replay): Promise<ObjectSender> {
  const region = await stage.region();
  const ports = { objects: stage.objects(), queue: stage.queue(), clock };
  return new ObjectSender(ports, { logBuckets: stage.logBuckets, region, rate, dryRun });
}

function urlOf({ bucket, key }: ObjectReference): string {
  return `s3://${bucket}/${key}`;
}
