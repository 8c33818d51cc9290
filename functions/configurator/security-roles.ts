import { alertIndex } from "../detector/alerts/alert-document";
import { stateIndex } from "../detector/state-store";
import { type Cluster, type ClusterResponse, member } from "./cluster";
import { hasNoHandler } from "./readiness";
import type { ConfiguratorSettings } from "./settings";
import { includes, lookUp, type Outcome, type Step, send } from "./steps";

interface SecurityRole {
  readonly name: string;
  readonly permissions: Readonly<Record<string, unknown>>;
}

/** Creating documents, which also makes their indices. A bulk request as such is a permission of the cluster. */
const creating = {
  cluster: ["indices:data/write/bulk"],
  index: ["indices:admin/create", "indices:data/write/bulk[s]", "indices:data/write/index"],
};

/**
 * What the loader may do: send bulk requests that write new documents to indices of the SIEM, and so make those indices.
 * It can neither read, change nor delete anything, indices and their mappings included. The security plugin knows one
 * action for the bulk operations `index` and `create`; that `index` does not replace a document is the index's own
 * doing, see create-only.ts.
 * @see https://docs.opensearch.org/2.19/security/access-control/permissions/
 */
const loader: SecurityRole = {
  name: "siem_loader",
  permissions: {
    cluster_permissions: creating.cluster,
    index_permissions: [{ index_patterns: ["siem-*"], allowed_actions: creating.index }],
  },
};

/**
 * What the detector may do: read signals and create others, and keep alerts, in indices of their own, up to date. Logs it
 * neither reads nor changes.
 */
const detector: SecurityRole = {
  name: "siem_detector",
  permissions: {
    cluster_permissions: [...creating.cluster, "indices:data/read/mget"],
    index_permissions: [
      { index_patterns: ["siem-signals-*"], allowed_actions: ["indices:data/read/search", ...creating.index] },
      {
        index_patterns: [alertIndex, stateIndex],
        allowed_actions: [
          "indices:data/read/search",
          "indices:data/read/mget*",
          "indices:data/read/get",
          ...creating.index,
        ],
      },
    ],
  },
};

/**
 * What people may do: read the logs, take care of alerts, and use and change dashboards. The indices of Dashboards are those of the predefined
 * role `kibana_user`; its mapping is left alone, because it may hold others.
 * @see https://docs.opensearch.org/2.19/security/access-control/users-roles/#predefined-roles
 */
const analyst: SecurityRole = {
  name: "siem_analyst",
  permissions: {
    cluster_permissions: ["cluster_composite_ops_ro", "cluster_monitor", ...creating.cluster],
    index_permissions: [
      { index_patterns: ["siem-*"], allowed_actions: ["read", "indices_monitor", "indices:admin/mappings/get"] },
      // What is decided of an alert is written under the version that was read.
      {
        index_patterns: [alertIndex],
        allowed_actions: ["read", "indices:data/write/bulk[s]", "indices:data/write/index"],
      },
      {
        index_patterns: [".kibana", ".kibana-6", ".kibana_*", ".opensearch_dashboards", ".opensearch_dashboards_*"],
        allowed_actions: ["read", "delete", "manage", "index"],
      },
    ],
    tenant_permissions: [{ tenant_patterns: ["global_tenant"], allowed_actions: ["kibana_all_write"] }],
  },
};

/** What people may do who load again what was refused: look whether a document is there, and create it as the loader does. */
const operator: SecurityRole = {
  name: "siem_operator",
  permissions: {
    cluster_permissions: creating.cluster,
    index_permissions: [
      { index_patterns: ["siem-*"], allowed_actions: ["indices:data/read/search", ...creating.index] },
    ],
  },
};

/** What the function may do that looks for silence: count what the SIEM holds, and keep what it remembers. */
const watcher: SecurityRole = {
  name: "siem_watcher",
  permissions: {
    // `_doc` is a bulk request of one document inside of OpenSearch.
    cluster_permissions: creating.cluster,
    index_permissions: [
      { index_patterns: ["siem-*"], allowed_actions: ["indices:data/read/search"] },
      { index_patterns: ["watch-*"], allowed_actions: ["indices:data/read/search", ...creating.index] },
    ],
  },
};

function securityStep(
  collection: "roles" | "rolesmapping",
  name: string,
  title: string,
  wanted: Readonly<Record<string, unknown>>,
): Step {
  const path = `/_plugins/_security/api/${collection}/${name}`;
  const run = async (cluster: Cluster): Promise<Outcome> => {
    const probe = await cluster({ method: "GET", path });
    if (hasNoHandler(probe)) {
      return {
        kind: "skipped",
        reason: "the domain has no fine-grained access control; its access policy decides alone",
      };
    }
    const found: ClusterResponse | undefined = await lookUp(cluster, path, `read the ${title}`);
    if (found !== undefined && includes(member(found.body, name), wanted)) return { kind: "unchanged" };
    await send(cluster, { method: "PUT", path, body: wanted }, `install the ${title}`);
    return { kind: found === undefined ? "installed" : "changed" };
  };
  return { name: title, run };
}

function roleSteps({ name, permissions }: SecurityRole, backendRoles: readonly string[]): Step[] {
  const mapping = { backend_roles: backendRoles, hosts: [], users: [] };
  return [
    securityStep("roles", name, `security role ${name}`, permissions),
    securityStep("rolesmapping", name, `mapping of security role ${name}`, mapping),
  ];
}

/** The security roles of the loader and of people, and the IAM roles (ARNs) and groups that have them. */
export function securityRoleSteps({
  loaderRoleArn,
  detectorRoleArn,
  fastLaneRoleArn,
  analystRoleArns,
  analystGroups = [],
  operatorRoleArns,
  watcherRoleArn,
}: Pick<
  ConfiguratorSettings,
  | "loaderRoleArn"
  | "detectorRoleArn"
  | "fastLaneRoleArn"
  | "analystRoleArns"
  | "analystGroups"
  | "operatorRoleArns"
  | "watcherRoleArn"
>): Step[] {
  const loaderRoleArns = [loaderRoleArn, fastLaneRoleArn].filter((roleArn) => roleArn !== undefined);
  return [
    ...(loaderRoleArns.length === 0 ? [] : roleSteps(loader, loaderRoleArns)),
    ...(detectorRoleArn === undefined ? [] : roleSteps(detector, [detectorRoleArn])),
    ...roleSteps(analyst, [...analystRoleArns, ...analystGroups]),
    ...roleSteps(operator, operatorRoleArns),
    ...(watcherRoleArn === undefined ? [] : roleSteps(watcher, [watcherRoleArn])),
  ];
}
