import { randomBytes, randomUUID } from "node:crypto";
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { DependencyError } from "../../functions/shared/errors";
import { emulatorClient } from "../aws-emulator";
import type { Processes } from "../processes";
import { type DeployedFunction, readDeployedFunction } from "./deployed-function";
import { ExecutionEnvironment, type InvocationResult } from "./execution-environment";

export interface LambdaRuntimeOptions {
  readonly stateFolder: string;
  /** URL of the AWS emulator. */
  readonly awsEndpoint: string;
  readonly region: string;
  /** PEM file of the authority that signed the search domain's certificate. */
  readonly authorityFile: string;
  readonly processes: Processes;
}

/** Hears each line that a function writes, and Lambda's own START, END and REPORT lines. */
export type FunctionLogListener = (line: string, functionName: string) => void;

/**
 * Runs deployed functions as Lambda does: the deployed code with the deployed settings and role, warm processes used
 * again, one event at a time in each. It does not limit how many run at once; its callers do, by their settings.
 */
export class LambdaRuntime {
  readonly #options: LambdaRuntimeOptions;
  readonly #lambda: LambdaClient;
  readonly #sts: STSClient;
  readonly #deployed = new Map<string, Promise<DeployedFunction>>();
  readonly #idle = new Map<DeployedFunction, ExecutionEnvironment[]>();
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #logFiles = new Map<string, WriteStream>();
  readonly #listeners = new Set<FunctionLogListener>();

  constructor(options: LambdaRuntimeOptions) {
    this.#options = options;
    const client = emulatorClient(options.awsEndpoint, options.region);
    this.#lambda = new LambdaClient(client);
    this.#sts = new STSClient(client);
  }

  /** Calls the listener for every log line from now on; returns what ends that. */
  onLog(listener: FunctionLogListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Invokes a function. Throws `DependencyError` only when it is not deployed; its own failures are a result. */
  async invoke(functionName: string, event: unknown): Promise<InvocationResult> {
    const deployed = await this.#read(functionName);
    const environment = this.#takeIdle(deployed) ?? (await this.#start(deployed));
    const result = await environment.invoke(randomUUID(), event);
    if (!environment.alive) this.#all.delete(environment);
    else if ((await this.#deployed.get(functionName)) === deployed) this.#idle.get(deployed)?.push(environment);
    else await this.#end(environment);
    return result;
  }

  /** Forgets what is known of a function (default: of all), so that the next invocation meets what is deployed then. */
  async refresh(functionName?: string): Promise<void> {
    const names = functionName === undefined ? [...this.#deployed.keys()] : [functionName];
    for (const name of names) {
      const deployed = await this.#deployed.get(name)?.catch(() => undefined);
      this.#deployed.delete(name);
      if (deployed === undefined) continue;
      const environments = this.#idle.get(deployed) ?? [];
      this.#idle.delete(deployed);
      await Promise.all(environments.map((environment) => this.#end(environment)));
    }
  }

  /** Kills (SIGKILL) the processes of all functions, also in the middle of an event; returns how many there were. */
  async kill(): Promise<number> {
    const environments = [...this.#all];
    this.#all.clear();
    this.#idle.forEach((list) => void list.splice(0));
    await Promise.all(environments.map((environment) => environment.kill()));
    return environments.length;
  }

  /** Ends all functions. */
  async stop(): Promise<void> {
    await this.kill();
    await Promise.all([...this.#logFiles.values()].map((stream) => new Promise((resolve) => stream.end(resolve))));
    this.#lambda.destroy();
    this.#sts.destroy();
  }

  #read(functionName: string): Promise<DeployedFunction> {
    const known = this.#deployed.get(functionName);
    if (known !== undefined) return known;
    const reading = readDeployedFunction(this.#lambda, this.#options.stateFolder, functionName);
    this.#deployed.set(functionName, reading);
    reading.then(
      (deployed) => this.#idle.set(deployed, []),
      () => this.#deployed.delete(functionName),
    );
    return reading;
  }

  #takeIdle(deployed: DeployedFunction): ExecutionEnvironment | undefined {
    const idle = this.#idle.get(deployed) ?? [];
    for (let environment = idle.pop(); environment !== undefined; environment = idle.pop()) {
      if (environment.alive) return environment;
      this.#all.delete(environment);
    }
    return undefined;
  }

  async #end(environment: ExecutionEnvironment): Promise<void> {
    this.#all.delete(environment);
    await environment.kill();
  }

  async #start(deployed: DeployedFunction): Promise<ExecutionEnvironment> {
    const { processes, stateFolder } = this.#options;
    const logStream = `${new Date().toISOString().slice(0, 10).replaceAll("-", "/")}/[$LATEST]${randomBytes(16).toString("hex")}`;
    const environment = new ExecutionEnvironment({
      deployed,
      variables: await this.#variables(deployed, logStream),
      logStream,
      processes,
      logFile: this.#logPath(deployed.name, stateFolder),
      onLine: (line) => this.#log(deployed.name, line),
    });
    this.#all.add(environment);
    return environment;
  }

  /**
   * What Lambda sets, and two variables of the local stage: where AWS is, and whom the domain's certificate is from.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
   */
  async #variables(deployed: DeployedFunction, logStream: string): Promise<Record<string, string>> {
    const { awsEndpoint, region, authorityFile } = this.#options;
    const { Credentials: credentials } = await this.#sts.send(
      new AssumeRoleCommand({ RoleArn: deployed.roleArn, RoleSessionName: deployed.name }),
    );
    if (credentials?.AccessKeyId === undefined) {
      throw new DependencyError(`The role ${deployed.roleArn} of "${deployed.name}" could not be assumed`);
    }
    return {
      ...deployed.environment,
      _HANDLER: deployed.handler,
      LAMBDA_TASK_ROOT: deployed.codeFolder,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      AWS_LAMBDA_FUNCTION_NAME: deployed.name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(deployed.memoryMegabytes),
      AWS_LAMBDA_LOG_GROUP_NAME: deployed.logGroup,
      AWS_LAMBDA_LOG_STREAM_NAME: logStream,
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_ACCESS_KEY_ID: credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.SecretAccessKey ?? "",
      AWS_SESSION_TOKEN: credentials.SessionToken ?? "",
      TZ: "UTC",
      LANG: "en_US.UTF-8",
      AWS_ENDPOINT_URL: awsEndpoint,
      NODE_EXTRA_CA_CERTS: authorityFile,
      // The stage may run on an older Node.js than the deployed runtime; the SDK's advice about that is not for its log.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
  }

  #logPath(functionName: string, stateFolder: string): string {
    return join(stateFolder, "logs", `${functionName}.log`);
  }

  #log(functionName: string, line: string): void {
    let stream = this.#logFiles.get(functionName);
    if (stream === undefined) {
      const path = this.#logPath(functionName, this.#options.stateFolder);
      mkdirSync(join(this.#options.stateFolder, "logs"), { recursive: true });
      stream = createWriteStream(path, { flags: "a" });
      this.#logFiles.set(functionName, stream);
    }
    stream.write(`${line}\n`);
    for (const listener of this.#listeners) listener(line, functionName);
  }
}
