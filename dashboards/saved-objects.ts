/** Points from a saved object at another one, by a name that its own JSON uses instead of the id. */
export interface Reference {
  readonly name: string;
  readonly type: SavedObjectType;
  readonly id: string;
}

export type SavedObjectType = "index-pattern" | "search" | "visualization" | "dashboard";

/** A line of an OpenSearch Dashboards export. */
export interface SavedObject {
  readonly type: SavedObjectType;
  /** The same in every deployment, so an import replaces what the last one made. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[];
  /** The format the attributes are in; newer servers migrate them on import. */
  readonly migrationVersion: Readonly<Record<string, string>>;
}

// The last formats of OpenSearch Dashboards 1.x to 3.x, inherited from Kibana 7.10.
const formats: Readonly<Record<SavedObjectType, string>> = {
  "index-pattern": "7.6.0",
  search: "7.9.3",
  visualization: "7.10.0",
  dashboard: "7.9.3",
};

export function savedObject(
  type: SavedObjectType,
  id: string,
  attributes: Readonly<Record<string, unknown>>,
  references: readonly Reference[] = [],
): SavedObject {
  return { type, id, attributes, references, migrationVersion: { [type]: formats[type] } };
}

/** The text of an export: one object a line, referenced objects first, always the same for the same objects. */
export function toNdjson(objects: readonly SavedObject[]): string {
  return `${objects.map((object) => JSON.stringify(object)).join("\n")}\n`;
}
