import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "../functions/configurator/cluster";
import { configure } from "../functions/configurator/configure";
import { sources } from "../functions/loader/registry.generated";
import { asRecord } from "../functions/shared/values";
import { startOpenSearch } from "../local/opensearch";
import { Processes } from "../local/processes";
import { progressOnStderr } from "../local/progress";
import { openSearchJars } from "../local/toolchain/opensearch-jars";

/** A real OpenSearch on this machine, with the templates of the log sources. */
export interface BenchDomain {
  readonly url: string;
  /** Processor time that it has taken so far. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

export async function startBenchDomain(): Promise<BenchDomain> {
  const folder = await mkdtemp(join(tmpdir(), "siem-bench-domain-"));
  const processes = new Processes(folder);
  const stop = async () => {
    await processes.stopAll();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const classPath = await openSearchJars.install(progressOnStderr());
    const { url } = await startOpenSearch(processes, { stateFolder: folder, classPath });
    const cluster: Cluster = async ({ method, path, body, headers }) => {
      const response = await fetch(url + path, {
        method,
        headers: { "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    };
    await configure(
      { sources, savedObjects: [] },
      {
        endpoint: url,
        region: "eu-west-1",
        loaderRoleArn: undefined,
        analystRoleArns: [],
        operatorRoleArns: [],
        retentionDays: 90,
        replicas: "auto",
      },
      {
        cluster,
        clock: { remaining: () => 0, sleep: () => Promise.resolve() },
        warn: (message) => console.warn(message),
      },
    );
    const cpuSeconds = async () => {
      const { body } = await cluster({ method: "GET", path: "/_nodes/_local/stats/process" });
      const [node] = Object.values(asRecord(asRecord(body)?.nodes) ?? {});
      return Number(asRecord(asRecord(asRecord(node)?.process)?.cpu)?.total_in_millis) / 1_000;
    };
    return { url, cpuSeconds, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
