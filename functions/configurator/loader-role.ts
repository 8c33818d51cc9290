import { isDeepStrictEqual } from "node:util";
import { type Cluster, type ClusterResponse, member } from "./cluster";
import { hasNoHandler } from "./readiness";
import { lookUp, type Outcome, type Step, send } from "./steps";

const name = "siem_loader";

/**
 * What the loader may do: write documents to indices of the SIEM, which also creates those. It can neither read, delete
 * nor change a mapping. The security plugin knows one action for the bulk operations `index` and `create`, so it cannot
 * enforce that documents are only created.
 * @see https://docs.opensearch.org/2.19/security/access-control/permissions/
 */
const role = {
  // A bulk request as such is a permission of the cluster, whatever its indices.
  cluster_permissions: ["cluster:monitor/main", "indices:data/write/bulk"],
  index_permissions: [
    {
      index_patterns: ["siem-*"],
      allowed_actions: ["indices:admin/create", "indices:data/write/bulk*", "indices:data/write/index"],
    },
  ],
} as const;

/** Whether an object of the domain has at least what is wanted; it adds members with defaults of its own. */
function includes(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) && actual.length === wanted.length && wanted.every((item, i) => includes(actual[i], item))
    );
  }
  if (typeof wanted !== "object" || wanted === null) return isDeepStrictEqual(actual, wanted);
  return Object.entries(wanted).every(([key, value]) => includes(member(actual, key), value));
}

function securityStep(
  collection: "roles" | "rolesmapping",
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

/** The security role of the loader, and the IAM role (ARN) that has it. */
export function loaderRoleSteps(loaderRoleArn: string): Step[] {
  return [
    securityStep("roles", `security role ${name}`, role),
    securityStep("rolesmapping", `mapping of security role ${name}`, {
      backend_roles: [loaderRoleArn],
      hosts: [],
      users: [],
    }),
  ];
}
