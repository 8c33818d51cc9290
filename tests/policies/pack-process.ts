import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

const root = join(__dirname, "../..");

export interface SentResource {
  readonly type: string;
  readonly urn: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  /** URN that a property was made from. */
  readonly madeFrom?: Readonly<Record<string, string>>;
  readonly deps?: readonly string[];
}

/** The pack as somebody has it who installed it alone: its own folder, and the packages that it names. */
export class InstalledPack {
  readonly #folder = mkdtempSync(join(tmpdir(), "siem-pack-"));
  #process: ChildProcess | undefined;
  #client: AnalyzerClient | undefined;

  constructor() {
    const pack = this.folder;
    cpSync(join(root, "policies"), pack, { recursive: true, filter: (path) => !path.includes("node_modules") });
    const { dependencies } = JSON.parse(readFileSync(join(pack, "package.json"), "utf8")) as { dependencies: object };
    for (const name of Object.keys(dependencies)) {
      const link = join(pack, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(root, "node_modules", name), link);
    }
  }

  get folder(): string {
    return join(this.#folder, "policies");
  }

  /** A file that the engine takes for a policy pack; it starts this one with the program that is named below. */
  executable(): string {
    const file = join(this.folder, "start");
    const program = "node_modules/@pulumi/pulumi/cmd/run-policy-pack";
    const lines = [
      "#!/bin/sh",
      `cd "${this.folder}"`,
      `exec "${process.execPath}" ${program} "$1" "${this.folder}"`,
      "",
    ];
    writeFileSync(file, lines.join("\n"), { mode: 0o755 });
    return file;
  }

  /** Starts the pack with the program by which Pulumi's language host starts packs. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    const program = join(this.folder, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
    this.#process = spawn(process.execPath, [program, "127.0.0.1:1", this.folder], {
      cwd: this.folder,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...environment },
    });
    const { stdout } = this.#process;
    if (stdout === null) throw new Error("the pack has no output");
    const port = await Promise.race([
      once(createInterface({ input: stdout }), "line").then(([line]) => String(line)),
      once(this.#process, "exit").then(([code]) => Promise.reject(new Error(`the pack ended with ${String(code)}`))),
    ]);
    this.#client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  async stop(): Promise<void> {
    this.#client?.close();
    if (this.#process !== undefined && this.#process.exitCode === null) {
      this.#process.kill();
      await once(this.#process, "exit");
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  info(): Promise<proto.AnalyzerInfo> {
    return this.#answer((client, callback) => client.getAnalyzerInfo(new Empty(), callback));
  }

  /** Gives policies a level and properties, as `--policy-pack-config` does. */
  configure(
    policies: Readonly<Record<string, { level: proto.EnforcementLevel; properties?: object }>>,
  ): Promise<Empty> {
    const request = new proto.ConfigureAnalyzerRequest();
    for (const [name, { level, properties = {} }] of Object.entries(policies)) {
      const config = new proto.PolicyConfig();
      config.setEnforcementlevel(level);
      config.setProperties(struct(properties));
      request.getPolicyconfigMap().set(name, config);
    }
    return this.#answer((client, callback) => client.configure(request, callback));
  }

  async analyze({ type, urn, props, protect }: SentResource): Promise<string[]> {
    const request = new proto.AnalyzeRequest();
    fill(request, type, urn, props, protect);
    return problems(await this.#answer((client, callback) => client.analyze(request, callback)));
  }

  async analyzeStack(resources: readonly SentResource[]): Promise<string[]> {
    const request = new proto.AnalyzeStackRequest();
    request.setResourcesList(resources.map(stackResource));
    return problems(await this.#answer((client, callback) => client.analyzeStack(request, callback)));
  }

  /** Inputs that each remediation makes of those of a resource, by policy. */
  async remediate({ type, urn, props, protect }: SentResource): Promise<Record<string, unknown>> {
    const request = new proto.AnalyzeRequest();
    fill(request, type, urn, props, protect);
    const response = await this.#answer<proto.RemediateResponse>((client, callback) =>
      client.remediate(request, callback),
    );
    return Object.fromEntries(
      response.getRemediationsList().map((each) => [each.getPolicyname(), each.getProperties()?.toJavaScript()]),
    );
  }

  #answer<T>(call: (client: AnalyzerClient, callback: (error: unknown, value?: T) => void) => void): Promise<T> {
    const client = this.#client;
    if (client === undefined) throw new Error("the pack is not started");
    return new Promise((resolve, reject) =>
      call(client, (error, value) => (error || value === undefined ? reject(error) : resolve(value))),
    );
  }
}

const struct = (value: object) => Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);

function fill(
  request: proto.AnalyzeRequest | proto.AnalyzerResource,
  type: string,
  urn: string,
  props: object,
  protect = false,
): void {
  const options = new proto.AnalyzerResourceOptions();
  options.setProtect(protect);
  request.setType(type);
  request.setUrn(urn);
  request.setName(urn.slice(urn.lastIndexOf(":") + 1));
  request.setOptions(options);
  request.setProperties(struct(props));
}

function stackResource({ type, urn, props, protect, madeFrom = {}, deps = [] }: SentResource): proto.AnalyzerResource {
  const result = new proto.AnalyzerResource();
  fill(result, type, urn, props, protect);
  result.setDependenciesList([...deps]);
  for (const [property, from] of Object.entries(madeFrom)) {
    const urns = new proto.AnalyzerPropertyDependencies();
    urns.setUrnsList([from]);
    result.getPropertydependenciesMap().set(property, urns);
  }
  return result;
}

/** `<level> <policy> <urn>: <message>` of each diagnostic. */
function problems(response: proto.AnalyzeResponse): string[] {
  const levels = ["advisory", "mandatory", "disabled", "remediate"];
  return response.getDiagnosticsList().map((diagnostic) => {
    const message = diagnostic.getMessage().split("\n").at(-1) ?? "";
    return `${levels[diagnostic.getEnforcementlevel()]} ${diagnostic.getPolicyname()} ${diagnostic.getUrn()}: ${message}`;
  });
}
