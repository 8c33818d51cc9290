import { type SavedObject, savedObject } from "./saved-objects";

/** Columns of the grid that OpenSearch Dashboards lays panels out on. */
export const gridColumns = 48;

// Whose panel format it is.
const panelVersion = "2.19.0";

/** Panels side by side: `[panel, width in columns]`. */
interface Row {
  /** In grid rows of 20 pixels. */
  readonly height: number;
  readonly panels: readonly (readonly [SavedObject, number])[];
}

export interface DashboardOptions {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Start of the time range it opens with: `now-24h`. */
  readonly from: string;
  readonly rows: readonly Row[];
}

/** A dashboard and the panels on it; the panels come first, so an import finds what it refers to. */
export function dashboard({ id, title, description, from, rows }: DashboardOptions): SavedObject[] {
  const placed = placeRows(id, rows);
  const panels = placed.map(({ x, y, w, h }, index) => ({
    version: panelVersion,
    gridData: { x, y, w, h, i: String(index + 1) },
    panelIndex: String(index + 1),
    embeddableConfig: {},
    panelRefName: `panel_${index}`,
  }));
  const attributes = {
    title,
    description,
    hits: 0,
    panelsJSON: JSON.stringify(panels),
    optionsJSON: JSON.stringify({ useMargins: true, hidePanelTitles: false }),
    version: 1,
    timeRestore: true,
    timeFrom: from,
    timeTo: "now",
    refreshInterval: { pause: true, value: 0 },
    kibanaSavedObjectMeta: {
      searchSourceJSON: JSON.stringify({ query: { query: "", language: "kuery" }, filter: [] }),
    },
  };
  const references = placed.map(({ panel }, index) => ({ name: `panel_${index}`, type: panel.type, id: panel.id }));
  return [...placed.map(({ panel }) => panel), savedObject("dashboard", id, attributes, references)];
}

interface PlacedPanel {
  readonly panel: SavedObject;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function placeRows(id: string, rows: readonly Row[]): PlacedPanel[] {
  const placed: PlacedPanel[] = [];
  let y = 0;
  for (const [index, { height, panels }] of rows.entries()) {
    let x = 0;
    for (const [panel, width] of panels) {
      placed.push({ panel, x, y, w: width, h: height });
      x += width;
    }
    if (x !== gridColumns) throw new Error(`${id}: row ${index + 1} is ${x} columns wide instead of ${gridColumns}`);
    y += height;
  }
  return placed;
}
