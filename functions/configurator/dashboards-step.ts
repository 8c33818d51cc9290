import type { SavedObject } from "../../dashboards/saved-objects";
import { toNdjson } from "../../dashboards/saved-objects";
import { DependencyError } from "../shared/errors";
import { type Cluster, member, reasonOf } from "./cluster";
import { type Clock, hasNoHandler, whenReady } from "./readiness";
import { lookUp, type Outcome, type Step, send } from "./steps";
import { contentHash, managedBy } from "./templates";

// Saved objects cannot carry a hash, so an empty component template remembers what was imported last.
const marker = "/_component_template/siem-dashboards";
const boundary = "siem-saved-objects-boundary";

function multipart(ndjson: string): string {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="siem.ndjson"\r\n`;
  return `${head}Content-Type: application/ndjson\r\n\r\n${ndjson}\r\n--${boundary}--\r\n`;
}

/** Why objects were refused, one clause each. */
function importErrors(body: unknown): string {
  const errors = member(body, "errors");
  if (!Array.isArray(errors)) return "no reason given";
  return errors
    .slice(0, 5)
    .map(
      (error: unknown) =>
        `${String(member(error, "type"))} ${String(member(error, "id"))}: ${JSON.stringify(member(error, "error"))}`,
    )
    .join("; ");
}

export function dashboardsStep(objects: readonly SavedObject[], clock: Clock): Step {
  const ndjson = toNdjson(objects);
  const hash = contentHash(ndjson);
  const run = async (cluster: Cluster): Promise<Outcome> => {
    const found = await lookUp(cluster, marker, "read which dashboards are installed");
    const templates = member(found?.body, "component_templates");
    const installed = Array.isArray(templates)
      ? member(templates[0], "component_template", "_meta", "content_hash")
      : undefined;
    if (installed === hash) return { kind: "unchanged" };
    const response = await whenReady(
      cluster,
      {
        method: "POST",
        path: "/_dashboards/api/saved_objects/_import?overwrite=true",
        body: multipart(ndjson),
        headers: {
          "content-type": `multipart/form-data; boundary=${boundary}`,
          // OpenSearch Dashboards refuses requests without it, to stop forged ones.
          "osd-xsrf": "true",
          // Else, with fine-grained access control, only the configurator's own tenant would have them.
          securitytenant: "global",
        },
      },
      clock,
    );
    if (hasNoHandler(response)) return { kind: "skipped", reason: "the cluster has no OpenSearch Dashboards" };
    if (response.status !== 200) throw new DependencyError(`Could not import the dashboards: ${reasonOf(response)}`);
    if (member(response.body, "success") !== true) {
      throw new DependencyError(`OpenSearch Dashboards refused saved objects: ${importErrors(response.body)}`);
    }
    const body = { template: {}, _meta: { managed_by: managedBy, content_hash: hash } };
    await send(cluster, { method: "PUT", path: marker, body }, "remember which dashboards are installed");
    return { kind: found === undefined ? "installed" : "changed" };
  };
  return { name: `dashboards (${objects.length} saved objects)`, run };
}
