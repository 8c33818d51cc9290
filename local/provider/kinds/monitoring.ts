import {
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteResourcePolicyCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeResourcePoliciesCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  isAwsError,
  objectsOf,
  optionalNumber,
  optionalText,
  policyText,
  type ResourceKind,
  tagList,
  tagsOf,
  textOf,
  textsOf,
  toAwsSpelling,
  unlessMissing,
} from "../kind";
import { isObject } from "../properties";

const GONE = ["ResourceNotFoundException", "ResourceNotFound", "DashboardNotFoundError"];

const logGroup: ResourceKind = {
  autoName: { property: "name", limit: 512 },
  replaceOn: ["name", "logGroupClass", "region"],
  async put(inputs, { aws, previous }) {
    const { logs } = aws;
    const logGroupName = textOf(inputs, "name");
    const kmsKeyId = optionalText(inputs, "kmsKeyId");
    try {
      await logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId, tags: tagsOf(inputs) }));
    } catch (error) {
      if (!isAwsError(error, "ResourceAlreadyExistsException")) throw error;
      // moto has no AssociateKmsKey: another key of a group that exists is only recorded.
    }
    const retentionInDays = optionalNumber(inputs, "retentionInDays") ?? 0;
    // 0 is Terraform's word for "for ever".
    if (retentionInDays > 0) await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
    else if (previous) await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
    const arn = await aws.arn("logs", `log-group:${logGroupName}`);
    return { id: logGroupName, outputs: { arn, region: aws.region, tagsAll: tagsOf(inputs) } };
  },
  async read(id, _outputs, { logs }) {
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: id }));
    return logGroups.some(({ logGroupName }) => logGroupName === id) ? {} : undefined;
  },
  async remove(logGroupName, _outputs, { logs }) {
    await unlessMissing(logs.send(new DeleteLogGroupCommand({ logGroupName })), ...GONE);
  },
};

const logResourcePolicy: ResourceKind = {
  replaceOn: ["policyName", "resourceArn"],
  async put(inputs, { aws }) {
    const policyName = textOf(inputs, "policyName");
    const policyDocument = policyText(inputs.policyDocument);
    await aws.logs.send(new PutResourcePolicyCommand({ policyName, policyDocument }));
    return { id: policyName, outputs: {} };
  },
  async read(id, _outputs, { logs }) {
    const { resourcePolicies = [] } = await logs.send(new DescribeResourcePoliciesCommand({}));
    return resourcePolicies.some(({ policyName }) => policyName === id) ? {} : undefined;
  },
  async remove(policyName, _outputs, { logs }) {
    await unlessMissing(logs.send(new DeleteResourcePolicyCommand({ policyName })), ...GONE);
  },
};

const metricAlarm: ResourceKind = {
  autoName: { property: "name", limit: 255 },
  replaceOn: ["name", "region"],
  async put(inputs, { aws }) {
    const AlarmName = textOf(inputs, "name");
    const alarm = {
      AlarmName,
      ActionsEnabled: inputs.actionsEnabled !== false,
      AlarmActions: textsOf(inputs, "alarmActions"),
      AlarmDescription: optionalText(inputs, "alarmDescription"),
      ComparisonOperator: textOf(inputs, "comparisonOperator"),
      DatapointsToAlarm: optionalNumber(inputs, "datapointsToAlarm"),
      Dimensions: Object.entries(isObject(inputs.dimensions) ? inputs.dimensions : {}).map(([Name, Value]) => ({
        Name,
        Value: String(Value),
      })),
      EvaluationPeriods: optionalNumber(inputs, "evaluationPeriods"),
      ExtendedStatistic: optionalText(inputs, "extendedStatistic"),
      InsufficientDataActions: textsOf(inputs, "insufficientDataActions"),
      MetricName: optionalText(inputs, "metricName"),
      Namespace: optionalText(inputs, "namespace"),
      OKActions: textsOf(inputs, "okActions"),
      Period: optionalNumber(inputs, "period"),
      Statistic: optionalText(inputs, "statistic"),
      Threshold: optionalNumber(inputs, "threshold"),
      ThresholdMetricId: optionalText(inputs, "thresholdMetricId"),
      TreatMissingData: optionalText(inputs, "treatMissingData") ?? "missing",
      Unit: optionalText(inputs, "unit"),
      Tags: tagList(inputs),
      ...metricQueriesOf(objectsOf(inputs, "metricQueries")),
    };
    await aws.cloudwatch.send(new PutMetricAlarmCommand(alarm as PutMetricAlarmCommandInput));
    return {
      id: AlarmName,
      outputs: { arn: await aws.arn("cloudwatch", `alarm:${AlarmName}`), tagsAll: tagsOf(inputs) },
    };
  },
  async read(id, _outputs, { cloudwatch }) {
    const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [id] }));
    return MetricAlarms.length > 0 ? {} : undefined;
  },
  async remove(id, _outputs, { cloudwatch }) {
    await unlessMissing(cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] })), ...GONE);
  },
};

/** Metric mathematics of an alarm. CloudWatch nests the metric's name and dimensions one level deeper than Pulumi. */
function metricQueriesOf(queries: readonly Readonly<Record<string, unknown>>[]): object {
  if (queries.length === 0) return {};
  const Metrics = queries.map(({ metric, ...query }) => {
    if (!isObject(metric)) return toAwsSpelling(query);
    const { metricName, namespace, dimensions, stat, period, unit } = metric;
    const Dimensions = Object.entries(isObject(dimensions) ? dimensions : {}).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { MetricName: metricName, Namespace: namespace, Dimensions };
    return { ...(toAwsSpelling(query) as object), MetricStat: { Metric, Stat: stat, Period: period, Unit: unit } };
  });
  return { Metrics };
}

const dashboard: ResourceKind = {
  replaceOn: ["dashboardName"],
  async put(inputs, { aws }) {
    const DashboardName = textOf(inputs, "dashboardName");
    await aws.cloudwatch.send(
      new PutDashboardCommand({ DashboardName, DashboardBody: policyText(inputs.dashboardBody) }),
    );
    const dashboardArn = await aws.arn("cloudwatch", `dashboard/${DashboardName}`, { region: "" });
    return { id: DashboardName, outputs: { dashboardArn } };
  },
  async read(id, _outputs, { cloudwatch }) {
    const command = new GetDashboardCommand({ DashboardName: id });
    return (await unlessMissing(cloudwatch.send(command), ...GONE)) === undefined ? undefined : {};
  },
  async remove(id, _outputs, { cloudwatch }) {
    await unlessMissing(cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: [id] })), ...GONE);
  },
};

export const monitoringKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:cloudwatch/dashboard:Dashboard": dashboard,
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": logResourcePolicy,
  "aws:cloudwatch/metricAlarm:MetricAlarm": metricAlarm,
};
