import { Detection } from "../detection/detection";
import type { LogLoader } from "../ingest/log-loader";
import { Monitoring } from "../operations/monitoring";
import { MonthlyBudget } from "../operations/monthly-budget";
import { SilenceWatch } from "../operations/silence-watch";
import type { Foundation } from "./foundation";
import type { LogStorage } from "./log-storage";
import type { Search } from "./search";

/** What looks at the logs, and at the SIEM itself. */
export function makeWatching(
  foundation: Foundation,
  storage: LogStorage,
  search: Search,
  loader: LogLoader,
): Detection | undefined {
  const { name, parent, silence, alarmTopic, stateTable } = foundation;
  const { functions, content, watchRole } = search;
  if (watchRole !== undefined) {
    new SilenceWatch(
      `${name}-silence`,
      {
        ...functions,
        role: watchRole,
        alarmTopicArn: alarmTopic.topicArn,
        rules: silence,
        stateTable,
        startAfter: [content.installation],
      },
      { parent },
    );
  }
  const detection = makeDetection(foundation, search);
  makeMonitoring(foundation, storage, search, loader, detection);
  return detection;
}

function makeDetection(
  { name, args: { detection }, parent, loader, alarmTopic, stateTable }: Foundation,
  { functions, content, backend, detectors }: Search,
): Detection | undefined {
  if (!detection || !detectors) return undefined;
  return new Detection(
    name,
    {
      ...functions,
      ...detection,
      roles: detectors,
      stateTable,
      dashboardsUrl: backend.dashboardsUrl,
      alarmTopicArn: alarmTopic.topicArn,
      loaderTimeout: loader.timeout,
      startAfter: [content.installation],
    },
    { parent },
  );
}

function makeMonitoring(
  { name, args, parent, target, loader: shape, key, alarmTopic }: Foundation,
  { archive, queue }: LogStorage,
  { backend }: Search,
  loader: LogLoader,
  detection: Detection | undefined,
): void {
  const { alarmEmail, monthlyBudgetUsd } = args.operations;
  new Monitoring(
    name,
    {
      target,
      pipeline: {
        queueName: queue.queueName,
        deadLetterQueueName: queue.deadLetterQueueName,
        loaderFunctionName: loader.functionName,
        loaderMemory: shape.memorySize,
        domain: backend.domain,
        bucketNames: [archive.bucket.bucketName, archive.accessLogBucket.bucketName],
      },
      otherAlarms: detection?.detector.alarms ?? [],
      alarmTopicArn: alarmTopic.topicArn,
      keyArns: [archive.keyArn, key.keyArn],
    },
    { parent },
  );
  if (monthlyBudgetUsd === undefined) return;
  if (alarmEmail === undefined) throw new Error("monthlyBudgetUsd needs alarmEmail, the address that Budgets mails");
  new MonthlyBudget(`${name}-monthly`, { limitUsd: monthlyBudgetUsd, email: alarmEmail }, { parent });
}
