import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import type { QueueMessage } from "../../local/event-pump/queue";
import { ExecutionEnvironment } from "../../local/lambda/execution-environment";
import { accountId, archive, type FaultStage, region } from "./fault-stage";
import type { Lane } from "./lane";

/** Bundles the loader, as it is deployed but for its database of countries; returns the folder that its code is in. */
export function bundledLoader(stage: FaultStage): string {
  const folder = join(stage.folder, "loader");
  const handler = JSON.stringify(resolve(__dirname, "../../functions/loader/handler"));
  buildSync({
    stdin: {
      contents: `import { createHandler } from ${handler}; export const handler = createHandler({});`,
      resolveDir: __dirname,
    },
    bundle: true,
    platform: "node",
    minify: true,
    outfile: join(folder, "index.js"),
    logLevel: "error",
  });
  return folder;
}

/** Loads batches in a process of its own, as Lambda does, with the code that is deployed; it can be killed at any time. */
export class ChildLoader {
  readonly lines: string[] = [];
  /** Processes that were needed. */
  started = 0;
  private environment: ExecutionEnvironment | undefined;

  constructor(
    private readonly lane: Lane,
    private readonly codeFolder: string,
  ) {}

  async load(messages: readonly QueueMessage[]): Promise<readonly string[] | undefined> {
    if (this.environment?.alive !== true) this.environment = this.start();
    const result = await this.environment.invoke(randomUUID(), { Records: messages });
    if (result.kind === "failed") return undefined;
    const { batchItemFailures } = result.payload as { batchItemFailures: { itemIdentifier: string }[] };
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  async kill(): Promise<void> {
    await this.environment?.kill();
  }

  private start(): ExecutionEnvironment {
    this.started += 1;
    const { lane, codeFolder } = this;
    const variables = {
      _HANDLER: "index.handler",
      LAMBDA_TASK_ROOT: codeFolder,
      AWS_REGION: region,
      AWS_ENDPOINT_URL: lane.aws.url,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      OPENSEARCH_ENDPOINT: lane.search.url,
      ARCHIVE_BUCKET: archive,
      QUEUE_URL: lane.queues.url,
      POWERTOOLS_SERVICE_NAME: "loader",
      POWERTOOLS_METRICS_NAMESPACE: "siem",
    };
    const deployed = {
      name: "loader",
      arn: `arn:aws:lambda:${region}:${accountId}:function:loader`,
      handler: "index.handler",
      roleArn: `arn:aws:iam::${accountId}:role/loader`,
      timeoutSeconds: 60,
      memoryMegabytes: 512,
      environment: {},
      logGroup: "/aws/lambda/loader",
      codeFolder,
    };
    return new ExecutionEnvironment({
      deployed,
      variables,
      logStream: "loader",
      processes: lane.stage.processes,
      logFile: join(lane.stage.folder, "loader.log"),
      onLine: (line) => this.lines.push(line),
    });
  }
}
