import type { Terms } from "./aggregations";

/** Settings of each kind of chart that OpenSearch Dashboards needs and that are the same for all of ours. */

const categoryAxis = (position: "bottom" | "left") => ({
  id: "CategoryAxis-1",
  type: "category",
  position,
  show: true,
  style: {},
  scale: { type: "linear" },
  labels: { show: true, rotate: 0, filter: position === "bottom", truncate: position === "left" ? 60 : 100 },
  title: {},
});

const valueAxis = (position: "bottom" | "left", label: string) => ({
  id: "ValueAxis-1",
  name: position === "left" ? "LeftAxis-1" : "BottomAxis-1",
  type: "value",
  position,
  show: true,
  style: {},
  scale: { type: "linear", mode: "normal" },
  labels: { show: true, rotate: 0, filter: true, truncate: 100 },
  title: { text: label },
});

function barParams(type: "histogram" | "horizontal_bar", label: string, legend: boolean) {
  const isUpright = type === "histogram";
  return {
    type,
    grid: { categoryLines: false },
    categoryAxes: [categoryAxis(isUpright ? "bottom" : "left")],
    valueAxes: [valueAxis(isUpright ? "left" : "bottom", label)],
    seriesParams: [
      {
        show: true,
        type: "histogram",
        mode: "stacked",
        data: { label, id: "1" },
        valueAxis: "ValueAxis-1",
        drawLinesBetweenPoints: true,
        lineWidth: 2,
        showCircles: true,
      },
    ],
    addTooltip: true,
    addLegend: legend,
    legendPosition: "right",
    times: [],
    addTimeMarker: false,
    labels: { show: false },
    thresholdLine: { show: false, value: 10, width: 1, style: "full", color: "#E7664C" },
  };
}

export const timeChartParams = () => barParams("histogram", "Events", true);

export const barChartParams = (label: string, legend: boolean) => barParams("horizontal_bar", label, legend);

export const pieChartParams = () => ({
  type: "pie",
  addTooltip: true,
  addLegend: true,
  legendPosition: "right",
  isDonut: true,
  labels: { show: false, values: true, last_level: true, truncate: 100 },
});

export const tableParams = () => ({
  perPage: 10,
  showPartialRows: false,
  showMetricsAtAllLevels: false,
  showTotal: false,
  totalFunc: "sum",
  percentageCol: "",
});

export const metricParams = () => ({
  addTooltip: true,
  addLegend: false,
  type: "metric",
  metric: {
    percentageMode: false,
    useRanges: false,
    colorSchema: "Green to Red",
    metricColorMode: "None",
    colorsRange: [{ from: 0, to: 10000 }],
    labels: { show: true },
    invertColors: false,
    style: { bgFill: "#000", bgColor: false, labelColor: false, subText: "", fontSize: 36 },
  },
});

/** Lists from which values are chosen that all panels then filter by. Their index patterns are references of this name. */
export const controlParams = (fields: readonly Terms[]) => ({
  controls: fields.map(({ field, label, size = 10 }, index) => ({
    id: `control-${index}`,
    fieldName: field,
    parent: "",
    label,
    type: "list",
    options: { type: "terms", multiselect: true, dynamicOptions: true, size, order: "desc" },
    indexPatternRefName: controlReference(index),
  })),
  updateFiltersOnChange: true,
  useTimeFilter: true,
  pinFilters: false,
});

export const controlReference = (index: number): string => `control_${index}_index_pattern`;
