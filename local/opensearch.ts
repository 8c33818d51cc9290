import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "./folders";
import { freePort } from "./ports";
import { type Processes, type SupervisedProcess, waitUntilReady } from "./processes";

const START_TIMEOUT_SECONDS = 120;

export interface OpenSearchOptions {
  readonly stateFolder: string;
  readonly classPath: string;
  /** Default: 1024. */
  readonly heapMegabytes?: number;
  /** Class names of further plugins; their settings are in `<state folder>/opensearch/config/opensearch.yml`. */
  readonly plugins?: readonly string[];
  /** What the node wants to know of who asks for its health. Default: nothing. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface OpenSearchNode {
  /** `http://127.0.0.1:<port>`, without authentication. */
  readonly url: string;
  readonly process: SupervisedProcess;
}

/**
 * Starts OpenSearch with its data in `<state folder>/opensearch` and resolves when it answers. Throws `DependencyError`
 * with the end of its log when it does not come up.
 */
export async function startOpenSearch(
  processes: Processes,
  { stateFolder, classPath, heapMegabytes = 1024, plugins = [], headers = {} }: OpenSearchOptions,
): Promise<OpenSearchNode> {
  const home = join(stateFolder, "opensearch");
  const port = await freePort();
  await mkdir(home, { recursive: true });
  const supervised = await processes.start({
    name: "opensearch",
    command: "java",
    args: [...jvmOptions(home, heapMegabytes), "-cp", classPath, "OpenSearchNode", home, String(port), ...plugins],
    environment: { PATH: process.env.PATH, HOME: process.env.HOME, JAVA_HOME: process.env.JAVA_HOME, LANG: "C.UTF-8" },
    workingFolder: home,
    logFile: join(stateFolder, "logs", "opensearch.log"),
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(supervised, () => answersHealthy(url, headers), START_TIMEOUT_SECONDS);
  return { url, process: supervised };
}

function jvmOptions(home: string, heapMegabytes: number): string[] {
  return [
    `-Xms${heapMegabytes}m`,
    `-Xmx${heapMegabytes}m`,
    // On two cores that the loader shares, compiling fully costs more than it gives in the minutes that a stage runs:
    // measured, 30,000 bulk documents take 5.4 s like this and 6.9 s with the optimising compiler.
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    `-Djava.io.tmpdir=${home}`,
    `-Dlog4j2.configurationFile=${join(projectFolder, "local", "opensearch-node", "log4j2.properties")}`,
    "-Dlog4j2.disable.jmx=true",
    "-Dlog4j.shutdownHookEnabled=false",
    // As OpenSearch's own start script sets them.
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true",
    "-Dio.netty.recycler.maxCapacityPerThread=0",
  ];
}

async function answersHealthy(url: string, headers: Readonly<Record<string, string>>): Promise<boolean> {
  const response = await fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=5s`, { headers });
  await response.arrayBuffer();
  return response.ok;
}
