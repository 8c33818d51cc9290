import * as pulumi from "@pulumi/pulumi";
import { type CalculatedMetric, type Chart, dashboardSections, type Section } from "./dashboard-sections";
import type { Pipeline, PipelineMetric, ServiceMetric } from "./pipeline";
import type { Prices } from "./prices";

const columns = 3;
const fullWidth = 24;
const width = fullWidth / columns;
const chartHeight = 6;
const headingHeight = 2;
const alarmsHeight = 4;
const defaultPeriod = 300;

export interface DashboardContent {
  readonly pipeline: Pipeline;
  readonly prices: Prices;
  readonly region: pulumi.Input<string>;
  /** Of all alarms, the one that sums them up first. */
  readonly alarmArns: readonly pulumi.Input<string>[];
}

/**
 * Body of the pipeline's CloudWatch dashboard: the alarms, and then what answers the questions of those on duty, in the
 * order in which they ask.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody({ pipeline, prices, region, alarmArns }: DashboardContent): pulumi.Output<string> {
  const alarms = {
    ...{ type: "alarm", x: 0, y: 0, width: fullWidth, height: alarmsHeight },
    properties: { title: "Is all well?", alarms: alarmArns },
  };
  let y = alarmsHeight;
  const widgets = dashboardSections(pipeline, prices).flatMap((section) => {
    const placed = sectionWidgets(section, y, region);
    y += headingHeight + Math.ceil(section.charts.length / columns) * chartHeight;
    return placed;
  });
  return pulumi.jsonStringify({ widgets: [alarms, ...widgets] });
}

function sectionWidgets({ question, explanation, charts }: Section, y: number, region: pulumi.Input<string>) {
  const heading = {
    ...{ type: "text", x: 0, y, width: fullWidth, height: headingHeight },
    properties: { markdown: `## ${question}\n${explanation}` },
  };
  return [heading, ...charts.map((chart, index) => chartWidget(chart, index, y + headingHeight, region))];
}

function chartWidget(chart: Chart, index: number, y: number, region: pulumi.Input<string>) {
  const { title, statistic, period = defaultPeriod, metrics } = chart;
  return {
    type: "metric",
    x: (index % columns) * width,
    y: y + Math.floor(index / columns) * chartHeight,
    width,
    height: chartHeight,
    properties: {
      title,
      region,
      stat: statistic,
      period,
      view: "timeSeries",
      metrics: Object.entries(metrics).flatMap(([label, metric]) => lines(metric, label)),
    },
  };
}

function lines(metric: PipelineMetric | CalculatedMetric, label: string): (readonly unknown[])[] {
  // A query for each source labels its lines itself.
  if ("query" in metric) return [[{ expression: metric.query, ...(label === "" ? {} : { label }) }]];
  if (!("expression" in metric)) return [[...nameOf(metric), { label }]];
  return [
    ...Object.entries(metric.from).map(([id, from]) => [...nameOf(from), { id, visible: false }]),
    [{ expression: metric.expression, label }],
  ];
}

function nameOf({ namespace, metricName, dimensions }: ServiceMetric): readonly unknown[] {
  return [namespace, metricName, ...Object.entries(dimensions).flat()];
}
