import { isDeepStrictEqual } from "node:util";
import { DependencyError } from "../shared/errors";
import { type Cluster, type ClusterRequest, type ClusterResponse, member, reasonOf } from "./cluster";

/** What became of one piece of content. */
export type Outcome =
  | { readonly kind: "installed" | "changed" | "unchanged" }
  | { readonly kind: "skipped"; readonly reason: string };

/** One piece of content: looks what the domain has, and brings it up to date. */
export interface Step {
  /** Such as `index template siem-aws.cloudtrail`. */
  readonly name: string;
  readonly run: (cluster: Cluster) => Promise<Outcome>;
}

/** Sends a request that must succeed. */
export async function send(cluster: Cluster, request: ClusterRequest, purpose: string): Promise<ClusterResponse> {
  const response = await cluster(request);
  if (response.status >= 200 && response.status < 300) return response;
  throw new DependencyError(`Could not ${purpose} (${request.method} ${request.path}): ${reasonOf(response)}`);
}

/** Reads what the domain has under a path; undefined where it has nothing. */
export async function lookUp(cluster: Cluster, path: string, purpose: string): Promise<ClusterResponse | undefined> {
  const response = await cluster({ method: "GET", path });
  if (response.status === 404) return undefined;
  if (response.status === 200) return response;
  throw new DependencyError(`Could not ${purpose} (GET ${path}): ${reasonOf(response)}`);
}

/** Whether an object of the domain has at least what is wanted; it adds members with defaults of its own. */
export function includes(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) && actual.length === wanted.length && wanted.every((item, i) => includes(actual[i], item))
    );
  }
  if (typeof wanted !== "object" || wanted === null) return isDeepStrictEqual(actual, wanted);
  return Object.entries(wanted).every(([key, value]) => includes(member(actual, key), value));
}
