import { type Cluster, type ClusterResponse, member, reasonOf } from "./cluster";
import type { IndexedDataset } from "./detection-indices";
import { hasNoHandler } from "./readiness";
import { lookUp, type Outcome, type Step, send } from "./steps";
import { contentHash } from "./templates";

type Period = IndexedDataset["indexPeriod"];

// An index is as old as its creation, so its last event is this much younger.
const daysPerIndex: Readonly<Record<Period, number>> = { day: 1, month: 31 };

/** Days after which logs go where they cost less, and are deleted. */
export interface Retention {
  readonly retentionDays: number;
  /** To UltraWarm nodes, which can be searched but not written to. None: never. */
  readonly warmAfterDays?: number | undefined;
  /** To cold storage, from which they must be attached to be searched; needs `warmAfterDays`. None: never. */
  readonly coldAfterDays?: number | undefined;
}

interface State {
  readonly name: string;
  /** Days after which an index comes into the state; none: it begins there. */
  readonly after: number | undefined;
  readonly actions: readonly Readonly<Record<string, unknown>>[];
}

/** Migrations take turns and wait for each other, so they are tried for long. */
const migration = { timeout: "24h", retry: { count: 5, backoff: "exponential", delay: "1h" } };

/** @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ism.html */
function statesOf({ retentionDays, warmAfterDays, coldAfterDays }: Retention): State[] {
  const isCold = coldAfterDays !== undefined;
  return [
    { name: "kept", after: undefined, actions: [] },
    ...(warmAfterDays === undefined
      ? []
      : [{ name: "warm", after: warmAfterDays, actions: [{ ...migration, warm_migration: {} }] }]),
    ...(isCold
      ? [
          {
            name: "cold",
            after: coldAfterDays,
            actions: [{ ...migration, cold_migration: { timestamp_field: "@timestamp" } }],
          },
        ]
      : []),
    { name: "deleted", after: retentionDays, actions: [isCold ? { cold_delete: {} } : { delete: {} }] },
  ];
}

/** The policy that moves indices, and deletes them once the youngest event in them is older than `retentionDays`. */
function policy(period: Period, patterns: readonly string[], retention: Retention): Readonly<Record<string, unknown>> {
  const states = statesOf(retention).map(({ name, actions }, index, all) => {
    const next = all[index + 1];
    const conditions = { min_index_age: `${(next?.after ?? 0) + daysPerIndex[period]}d` };
    return { name, actions, transitions: next === undefined ? [] : [{ state_name: next.name, conditions }] };
  });
  const content = {
    default_state: "kept",
    states,
    ism_template: [{ index_patterns: [...patterns].sort(), priority: 100 }],
  };
  // Index State Management keeps no `_meta`; its description is free text.
  const description = `Deletes indices of one ${period} after ${retention.retentionDays} days [content ${contentHash(content)}]`;
  return { policy: { description, ...content } };
}

/**
 * Indices that exist already get the policy by a request of their own, which may fail for all or for some of them
 * (`failures` in an answer 200). The policy itself is there, so this stops nothing, but nothing else would tell of it.
 */
async function moveIndices(
  cluster: Cluster,
  operation: "add" | "change_policy",
  patterns: readonly string[],
  name: string,
  warn: (message: string) => void,
): Promise<void> {
  const path = `/_plugins/_ism/${operation}/${patterns.join(",")}`;
  const response = await cluster({ method: "POST", path, body: { policy_id: name } });
  // 404: there are no such indices yet.
  if (response.status === 404) return;
  const failures = response.status >= 200 && response.status < 300 ? failedIndices(response) : [reasonOf(response)];
  if (failures.length === 0) return;
  const shown = failures.slice(0, 10).join("; ");
  const more = failures.length > 10 ? `; and ${failures.length - 10} more` : "";
  warn(
    `existing indices do not follow the retention policy ${name}: ${shown}${more}. Repeat it when that is resolved: POST ${path} {"policy_id":"${name}"}`,
  );
}

function failedIndices({ body }: ClusterResponse): string[] {
  const failed = member(body, "failed_indices");
  if (Array.isArray(failed) && failed.length > 0) {
    return failed.map((each) => `${String(member(each, "index_name"))}: ${String(member(each, "reason"))}`);
  }
  return member(body, "failures") === true ? ["the domain names none of the indices that failed"] : [];
}

function retentionStep(
  period: Period,
  patterns: readonly string[],
  retention: Retention,
  warn: (message: string) => void,
): Step {
  const name = `siem-retention-${period}`;
  const path = `/_plugins/_ism/policies/${name}`;
  const body = policy(period, patterns, retention);
  const run = async (cluster: Cluster): Promise<Outcome> => {
    const probe = await cluster({ method: "GET", path });
    if (hasNoHandler(probe)) {
      return { kind: "skipped", reason: "the cluster has no Index State Management; nothing deletes old indices" };
    }
    const found = await lookUp(cluster, path, `read the retention policy ${name}`);
    if (found === undefined) {
      await send(cluster, { method: "PUT", path, body }, `install the retention policy ${name}`);
      // The policy's template takes new indices only; `add` takes those that exist and have no policy.
      await moveIndices(cluster, "add", patterns, name, warn);
      return { kind: "installed" };
    }
    if (member(found.body, "policy", "description") === member(body, "policy", "description"))
      return { kind: "unchanged" };
    const version = `if_seq_no=${String(member(found.body, "_seq_no"))}&if_primary_term=${String(member(found.body, "_primary_term"))}`;
    await send(cluster, { method: "PUT", path: `${path}?${version}`, body }, `change the retention policy ${name}`);
    // Indices keep the version of the policy they were taken under until they are told to change.
    await moveIndices(cluster, "change_policy", patterns, name, warn);
    return { kind: "changed" };
  };
  return { name: `retention policy ${name}`, run };
}

/**
 * One policy per index period; `warn` is told of indices that cannot be put under it.
 * @see https://docs.opensearch.org/2.19/im-plugin/ism/api/
 */
export function retentionSteps(
  sources: readonly IndexedDataset[],
  retention: Retention,
  warn: (message: string) => void,
): Step[] {
  const patterns: Record<Period, string[]> = { day: [], month: ["siem-unrecognised-*"] };
  for (const { dataset, indexPeriod } of sources) patterns[indexPeriod].push(`siem-${dataset}-*`);
  return (["day", "month"] as const)
    .filter((period) => patterns[period].length > 0)
    .map((period) => retentionStep(period, patterns[period], retention, warn));
}
