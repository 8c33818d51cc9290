import type { Cluster } from "../../functions/configurator/cluster";

/** An OpenSearch that lets anybody in; its URL may be known only when the first request is sent. */
export function fetchCluster(url: () => string): Cluster {
  return async ({ method, path, body, headers }) => {
    const response = await fetch(url() + path, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
}
