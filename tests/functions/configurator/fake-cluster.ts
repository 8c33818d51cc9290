import type { Cluster, ClusterRequest, ClusterResponse } from "../../../functions/configurator/cluster";

export interface FakeClusterOptions {
  /** Has the security and the Index State Management plugins, and OpenSearch Dashboards. */
  readonly managed: boolean;
  /** Answers, in order, before the cluster works. */
  readonly startsWith?: readonly ClusterResponse[];
  /** Answers for `METHOD /path` instead of the cluster's own. */
  readonly answers?: Readonly<Record<string, ClusterResponse>>;
}

/** Keeps what is PUT and gives it back as OpenSearch would; remembers each request that changes something. */
export class FakeCluster {
  readonly changes: ClusterRequest[] = [];
  readonly stored = new Map<string, unknown>();
  /** Settings of the SIEM's indices, by name. */
  readonly indices = new Map<string, Readonly<Record<string, unknown>>>();
  readonly #waiting: ClusterResponse[];

  constructor(private readonly options: FakeClusterOptions) {
    this.#waiting = [...(options.startsWith ?? [])];
  }

  readonly request: Cluster = async (request) => {
    const starting = this.#waiting.shift();
    if (starting !== undefined) return starting;
    const [path = ""] = request.path.split("?");
    const planned = this.options.answers?.[`${request.method} ${path}`];
    if (planned !== undefined) return planned;
    if (path === "/_cluster/health") return { status: 200, body: { status: "green" } };
    if (!this.options.managed && /^\/_(?:plugins|dashboards)/.test(path)) {
      return { status: 400, body: { error: `no handler found for uri [${path}] and method [${request.method}]` } };
    }
    return request.method === "GET" ? this.#read(path) : this.#write(request, path);
  };

  #read(path: string): ClusterResponse {
    if (path === "/siem-*/_settings") {
      const settings = [...this.indices].map(([name, index]) => [name, { settings: { index } }]);
      return { status: 200, body: Object.fromEntries(settings) };
    }
    const found = this.stored.get(path);
    if (found === undefined) return { status: 404, body: { error: { reason: "resource not found" } } };
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (path.startsWith("/_component_template")) {
      return { status: 200, body: { component_templates: [{ name, component_template: found }] } };
    }
    if (path.startsWith("/_index_template")) {
      return { status: 200, body: { index_templates: [{ name, index_template: found }] } };
    }
    if (path.startsWith("/_plugins/_sm")) {
      return { status: 200, body: { _id: name, _seq_no: 7, _primary_term: 1, sm_policy: found } };
    }
    if (path.startsWith("/_plugins/_ism")) {
      return { status: 200, body: { _id: name, _seq_no: 7, _primary_term: 1, ...(found as object) } };
    }
    return { status: 200, body: { [name]: { reserved: false, hidden: false, ...(found as object) } } };
  }

  #write(request: ClusterRequest, path: string): ClusterResponse {
    this.changes.push(request);
    if (path === "/siem-*/_settings") {
      const changes = Object.entries(request.body as object).map(([name, value]) => [
        name.replace("index.", ""),
        value,
      ]);
      for (const [name, index] of this.indices) this.indices.set(name, { ...index, ...Object.fromEntries(changes) });
    }
    if (request.method === "PUT" || path.startsWith("/_plugins/_sm")) this.stored.set(path, request.body);
    return {
      status: 200,
      body: path.endsWith("/_import") ? { success: true, successCount: 1 } : { acknowledged: true },
    };
  }
}
