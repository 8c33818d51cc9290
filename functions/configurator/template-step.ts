import { DependencyError } from "../shared/errors";
import { type Cluster, member, reasonOf } from "./cluster";
import { lookUp, type Outcome, type Step, send } from "./steps";
import type { Template } from "./templates";

const kinds = {
  component: { path: "_component_template", list: "component_templates", item: "component_template" },
  index: { path: "_index_template", list: "index_templates", item: "index_template" },
} as const;

/** Hash of the installed template's content; undefined where there is no such template, "" where it is not ours. */
async function installedHash(cluster: Cluster, { kind, name }: Template): Promise<string | undefined> {
  const { path, list, item } = kinds[kind];
  const found = await lookUp(cluster, `/${path}/${name}`, `read the ${kind} template ${name}`);
  if (found === undefined) return undefined;
  const templates = member(found.body, list);
  const hash = Array.isArray(templates) ? member(templates[0], item, "_meta", "content_hash") : undefined;
  return typeof hash === "string" ? hash : "";
}

/**
 * Adds new fields to the indices that exist, so that they can be searched now and not when the next index begins.
 * OpenSearch cannot change the type of a field in place: such an index keeps its mapping and the next one gets the new.
 */
async function extendExistingIndices(cluster: Cluster, { extend }: Template): Promise<string | undefined> {
  if (Object.keys(extend.properties).length === 0) return undefined;
  const path = `/${extend.indices}/_mapping?allow_no_indices=true&ignore_unavailable=true`;
  const response = await cluster({ method: "PUT", path, body: { properties: extend.properties } });
  // 404: there is no such index yet.
  if (response.status === 200 || response.status === 404) return undefined;
  // A field of another type; or an index that cannot be written to any more, as on warm nodes.
  const isBlocked = member(response.body, "error", "type") === "cluster_block_exception";
  if (response.status === 400 || isBlocked) return reasonOf(response);
  throw new DependencyError(`Could not extend the indices ${extend.indices}: ${reasonOf(response)}`);
}

export function templateStep(template: Template, warn: (message: string) => void): Step {
  const { kind, name, body } = template;
  const run = async (cluster: Cluster): Promise<Outcome> => {
    const installed = await installedHash(cluster, template);
    if (installed === member(body, "_meta", "content_hash")) return { kind: "unchanged" };
    // Before the template, whose hash says that all is done.
    const refusal = await extendExistingIndices(cluster, template);
    await send(
      cluster,
      { method: "PUT", path: `/${kinds[kind].path}/${name}`, body },
      `install the ${kind} template ${name}`,
    );
    if (refusal !== undefined) {
      warn(`existing indices ${template.extend.indices} keep their mapping until the next period: ${refusal}`);
    }
    return { kind: installed === undefined ? "installed" : "changed" };
  };
  return { name: `${kind} template ${name}`, run };
}
