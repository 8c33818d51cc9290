import { SiemError } from "../shared/errors";
import type { ObjectAccount, ObjectOutcome } from "./account";
import type { Clock, CountMetric, Log, MetricSink } from "./ports";

const outcomeMetric: Readonly<Record<ObjectOutcome, CountMetric>> = {
  read: "ObjectsLoaded",
  empty: "ObjectsEmpty",
  skipped: "ObjectsLoaded",
  unrecognised: "ObjectsUnrecognised",
  missing: "ObjectsMissing",
  quarantined: "ObjectsQuarantined",
  failed: "ObjectsFailed",
  continued: "ObjectsContinued",
  parked: "ObjectsParked",
  postponed: "ObjectsPostponed",
};

const maximumReasonLength = 1_000;

/** One line of the log and the metrics for one object. */
export function reportObject(
  account: ObjectAccount,
  messageId: string,
  started: number,
  { clock, log, metrics }: { readonly clock: Clock; readonly log: Log; readonly metrics: MetricSink },
): void {
  const { reference, source = "unknown", outcome, received, indexed, duplicate, rejected, pipelineErrors } = account;
  const { limitsReached } = account;
  const limits = Object.entries(limitsReached);
  const now = clock.now().getTime();
  const values = {
    bucket: reference.bucket,
    key: reference.key,
    versionId: reference.versionId,
    messageId,
    source: account.source,
    outcome,
    received,
    indexed,
    duplicate,
    rejected,
    dropped: Object.fromEntries(account.dropped),
    ...(account.trials.size === 0 ? {} : { trials: Object.fromEntries(account.trials) }),
    pipelineErrors,
    ...(limits.length === 0 ? {} : { limitsReached }),
    ...(account.signals.raised === 0 ? {} : { signals: account.signals }),
    ...(account.unmapped === 0 ? {} : { unmapped: account.unmapped }),
    seconds: (now - started) / 1_000,
    ...(account.resume === undefined ? {} : { firstRecord: account.resume.ordinal, hops: account.resume.hops }),
    reason: account.quarantineReason,
  };
  if (account.failure !== undefined) {
    const { name, message } = account.failure;
    const place = account.failure instanceof SiemError ? account.failure.place : undefined;
    const failure = { ...values, error: name, reason: message.slice(0, maximumReasonLength), place };
    if (outcome === "parked" || outcome === "postponed") log.warn(`object ${outcome}`, failure);
    else log.error("object failed", failure);
  } else if (outcome === "quarantined" || outcome === "missing" || rejected > 0) {
    log.warn("object accounted", values);
  } else {
    log.info("object accounted", values);
  }
  metrics.count(outcomeMetric[outcome], 1, source);
  const counts: readonly (readonly [CountMetric, number])[] = [
    ["RecordsReceived", received],
    ["RecordsIndexed", indexed],
    ["RecordsDuplicate", duplicate],
    ["RecordsRejected", rejected],
    ["RecordsDropped", account.droppedTotal],
    ["RecordsOnTrial", [...account.trials.values()].reduce((sum, count) => sum + count, 0)],
    ["RecordsUnmapped", account.unmapped],
    ["PipelineErrors", pipelineErrors],
    ["RecordsInvalidText", account.invalidText],
    ["SignalsIndexed", account.signals.indexed],
    ["SignalsDuplicate", account.signals.duplicate],
    ["SignalsRejected", account.signals.rejected],
  ];
  for (const [metric, value] of counts) if (value > 0) metrics.count(metric, value, source);
  for (const [limit, value] of limits) metrics.limitReached(limit, value);
  if (account.left !== undefined || account.lastModified === undefined) return;
  if (account.size !== undefined && outcome !== "empty") metrics.count("BytesLoaded", account.size, source);
  const modified = account.lastModified.getTime();
  // What is loaded once more years later took neither its sender nor the loader years.
  const waited = Math.max(0, now - Math.max(modified, account.announcedAt ?? 0));
  metrics.seconds("ArrivalToIndexedSeconds", waited / 1_000, source);
  const newestEvent = Date.parse(account.newestEvent);
  if (Number.isNaN(newestEvent)) return;
  metrics.seconds("EventToIndexedSeconds", (Math.max(0, modified - newestEvent) + waited) / 1_000, source);
}
