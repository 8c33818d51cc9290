import { DependencyError } from "../shared/errors";
import { type Cluster, type ClusterRequest, type ClusterResponse, member, reasonOf } from "./cluster";

export interface Clock {
  /** Milliseconds left for the whole run. */
  readonly remaining: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Default: the current time. */
  readonly now?: () => Date;
}

const firstPauseMilliseconds = 1_000;
const longestPauseMilliseconds = 20_000;

/**
 * Answers that a new domain gives for a while: it has no address yet (0), a proxy without nodes (5xx), it is busy (429),
 * or the role it was told to trust is not known everywhere yet (401, 403).
 */
function mayPass(status: number): boolean {
  return status === 0 || status === 401 || status === 403 || status === 429 || status >= 500;
}

/** Sends a request until the domain is able to answer it; the last answer when the time is up. */
export async function whenReady(cluster: Cluster, request: ClusterRequest, clock: Clock): Promise<ClusterResponse> {
  for (let pause = firstPauseMilliseconds; ; pause = Math.min(pause * 2, longestPauseMilliseconds)) {
    const response = await cluster(request);
    if (!mayPass(response.status) || clock.remaining() <= pause) return response;
    await clock.sleep(pause);
  }
}

/** Waits until the collection of OpenSearch Serverless answers; it has no interface that tells its health. */
export async function waitForCollection(cluster: Cluster, clock: Clock): Promise<void> {
  const response = await whenReady(cluster, { method: "GET", path: "/_cat/indices?format=json" }, clock);
  if (response.status === 200 || response.status === 404) return;
  throw new DependencyError(
    `The search collection did not get ready in time (${reasonOf(response)}). ` +
      "Check that its data access policy names the configurator's role, and its network policy the VPC endpoint or the internet.",
  );
}

/** Waits until the domain answers and all its first shards can be written. */
export async function waitForDomain(cluster: Cluster, clock: Clock): Promise<void> {
  const health = { method: "GET", path: "/_cluster/health?wait_for_status=yellow&timeout=20s" } as const;
  // 408: the status was not reached within the timeout; the domain is there, so its templates can be installed.
  const response = await whenReady(cluster, health, clock);
  if (response.status === 200 || response.status === 408) return;
  if (response.status === 401 || response.status === 403) {
    throw new DependencyError(
      `The search domain refuses the configurator (${reasonOf(response)}). ` +
        "Make the configurator's role the domain's master user (advanced security options) and allow it in the access policy.",
    );
  }
  throw new DependencyError(
    `The search domain did not get ready in time (${reasonOf(response)}). ` +
      "Deploy again when it is active; if it is in a VPC, check that its security group lets the configurator in on port 443.",
  );
}

/** Whether the domain says that it has no such interface: its plugin is missing. */
export function hasNoHandler(response: ClusterResponse): boolean {
  const error = member(response.body, "error");
  const text = typeof error === "string" ? error : String(member(error, "reason") ?? response.body);
  return (
    (response.status === 400 || response.status === 405 || response.status === 404) && /no handler found/.test(text)
  );
}
