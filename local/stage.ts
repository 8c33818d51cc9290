import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { stageConfig } from "../cli/stage-config";
import { readSettings } from "../settings";
import { emulatorClient, startAwsEmulator } from "./aws-emulator";
import { Cleanup } from "./cleanup";
import { startControlEndpoint } from "./control-endpoint";
import { Deployment, type DeployResult } from "./deploy";
import { startDomainFront } from "./domain-front";
import type { IdleReport } from "./event-pump/pump";
import { EventPumps } from "./event-pump/pumps";
import { defaultStateFolder, projectFolder } from "./folders";
import { invokeAction } from "./lambda/invoke-action";
import { type FunctionLogListener, LambdaRuntime } from "./lambda/runtime";
import { startOpenSearch } from "./opensearch";
import { Processes } from "./processes";
import { type Progress, progressOnStderr } from "./progress";
import { Schedules } from "./schedules";
import { clearStateFolder, prepareStateFolder } from "./stage-folder";
import { removeStageRecord, writeStageRecord } from "./stage-record";
import { StageServers } from "./stage-servers";
import { ensureToolchain } from "./toolchain";

export interface StageOptions {
  /** Default: `.local/state` in the clone. One stage at a time runs on a folder. */
  readonly stateFolder?: string;
  /** Where index.ts, Pulumi.yaml and Pulumi.local.yaml are. Default: the clone. */
  readonly projectFolder?: string;
  /** Default: lines on stderr. */
  readonly progress?: Progress;
  /** Account and region that the stage is deployed to. Default: 111122223333, the region of Pulumi.local.yaml. */
  readonly accountId?: string;
  readonly region?: string;
  /** Batches that run at once, at most. Default: the number of processors. */
  readonly concurrency?: number;
  /** Upper limit of the deployed batching window, in seconds. Default 1. */
  readonly longestWindowSeconds?: number;
  /** When a failed message comes back, in seconds; on AWS it is the queue's visibility time-out. Default 2. */
  readonly retryAfterSeconds?: number;
}

/** A deployed and running local stage. */
export interface Stage {
  readonly stateFolder: string;
  readonly region: string;
  readonly accountId: string;
  /** `http://127.0.0.1:<port>` of the AWS emulator. */
  readonly awsEndpoint: string;
  /** Environment that makes AWS SDKs and tools meet the emulator. */
  readonly awsEnvironment: Readonly<Record<string, string>>;
  /** `http://127.0.0.1:<port>` of OpenSearch itself, for people and tests: no authentication. */
  readonly openSearchUrl: string;
  /** `https://127.0.0.1:<port>`: what the deployed functions know as the search domain. */
  readonly frontUrl: string;
  /** PEM file of the authority that signed the certificate of `frontUrl`. */
  readonly authorityFile: string;
  /** What the last deployment did and gave. */
  readonly deployment: DeployResult;
  /** Outputs of the stack. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Deploys again, as a second `pulumi up` does. */
  deploy(): Promise<DeployResult>;
  /** Calls the listener for each line that a deployed function logs; returns what ends that. */
  onFunctionLog(listener: FunctionLogListener): () => void;
  /** Puts an object into a bucket, as an AWS service delivers a log file. */
  deliver(bucket: string, key: string, body: Uint8Array | string): Promise<void>;
  /** Resolves when all queues are empty and nothing is being processed; says how many messages are dead letters. */
  waitUntilIdle(options?: { timeoutSeconds?: number }): Promise<IdleReport>;
  /** Throws `DependencyError` when OpenSearch or the AWS emulator has ended. */
  assertRunning(): void;
  /** Makes the failed messages visible at once. */
  retryFailed(): Promise<void>;
  /** Kills (SIGKILL) the processes of all functions in the middle of what they do; returns how many there were. */
  killFunctions(): Promise<number>;
  /** Removes every resource of the stack, as `pulumi destroy` does; emulator and OpenSearch keep running. */
  undeploy(): Promise<void>;
  /** Ends everything the stage started and removes its state; its logs stay. */
  stop(): Promise<void>;
}

/**
 * Starts OpenSearch and the AWS emulator, deploys the Pulumi program to them, and feeds the deployed functions. What is
 * not installed is installed first. Wrong settings are refused before anything is started. When it throws, nothing is left running; the same on SIGINT, SIGTERM and SIGHUP,
 * which end the process.
 */
export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const { stateFolder = defaultStateFolder, progress = progressOnStderr() } = options;
  const config = stageConfig("local", options.projectFolder);
  readSettings(config);
  const region = options.region ?? config["aws:region"] ?? "eu-west-1";
  const startedAt = new Date();
  prepareStateFolder(stateFolder, progress);
  writeStageRecord(stateFolder, startedAt);
  const cleanup = new Cleanup(progress);
  cleanup.add("state folder", () => clearStateFolder(stateFolder));
  cleanup.add("record", () => removeStageRecord(stateFolder));
  const processes = new Processes(stateFolder);
  cleanup.add("processes", () => processes.stopAll());
  try {
    // What the engine still finishes is of no interest to who does not want it.
    const untilStopped: Progress = (line) => (cleanup.signal.aborted ? undefined : progress(line));
    return await start({ ...options, stateFolder, progress: untilStopped, region }, startedAt, cleanup, processes);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

type StartOptions = StageOptions & Required<Pick<StageOptions, "stateFolder" | "progress" | "region">>;

async function start(options: StartOptions, startedAt: Date, cleanup: Cleanup, processes: Processes): Promise<Stage> {
  const { stateFolder, progress, region, accountId = "111122223333" } = options;
  const { openSearchClassPath, python, pulumiFolder } = await ensureToolchain(progress);
  progress("starting OpenSearch and the AWS emulator");
  const openSearch = startOpenSearch(processes, { stateFolder, classPath: openSearchClassPath });
  const servers = new StageServers(progress, cleanup.signal);
  void openSearch.then(
    (node) => {
      servers.watch(node.process);
      progress("OpenSearch is ready");
    },
    () => undefined,
  );
  const front = await startDomainFront({ openSearchUrl: openSearch.then(({ url }) => url), region });
  cleanup.add("domain front", () => front.stop());
  const authorityFile = join(stateFolder, "authority.pem");
  await writeFile(authorityFile, front.authority);
  const emulator = await startAwsEmulator(processes, { stateFolder, python, accountId, region });
  const { endpoint: awsEndpoint, environment: awsEnvironment } = emulator;
  servers.watch(emulator.process);
  progress("the AWS emulator is ready");

  const runtime = new LambdaRuntime({ stateFolder, awsEndpoint, region, authorityFile, processes });
  cleanup.add("functions", () => runtime.stop());
  const { concurrency, longestWindowSeconds = 1, retryAfterSeconds = 2 } = options;
  const pumps = new EventPumps({
    stateFolder,
    awsEndpoint,
    region,
    runtime,
    progress,
    concurrency,
    longestWindowSeconds,
    retryAfterSeconds,
  });
  const schedules = new Schedules({ stateFolder, runtime, progress });
  cleanup.add("schedules", async () => {
    const stopped = schedules.stop();
    await runtime.kill();
    await stopped;
  });
  cleanup.add("event pump", async () => {
    const stopped = pumps.stop();
    // Else it would wait for running functions to come to their end.
    await runtime.kill();
    await stopped;
  });
  const control = await startControlEndpoint({
    invoke: invokeAction(runtime),
    servers: () => Promise.resolve(servers.ended),
    reload: async () => {
      await runtime.refresh();
      await pumps.restart();
      await schedules.restart();
    },
  });
  cleanup.add("control endpoint", () => control.stop());

  const deployment = await Deployment.open({
    pulumiFolder,
    projectFolder: options.projectFolder ?? projectFolder,
    stateFolder,
    awsEndpoint,
    region,
    domainEndpoint: front.endpoint,
    invokeUrl: `${control.url}/invoke`,
    progress,
    signal: cleanup.signal,
  });
  const deploying = deployment.deploy();
  // Told to stop, the engine ends what it has begun; for that it needs what it deploys to.
  cleanup.add("deployment", () => settled(deploying));
  const [{ url: openSearchUrl }, first] = await Promise.all([openSearch, deploying]);
  await pumps.restart();
  await schedules.restart();
  let last = first;
  const s3 = new S3Client({ ...emulatorClient(awsEndpoint, region), forcePathStyle: true });
  cleanup.add("S3 client", () => s3.destroy());
  const addresses = { awsEndpoint, openSearchUrl, domainEndpoint: front.endpoint, controlUrl: control.url };
  const announce = (): void =>
    writeStageRecord(stateFolder, startedAt, { ...addresses, region, pulumiFolder, outputs: last.outputs });
  announce();
  return {
    stateFolder,
    region,
    accountId,
    awsEndpoint,
    awsEnvironment,
    openSearchUrl,
    frontUrl: `https://${front.endpoint}`,
    authorityFile,
    get deployment() {
      return last;
    },
    get outputs() {
      return last.outputs;
    },
    async deploy() {
      last = await deployment.deploy();
      await runtime.refresh();
      await pumps.restart();
      await schedules.restart();
      announce();
      return last;
    },
    onFunctionLog: (listener) => runtime.onLog(listener),
    async deliver(Bucket, Key, Body) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    waitUntilIdle: (waiting) => pumps.waitUntilIdle(waiting),
    assertRunning: () => servers.assertRunning(),
    retryFailed: () => pumps.retryFailed(),
    killFunctions: () => runtime.kill(),
    async undeploy() {
      const stopped = Promise.all([pumps.stop(), schedules.stop()]);
      await runtime.kill();
      await stopped;
      await deployment.destroy();
    },
    stop: () => cleanup.run(),
  };
}

/** How long the end of a stage waits for a running deployment. */
const DEPLOYMENT_GRACE_MILLISECONDS = 20_000;

/** Resolves when the promise has, in whatever way, or when there is no more time. */
async function settled(promise: Promise<unknown>): Promise<void> {
  const timeout = new AbortController();
  const late = sleep(DEPLOYMENT_GRACE_MILLISECONDS, undefined, { signal: timeout.signal }).catch(() => undefined);
  await Promise.race([promise.catch(() => undefined), late]);
  timeout.abort();
}
