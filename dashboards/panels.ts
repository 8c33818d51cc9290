import {
  type Aggregation,
  type Measure,
  metricAggregation,
  type Terms,
  termsAggregation,
  timeAggregation,
} from "./aggregations";
import * as charts from "./charts";
import { type Reference, type SavedObject, savedObject } from "./saved-objects";

const indexReference = "kibanaSavedObjectMeta.searchSourceJSON.index";

/** Where the panels of a dashboard find their events, and the start of their ids. */
export interface PanelOptions {
  readonly idPrefix: string;
  readonly indexPattern: SavedObject;
}

interface PanelText {
  readonly title: string;
  /** DQL filter: `event.kind: alert`. Default: all events. */
  readonly query?: string;
}

const idOf = (prefix: string, title: string) => `${prefix}-${title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;

const searchSource = (query: string, more: object = {}) => ({
  searchSourceJSON: JSON.stringify({ query: { query, language: "kuery" }, filter: [], ...more }),
});

/** Builders of a dashboard's panels. Clicking a value in any of them filters the whole dashboard by it. */
export function panelsFor({ idPrefix, indexPattern }: PanelOptions) {
  const indexPatternReference = (name: string): Reference => ({ name, type: "index-pattern", id: indexPattern.id });

  function visualization(
    { title, query = "" }: PanelText,
    type: string,
    params: object,
    aggs: readonly Aggregation[],
    references: readonly Reference[] = [indexPatternReference(indexReference)],
  ): SavedObject {
    const usesIndex = references.some(({ name }) => name === indexReference);
    const attributes = {
      title,
      visState: JSON.stringify({ title, type, params, aggs }),
      uiStateJSON: "{}",
      description: "",
      version: 1,
      kibanaSavedObjectMeta: searchSource(query, usesIndex ? { indexRefName: indexReference } : {}),
    };
    return savedObject("visualization", idOf(idPrefix, title), attributes, references);
  }

  return {
    /** One number. */
    metric: (text: PanelText, measure: Measure = { kind: "count", label: text.title }) =>
      visualization(text, "metric", charts.metricParams(), [metricAggregation(1, measure)]),

    /** Events over time, stacked by the values of a field. */
    timeChart: (text: PanelText, by: Terms) =>
      visualization(text, "histogram", charts.timeChartParams(), [
        metricAggregation(1, { kind: "count" }),
        timeAggregation(2),
        termsAggregation(3, "group", by),
      ]),

    /** A bar per value of a field, optionally divided by another. */
    bars: (text: PanelText, of: Terms, dividedBy?: Terms, measure: Measure = { kind: "count" }) =>
      visualization(text, "horizontal_bar", charts.barChartParams(measure.label ?? "Events", dividedBy !== undefined), [
        metricAggregation(1, measure),
        termsAggregation(2, "segment", of),
        ...(dividedBy === undefined ? [] : [termsAggregation(3, "group", dividedBy)]),
      ]),

    /** The shares of a field's values. */
    pie: (text: PanelText, of: Terms, measure: Measure = { kind: "count" }) =>
      visualization(text, "pie", charts.pieChartParams(), [
        metricAggregation(1, measure),
        termsAggregation(2, "segment", of),
      ]),

    /** A row per combination of the fields' values, with measures. The first measure orders the rows. */
    table: (text: PanelText, by: readonly Terms[], measures: readonly Measure[] = [{ kind: "count" }]) =>
      visualization(text, "table", charts.tableParams(), [
        ...measures.map((measure, index) => metricAggregation(index + 1, measure)),
        ...by.map((terms, index) => termsAggregation(measures.length + index + 1, "bucket", terms)),
      ]),

    /** Lists of values to filter the dashboard by. */
    controls: (fields: readonly Terms[]) =>
      visualization(
        { title: "Filters" },
        "input_control_vis",
        charts.controlParams(fields),
        [],
        fields.map((_, index) => indexPatternReference(charts.controlReference(index))),
      ),

    /** Text in Markdown. */
    text: (title: string, markdown: string) =>
      visualization({ title }, "markdown", { markdown, openLinksInNewTab: false, fontSize: 12 }, [], []),

    /** The events themselves, latest first; also to be found under Discover. */
    search: ({ title, query = "" }: PanelText, columns: readonly string[]): SavedObject => {
      const attributes = {
        title,
        description: "",
        hits: 0,
        columns,
        sort: [["@timestamp", "desc"]],
        version: 1,
        kibanaSavedObjectMeta: searchSource(query, {
          highlightAll: true,
          version: true,
          indexRefName: indexReference,
        }),
      };
      return savedObject("search", idOf(idPrefix, title), attributes, [indexPatternReference(indexReference)]);
    },
  };
}
