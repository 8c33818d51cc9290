import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GraphResource } from "../../../cli/graph";

/** Each resource that AWS, or a remote component, gets: type without its module, and name. */
export function resourceList(resources: readonly GraphResource[]): string {
  return resources
    .filter(({ type }) => /^awsx?:/.test(type))
    .map(({ type, name }) => `${type.replace(/^aws:/, "").replace(/^([^/]+)\/[^:]+/, "$1")} ${name}\n`)
    .sort()
    .join("");
}

/** What is another in a graph: resources that are there, gone, or have other inputs. Bundles count by their path. */
export function difference(before: readonly GraphResource[], after: readonly GraphResource[]): string[] {
  const byUrn = new Map(before.map((resource) => [resource.urn, resource]));
  const changes: string[] = [];
  for (const resource of after) {
    const { type, name, inputs, protect, urn } = resource;
    const what = `${type.split(":").at(-1)} ${name}`;
    const earlier = byUrn.get(urn);
    byUrn.delete(urn);
    if (earlier === undefined) {
      changes.push(`+ ${what}`);
      continue;
    }
    const names = [...new Set([...Object.keys(earlier.inputs), ...Object.keys(inputs)])].sort();
    const others = names.filter((input) => JSON.stringify(earlier.inputs[input]) !== JSON.stringify(inputs[input]));
    if (earlier.protect !== protect) others.push("protect");
    if (others.length > 0) changes.push(`  ${what}: ${others.join(", ")}`);
  }
  for (const { type, name } of byUrn.values()) changes.push(`- ${type.split(":").at(-1)} ${name}`);
  return changes;
}

export const listPath = (name: string): string => join(__dirname, `${name}.txt`);

export function reviewedList(name: string): string {
  const path = listPath(name);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
