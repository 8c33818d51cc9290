import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CommandError,
  type EngineEvent,
  type OpMap,
  type OutputMap,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";
import { graph as stageGraph } from "../cli/graph";
import { DependencyError } from "../functions/shared/errors";
import type { ResourceLike } from "../policies/graph";
import { DeploymentEvents, isOfProvider } from "./deployment-events";
import { refuseViolations } from "./policy-gate";
import type { Progress } from "./progress";
import { realKinds } from "./provider/kinds";
import { parseUrn } from "./provider/naming";
import { openStack } from "./pulumi-workspace";

export interface DeploymentOptions {
  /** Folder that holds the `pulumi` program. */
  readonly pulumiFolder: string;
  /** Folder of `index.ts`, `Pulumi.yaml` and `Pulumi.<stage>.yaml`; nothing is written there. */
  readonly projectFolder: string;
  /** The state folder of the local stage: the engine's state, the code of the functions, their mappings. */
  readonly stateFolder: string;
  /** The stack to deploy. Default "local". */
  readonly stage?: string;
  /** URL of the AWS emulator. */
  readonly awsEndpoint: string;
  readonly region: string;
  /** host:port that the search domain gets as its endpoint. */
  readonly domainEndpoint: string;
  /** Where the stage runs a deployed function, see `provider/kinds/invocations.ts`. Without it an invocation fails. */
  readonly invokeUrl?: string | undefined;
  readonly progress: Progress;
  /** Stops the running operation as Ctrl-C stops `pulumi up`: what is being made is finished and remembered. */
  readonly signal?: AbortSignal | undefined;
  /** Default: the project's `index.ts`. */
  readonly program?: PulumiFn;
  /** What `program` registers, for the policies to judge before it is deployed. Default: nothing is judged of a `program`. */
  readonly graph?: () => Promise<readonly ResourceLike[]>;
}

export interface DeployedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id: string;
  /** True when the AWS emulator has it, false when only the engine's state records it. */
  readonly real: boolean;
}

/** Numbers of resources by what happened to them. */
export interface Changes {
  readonly created: number;
  readonly updated: number;
  readonly replaced: number;
  readonly deleted: number;
  readonly unchanged: number;
}

export interface DeployResult {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly changes: Changes;
  readonly resources: readonly DeployedResource[];
  readonly seconds: number;
}

/** The stack of the local stage. One operation at a time. */
export class Deployment {
  private expectedResources: number | undefined;

  private constructor(
    private readonly stack: Stack,
    private readonly options: DeploymentOptions,
  ) {}

  /** Prepares the stack; nothing is deployed yet. Frees it of what a killed deployment left. */
  static async open(options: DeploymentOptions): Promise<Deployment> {
    const { awsEndpoint, region, stateFolder, domainEndpoint, invokeUrl, projectFolder } = options;
    const stack = await openStack({
      ...options,
      stage: options.stage ?? "local",
      program: options.program ?? repositoryProgram(projectFolder),
      environment: {
        AWS_ENDPOINT_URL: awsEndpoint,
        AWS_REGION: region,
        SIEM_STATE_DIR: stateFolder,
        SIEM_DOMAIN_ENDPOINT: domainEndpoint,
        ...(invokeUrl === undefined ? {} : { SIEM_INVOKE_URL: invokeUrl }),
      },
    });
    return new Deployment(stack, options);
  }

  /** What a deployment would change. */
  async preview(): Promise<Changes> {
    return this.run("preview", async (common) => changesOf((await this.stack.preview(common)).changeSummary));
  }

  /**
   * Deploys, unless a mandatory policy is violated (ConfigurationError). When the emulator or the search domain is another than at the last deployment (both forget everything when they
   * stop), the engine first finds out what is gone, so that it is made again.
   */
  async deploy(): Promise<DeployResult> {
    const started = Date.now();
    await this.judge();
    const refresh = this.hasMoved();
    if (refresh) this.options.progress("the AWS emulator is a new one: looking up which resources it still has");
    const { outputs, summary } = await this.run("up", (common) => this.stack.up({ ...common, refresh }));
    this.rememberPlace();
    return {
      outputs: valuesOf(outputs),
      changes: changesOf(summary.resourceChanges ?? {}),
      resources: await this.resources(),
      seconds: (Date.now() - started) / 1000,
    };
  }

  /** Lets the policies judge the program; also learns how many resources it has. */
  private async judge(): Promise<void> {
    const { stage = "local", program, graph, progress, projectFolder } = this.options;
    if (program !== undefined && graph === undefined) return;
    const resources = await (graph ?? (() => stageGraph(stage, projectFolder)))();
    this.expectedResources = resources.filter(({ type }) => isOfProvider(type)).length;
    refuseViolations(resources, progress);
  }

  /** Brings the state to what the emulator has; a resource that is gone there is forgotten. */
  async refresh(): Promise<Changes> {
    const { summary } = await this.run("refresh", (common) => this.stack.refresh(common));
    return changesOf(summary.resourceChanges ?? {});
  }

  /** Removes every resource, and the contents of buckets whose forceDestroy is on. */
  async destroy(): Promise<Changes> {
    const { summary } = await this.run("destroy", (common) => this.stack.destroy(common));
    return changesOf(summary.resourceChanges ?? {});
  }

  /** The resources of the stack as the engine knows them; components, providers and the stack itself are left out. */
  async resources(): Promise<DeployedResource[]> {
    const state = await this.stack.exportStack();
    const { resources = [] } = (state.deployment ?? {}) as { resources?: readonly StateResource[] };
    return resources
      .filter(({ custom, type }) => custom === true && isOfProvider(type))
      .map(({ urn, type, id = "" }) => ({
        urn,
        type,
        id,
        name: parseUrn(urn).name,
        real: Object.hasOwn(realKinds, type),
      }));
  }

  private async run<T>(what: Operation, operation: (options: CommonOptions) => Promise<T>): Promise<T> {
    const events = new DeploymentEvents(this.options.progress, what, this.expectedResources);
    const { signal } = this.options;
    try {
      return await operation({
        color: "never",
        parallel: PARALLEL,
        onEvent: (event) => events.take(event),
        ...(signal ? { signal } : {}),
      });
    } catch (cause) {
      if (signal?.aborted)
        throw new DependencyError(`The deployment was stopped; the next one goes on from here.`, { cause });
      if (!(cause instanceof CommandError)) throw cause;
      const reasons = events.errors.length > 0 ? events.errors.join("\n") : cause.message;
      throw new DependencyError(`pulumi ${what} of the local stage failed:\n${reasons}`, { cause });
    }
  }

  private get placeFile(): string {
    return join(this.options.stateFolder, "pulumi", "place.json");
  }

  private place(): string {
    const { awsEndpoint, domainEndpoint, region } = this.options;
    return JSON.stringify({ awsEndpoint, domainEndpoint, region });
  }

  private hasMoved(): boolean {
    return existsSync(this.placeFile) && readFileSync(this.placeFile, "utf8") !== this.place();
  }

  private rememberPlace(): void {
    mkdirSync(join(this.options.stateFolder, "pulumi"), { recursive: true });
    writeFileSync(this.placeFile, this.place());
  }
}

type Operation = "preview" | "up" | "refresh" | "destroy";

interface CommonOptions {
  readonly color: "never";
  readonly parallel: number;
  readonly onEvent: (event: EngineEvent) => void;
  readonly signal?: AbortSignal;
}

/** Resources made at the same time. Most of the time goes into waiting for the emulator. */
const PARALLEL = 32;

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom?: boolean;
}

/** Runs the project's own `index.ts`, whose export is a function of the stack's outputs. */
function repositoryProgram(projectFolder: string): PulumiFn {
  return async () => {
    const { default: deploy } = (await import(join(projectFolder, "index"))) as {
      default: () => Promise<Record<string, unknown>>;
    };
    return deploy();
  };
}

function changesOf({ create = 0, update = 0, replace = 0, delete: deleted = 0, same = 0 }: OpMap): Changes {
  return { created: create, updated: update, replaced: replace, deleted, unchanged: same };
}

function valuesOf(outputs: OutputMap): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]));
}
