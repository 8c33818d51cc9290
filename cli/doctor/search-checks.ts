import { type Cluster, member, reasonOf } from "../../functions/configurator/cluster";
import { createOnlyPipeline } from "../../functions/configurator/create-only";
import { hasNoHandler } from "../../functions/configurator/readiness";
import { buildTemplates } from "../../functions/configurator/templates";
import { sources } from "../../functions/loader/registry.generated";
import { counted } from "../../functions/shared/text/counted";
import { OpenSearchActivity } from "../../functions/silence/opensearch-activity";
import type { LastDocument } from "../../functions/silence/ports";
import { nameOf } from "../../functions/silence/sender";
import { error, type Finding, ok, unknown, warning } from "./findings";
import type { DomainFacts } from "./ports";

const configure = "Deploy again (pulumi up): the configurator installs it";
const dayMilliseconds = 86_400_000;
const daysLookedBack = 30;

export function checkDomain(name: string, facts: DomainFacts | undefined): Finding {
  if (facts === undefined || facts.deleted) return error(`there is no search domain ${name}`, "Deploy it: pulumi up");
  const { created, processing, upgrading, engineVersion, updateAvailable, updateStatus } = facts;
  if (!created) return warning(`the search domain ${name} is being made`, "Wait for it");
  if (upgrading) return warning(`the search domain ${name} is being upgraded`, "Wait for it; logs wait in their queue");
  if (processing) return warning(`the search domain ${name} is being changed`, "Wait for it; it works meanwhile");
  if (updateAvailable) {
    return warning(
      `the search domain ${name} (${engineVersion}) has a software update waiting (${updateStatus ?? "no date"})`,
      "AWS installs it in the off-peak window, or you do, in the console",
    );
  }
  return ok(`the search domain ${name} is active: ${engineVersion}`);
}

export async function checkHealth(cluster: Cluster): Promise<Finding> {
  const response = await cluster({ method: "GET", path: "/_cluster/health" });
  if (response.status !== 200) return notAllowed("the cluster's health", response);
  const status = member(response.body, "status");
  const shards = Number(member(response.body, "unassigned_shards") ?? 0);
  if (status === "green") return ok("the cluster is green");
  const says = `the cluster is ${String(status)}: ${counted(shards, "shard has", "shards have")} no place`;
  if (status === "red") return error(says, "Part of the logs cannot be searched: look at its nodes and storage");
  // A single node has no place for a second copy of anything.
  return warning(says, "Another failure can lose what is searchable; of a single node this is usual");
}

/** Whether the cluster knows how to store what the loader sends. */
export async function checkTemplates(cluster: Cluster, isServerless: boolean): Promise<Finding> {
  const wanted = buildTemplates(sources, { replicas: "auto", service: isServerless ? "aoss" : "es" })
    .filter(({ kind }) => kind === "index")
    .map(({ name }) => name);
  const installed = isServerless ? await installedByName(cluster, wanted) : await installedByPattern(cluster);
  if ("level" in installed) return installed;
  const missing = wanted.filter((name) => !installed.has(name));
  if (missing.length === 0) return ok(`the index templates of all ${sources.length} log sources are installed`);
  return error(`${missing.length} index templates are missing, such as ${String(missing[0])}`, configure);
}

async function installedByPattern(cluster: Cluster): Promise<ReadonlySet<unknown> | Finding> {
  const pipeline = await cluster({ method: "GET", path: `/_ingest/pipeline/${createOnlyPipeline}` });
  if (pipeline.status === 404) {
    return error(`the ingest pipeline ${createOnlyPipeline} is missing: no document is taken`, configure);
  }
  const response = await cluster({ method: "GET", path: "/_index_template/siem*" });
  if (response.status !== 200 && response.status !== 404) return notAllowed("the index templates", response);
  const list = member(response.body, "index_templates");
  return new Set((Array.isArray(list) ? list : []).map((template) => member(template, "name")));
}

/** OpenSearch Serverless has no pipelines, and is documented to give templates one by one. */
async function installedByName(cluster: Cluster, names: readonly string[]): Promise<ReadonlySet<unknown> | Finding> {
  const installed = new Set<string>();
  for (const name of names) {
    const response = await cluster({ method: "GET", path: `/_index_template/${name}` });
    if (response.status === 200) installed.add(name);
    else if (response.status !== 404) return notAllowed("the index templates", response);
  }
  return installed;
}

/** Whether the domain lets the loader in. */
export async function checkRoleMapping(cluster: Cluster, loaderRoleArn: string): Promise<Finding> {
  const response = await cluster({ method: "GET", path: "/_plugins/_security/api/rolesmapping/siem_loader" });
  if (hasNoHandler(response))
    return ok("the domain has no fine-grained access control: its access policy decides alone");
  if (response.status === 404) return error("the loader's role is not mapped in the domain", configure);
  if (response.status !== 200) return notAllowed("the mapping of roles", response);
  const roles = member(response.body, "siem_loader", "backend_roles");
  if (Array.isArray(roles) && roles.includes(loaderRoleArn)) return ok("the domain lets the loader's role in");
  return error(`the domain lets ${JSON.stringify(roles)} in as loader, not ${loaderRoleArn}`, configure);
}

/** The last documents of a kind of log. */
export interface LastEvent {
  readonly dataset: string;
  /** ISO 8601. */
  readonly at: string;
  readonly senders: number;
  /** Account and region of the one that has been silent longest. */
  readonly longestSilent: string;
}

/** When each log source was heard last. */
export async function lastEvents(cluster: Cluster, now: number): Promise<readonly LastEvent[]> {
  const from = now - daysLookedBack * dayMilliseconds;
  // By arrival: events of any time count here.
  const documents = await new OpenSearchActivity(cluster, () => now).lastDocuments(from, 0);
  const datasets = new Map<string, LastDocument[]>();
  for (const document of documents) {
    const { dataset } = document.sender;
    datasets.set(dataset, [...(datasets.get(dataset) ?? []), document]);
  }
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
  return [...datasets].map(([dataset, found]) => {
    const sorted = found.toSorted((a, b) => a.at - b.at);
    const [oldest, newest] = [sorted[0], sorted.at(-1)];
    return {
      dataset,
      at: iso(newest?.at ?? 0),
      senders: found.length,
      longestSilent: oldest === undefined ? "" : `${nameOf(oldest.sender)}: ${iso(oldest.at)}`,
    };
  });
}

export function checkLastEvents(events: readonly LastEvent[]): Finding {
  if (events.length > 0)
    return ok(
      `${counted(events.length, "kind of logs was", "kinds of logs were")} indexed in the last ${daysLookedBack} days`,
    );
  return warning(
    `no log was indexed in the last ${daysLookedBack} days`,
    "Point services at the archive: docs/deploy-to-aws.md. If objects are there, look at the checks above",
  );
}

function notAllowed(what: string, response: Parameters<typeof reasonOf>[0]): Finding {
  const refused = response.status === 401 || response.status === 403;
  const reason = reasonOf(response);
  if (refused)
    return unknown(`${what} may not be read (${reason})`, "Run the doctor with a role that may, or ignore this");
  if (response.status === 0) {
    return unknown(
      `the search domain cannot be reached from here (${reason})`,
      "A domain in a VPC is reached from its network only: run the doctor there",
    );
  }
  return error(`${what} cannot be read (${reason})`, "Look at the search domain's health");
}
