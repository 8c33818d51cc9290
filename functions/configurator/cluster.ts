import { withoutSessionToken } from "../shared/aws/session-token";

/** A request to the search domain. `path` starts with `/`; a string body is sent as it is, anything else as JSON. */
export interface ClusterRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Status 0: the domain could not be reached, and `body` says why. */
export interface ClusterResponse {
  readonly status: number;
  readonly body: unknown;
}

/** Port to the search domain: one signed request, answered whatever its status is. Never throws, never retries. */
export type Cluster = (request: ClusterRequest) => Promise<ClusterResponse>;

/** What the domain says is wrong, in one line. */
export function reasonOf({ status, body }: ClusterResponse): string {
  if (status === 0) return `no connection: ${String(body)}`;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const error = member(body, "error");
  const reason = member(error, "reason") ?? member(body, "message") ?? (typeof error === "string" ? error : undefined);
  return `HTTP ${status}: ${withoutSessionToken(typeof reason === "string" ? reason : text.slice(0, 500))}`;
}

/** Reads `value.a.b` of an answer; undefined where any part is missing. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = Object.hasOwn(current, name) ? (current as Record<string, unknown>)[name] : undefined;
  }
  return current;
}
