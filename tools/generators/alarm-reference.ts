import { type AlarmDefinition, detectorAlarms, pipelineAlarms } from "../../components/operations/alarms";
import { dashboardSections } from "../../components/operations/dashboard-sections";
import type { Pipeline } from "../../components/operations/pipeline";
import { listPrices } from "../../components/operations/prices";

/** Any names do: the text below is the same for each pipeline. */
const pipeline: Pipeline = {
  queueName: "objects",
  deadLetterQueueName: "dead-letters",
  loaderFunctionName: "loader",
  loaderMemory: 1769,
  domain: { domainName: "siem", instanceCount: 3, volumeGib: 100 },
  bucketNames: [],
  accountId: "111122223333",
};

/** The page about dashboard and alarms, with what the code says about each. */
export function alarmReference(): string {
  const detector = detectorAlarms("detector", true).map((alarm) => ({
    ...alarm,
    name: `detector-${alarm.name}`,
  }));
  const alarms = [...pipelineAlarms(pipeline), ...detector].map(
    (alarm) => `| \`${alarm.name}\` | ${triggerOf(alarm)} | ${alarm.description} |`,
  );
  const sections = dashboardSections(pipeline, listPrices).map(
    ({ question, explanation, charts }) =>
      `- **${question}** ${charts.map(({ title }) => title.charAt(0).toLowerCase() + title.slice(1)).join("; ")}. ${explanation}`,
  );
  return `<!-- Made by \`npm run generate\` from components/operations/; do not edit. -->
# Watching the SIEM

\`siem:alarmEmail\` is all there is to set: its owner confirms AWS's mail, and is told when an alarm goes off and when it is over. Other receivers subscribe to the topic
\`alarmTopicArn\` of the stack's outputs.

## The dashboard
CloudWatch has a dashboard of the stack's name. It shows the alarms, and then answers in this order:

${sections.join("\n")}

The loader's own metrics are in the namespace \`siem\`, by \`service\` (the function) and \`source\` (the log source): some twenty for a source that sends, and only those that are
not 0. CloudWatch charges for each metric and hour in which it has a value.

## The alarms
Each has the name of the stack in front. One more, \`healthy\`, sums them up: it is OK while no other is in alarm, tells nobody a second time, and is what a page of
service states or another system should ask. What tells the topic without being an alarm leaves it as it is: who has stopped sending logs, a disabled key, a function that could not be started.

| alarm | goes off | what it means, and what to do |
| --- | --- | --- |
${alarms.join("\n")}

Somebody who **disables a key** of the SIEM, or schedules its deletion, makes S3 drop the notifications of new objects, and no metric says so. A rule of EventBridge (\`keys\`)
tells the topic. It needs a CloudTrail trail with management events in the stack's region.

## What it costs
\`siem:monthlyBudgetUsd\` makes a budget of AWS Budgets: \`siem:alarmEmail\` is told at 80 % of it, and when the month is forecast to go beyond it. It is of the whole account;
the dashboard's estimate is of the SIEM alone.
`;
}

/** When an alarm goes off: \`over 0 in 5 minutes\`. */
function triggerOf({ comparisonOperator, threshold, period, evaluationPeriods }: AlarmDefinition): string {
  const relation = {
    GreaterThanThreshold: "over",
    GreaterThanOrEqualToThreshold: "at",
    LessThanThreshold: "under",
  }[comparisonOperator];
  // The one threshold that depends on the stack's settings is said in words.
  const limit = comparisonOperator === "LessThanThreshold" ? "a quarter of the volume" : String(threshold);
  const time = evaluationPeriods === 1 ? lengthOf(period) : `each of ${evaluationPeriods} times ${lengthOf(period)}`;
  return `${relation} ${limit} in ${time}`;
}

function lengthOf(seconds: number): string {
  if (seconds === 3600) return "an hour";
  return seconds === 60 ? "a minute" : `${seconds / 60} minutes`;
}
