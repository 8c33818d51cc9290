import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commonProperties, type Properties, vendorProperties } from "../../../functions/configurator/mappings";
import { sources } from "../../../functions/loader/registry.generated";

/** Full names of a document's values that no mapping covers: they would be kept, but could not be searched. */
function unmapped(value: unknown, properties: Properties | undefined, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => unmapped(item, properties, path));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const property = properties?.[name];
    const full = path === "" ? name : `${path}.${name}`;
    if (property === undefined) return [full];
    return property.type === undefined || property.properties ? unmapped(member, property.properties, full) : [];
  });
}

describe("the golden documents of a source", () => {
  const ecs = commonProperties();
  for (const { id, fields } of sources) {
    it(`have mapped fields only: ${id}`, () => {
      const properties = { ...ecs, ...vendorProperties(fields) };
      const folder = join(__dirname, "../../../sources", id, "samples");
      const missing = readdirSync(folder)
        .filter((file) => file.endsWith(".expected.json"))
        .flatMap((file) => (JSON.parse(readFileSync(join(folder, file), "utf8")) as { documents: unknown[] }).documents)
        .flatMap((document) => unmapped(document, properties, ""));
      assert.deepEqual([...new Set(missing)], []);
    });
  }
});
