export const logGroupType = "aws:cloudwatch/logGroup:LogGroup";
export const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
