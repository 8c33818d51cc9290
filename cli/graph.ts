import { parse, relative, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type MockTarget, mockAws, partitionOf, providerName } from "./mock-aws";
import { projectOf, stageConfig } from "./stage-config";

const projectRoot = resolve(__dirname, "..");
// An account number of AWS's documentation: the graph is of no real account.
const accountId = "111122223333";

/** One resource that the program registers. */
export interface GraphResource {
  /** Pulumi's type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly name: string;
  /** As the program gives them, with plausible values for what only AWS knows; files are their paths. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Plausible; empty for components. */
  readonly id: string;
  readonly arn?: string;
  readonly urn: string;
  /** URN; empty for the stack itself. */
  readonly parent: string;
  /** URNs of all resources that must exist before. */
  readonly deps: readonly string[];
  /** URNs that each input was made from. */
  readonly propertyDeps: Readonly<Record<string, readonly string[]>>;
  /** Name of the provider, where it is not the default one. */
  readonly provider?: string;
  /** Whether Pulumi refuses to delete it. */
  readonly protect?: boolean;
}

/**
 * Every resource that a program registers for a stage, made with mocks: without engine, state or AWS account.
 * @param folder Where Pulumi.<stage>.yaml is, and Pulumi.yaml, whose program exports a function. Default: this project's.
 * @throws ConfigurationError if there is no such stage, or its settings are not allowed
 */
export async function graph(stage: string, folder = projectRoot): Promise<GraphResource[]> {
  const { name: project, entryPoint } = projectOf(folder);
  const config = stageConfig(stage, folder);
  const region = config["aws:region"] ?? "us-east-1";
  const program = (await import(entryPoint)) as { readonly default: () => unknown };
  const target = { partition: partitionOf(region), region, accountId };
  return runWithMocks(program.default, { project, stack: stage, config, target });
}

/** As `graph`, of a stage by its name, or by `FOLDER/NAME` where its project is another one: `examples/serverless/prod`. */
export function graphOf(stage: string): Promise<GraphResource[]> {
  const { dir, base } = parse(stage);
  return dir === "" ? graph(base) : graph(base, resolve(dir));
}

export interface MockedRun {
  /** Name in Pulumi.yaml. Default: `siem`. */
  readonly project?: string;
  readonly stack: string;
  /** `<namespace>:<key>` -> text. */
  readonly config: Record<string, string>;
  readonly target: MockTarget;
}

/** The resources that any program registers; one program at a time. */
export async function runWithMocks(
  program: () => unknown,
  { project = "siem", stack, config, target }: MockedRun,
): Promise<GraphResource[]> {
  await pulumi.runtime.setMocks(mockAws(target), project, stack);
  pulumi.runtime.setAllConfig(config);
  const registrations = recordRegistrations();
  let failure: { readonly error: unknown } | undefined;
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      return await program();
    } catch (error) {
      // Pulumi would reject more promises with it than the one that is awaited here.
      failure = { error };
      return {};
    }
  });
  await pulumi.runtime.disconnect();
  if (failure) throw failure.error;
  const resources = await Promise.all(registrations);
  return resources.sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

/** Collects what the mocked engine is asked to register; mocks themselves are not told dependencies and parents. */
function recordRegistrations(): Promise<GraphResource>[] {
  const registrations: Promise<GraphResource>[] = [];
  const monitor = pulumi.runtime.getMonitor();
  if (!monitor) throw new Error("Pulumi has no monitor although mocks are set");
  // Of its overloads, the one that Pulumi calls.
  const registerResource = monitor.registerResource.bind(monitor) as Register;
  const record: Register = (request, callback) =>
    registerResource(request, (error, response) => {
      if (!error) registrations.push(describe(request, response));
      callback(error, response);
    });
  Object.assign(monitor, { registerResource: record });
  return registrations;
}

type RegisterRequest = Parameters<NonNullable<ReturnType<typeof pulumi.runtime.getMonitor>>["registerResource"]>[0];
type Struct = Parameters<typeof pulumi.runtime.deserializeProperties>[0];
interface RegisterResponse {
  getUrn(): string;
  getId(): string;
  getObject(): Struct | undefined;
}
type Register = (request: RegisterRequest, callback: (error: unknown, response: RegisterResponse) => void) => unknown;

async function describe(request: RegisterRequest, response: RegisterResponse): Promise<GraphResource> {
  const { arn } = await properties(response.getObject());
  const provider = providerName(request.getProvider());
  return {
    type: request.getType(),
    name: request.getName(),
    inputs: await properties(request.getObject()),
    id: response.getId(),
    ...(typeof arn === "string" && { arn }),
    urn: response.getUrn(),
    parent: request.getParent(),
    deps: request.getDependenciesList(),
    propertyDeps: propertyDependencies(request),
    ...(provider !== "" && { provider }),
    ...(request.getProtect() && { protect: true }),
  };
}

function propertyDependencies(request: RegisterRequest): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, property) => {
    const urns = dependencies.getUrnsList();
    if (urns.length > 0) found[property] = urns;
  });
  return found;
}

async function properties(struct: Struct | undefined): Promise<Readonly<Record<string, unknown>>> {
  return struct === undefined ? {} : members(pulumi.runtime.deserializeProperties(struct));
}

async function members(value: object): Promise<Readonly<Record<string, unknown>>> {
  const entries = Object.entries(value).map(async ([key, member]) => [key, await readable(member)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** A value that JSON can hold; a file is its path from the project's folder. */
async function readable(value: unknown): Promise<unknown> {
  if (value instanceof pulumi.asset.FileArchive) return { path: relative(projectRoot, await value.path) };
  if (Array.isArray(value)) return Promise.all(value.map(readable));
  return typeof value === "object" && value !== null ? members(value) : value;
}
