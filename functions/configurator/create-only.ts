import { counted } from "../shared/text/counted";
import { asRecord } from "../shared/values";
import { type Cluster, member, reasonOf } from "./cluster";
import { includes, lookUp, type Outcome, type Step, send } from "./steps";

/** Name of the ingest pipeline that every index of the SIEM ends with, whatever a request says. */
export const createOnlyPipeline = "siem-create-only";

/**
 * Makes each write the creation of a document: one whose id is there already is answered with a conflict (409) and stays
 * as it is. The security plugin cannot refuse replacing, which takes the same permission as creating. The version is what
 * OpenSearch itself gives the operation `create`: "matches deleted".
 * @see https://github.com/opensearch-project/OpenSearch/blob/2.19/server/src/main/java/org/opensearch/common/lucene/uid/Versions.java
 */
const pipeline = {
  description: "Documents of the SIEM are created, never replaced",
  processors: [
    { set: { field: "_version", value: -4 } },
    // A request may have named another type, with which a higher version replaces.
    { set: { field: "_version_type", value: "internal" } },
  ],
};

/** Installs the pipeline, and gives it to the indices that exist; those to come have it from their templates. */
export function createOnlyStep(warn: (message: string) => void): Step {
  const path = `/_ingest/pipeline/${createOnlyPipeline}`;
  const run = async (cluster: Cluster): Promise<Outcome> => {
    const found = await lookUp(cluster, path, "read the pipeline that keeps documents from being replaced");
    const isInstalled = includes(member(found?.body, createOnlyPipeline), pipeline);
    if (!isInstalled) {
      await send(cluster, { method: "PUT", path, body: pipeline }, `install the ingest pipeline ${createOnlyPipeline}`);
    }
    const isGiven = await giveToIndices(cluster, warn);
    if (found === undefined) return { kind: "installed" };
    return { kind: isInstalled && !isGiven ? "unchanged" : "changed" };
  };
  return { name: `ingest pipeline ${createOnlyPipeline}`, run };
}

const settings = "/siem-*/_settings?allow_no_indices=true&expand_wildcards=open";

/** Gives the pipeline to indices without it, whenever those came to be; whether there were such, and they have it now. */
async function giveToIndices(cluster: Cluster, warn: (message: string) => void): Promise<boolean> {
  const found = await lookUp(cluster, settings, "read which indices keep their documents from being replaced");
  const without = Object.entries(asRecord(found?.body) ?? {})
    .filter(([, index]) => member(index, "settings", "index", "final_pipeline") !== createOnlyPipeline)
    .map(([name]) => name);
  if (without.length === 0) return false;
  const body = { "index.final_pipeline": createOnlyPipeline };
  const response = await cluster({ method: "PUT", path: settings, body });
  if (response.status === 200) return true;
  warn(
    `documents can be replaced in ${counted(without.length, "index", "indices")}, such as ${without[0]}, until the configurator can change their settings: ${reasonOf(response)}`,
  );
  return false;
}
