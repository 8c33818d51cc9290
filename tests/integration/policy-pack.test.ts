import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import * as grpc from "@grpc/grpc-js";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import * as automation from "@pulumi/pulumi/automation/server";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { readGraph } from "../../cli/policies/read-graph";
import deploy from "../../index";
import { type AwsEmulator, startAwsEmulator } from "../../local/aws-emulator";
import { projectFolder } from "../../local/folders";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { openStack } from "../../local/pulumi-workspace";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { findOnPath } from "../../local/toolchain/commands";
import { pulumiEngine } from "../../local/toolchain/pulumi-engine";
import { judge } from "../../policies/judge";
import { InstalledPack } from "../policies/pack-process";

const region = "eu-west-1";

const secure = (name: string, more: aws.sqs.QueueArgs = {}) =>
  new aws.sqs.Queue(name, { sqsManagedSseEnabled: true, ...more });

/** A queue that satisfies every mandatory policy, and its dead-letter queue. */
function queues(): void {
  const letters = secure("letters", { messageRetentionSeconds: 1_209_600 });
  const redrivePolicy = pulumi.jsonStringify({ deadLetterTargetArn: letters.arn, maxReceiveCount: 5 });
  secure("logs", { redrivePolicy });
}

/** A bucket whose policy is made from its ARN, which no preview knows. */
function bucketWithPolicy(): void {
  const bucket = new aws.s3.Bucket("archive");
  const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: bucket.arn };
  const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: [statement] });
  new aws.s3.BucketPolicy("archive", { bucket: bucket.id, policy });
}

/**
 * `pulumi preview --policy-pack`. An engine without a language host for Node.js, which only Pulumi's releases have, is given
 * a file instead of the folder, which starts the pack with the program that the host starts.
 */
describe("the policy pack in a preview of the Pulumi engine", function () {
  this.timeout(1_200_000);
  const stateFolder = mkdtempSync(join(tmpdir(), "siem-pack-emulator-"));
  const processes = new Processes(stateFolder);
  let pulumiFolder: string;
  let emulator: AwsEmulator;
  let folder: string;
  let pack: InstalledPack;

  before(async () => {
    const progress = progressOnStderr();
    const python = await awsEmulatorPackage.install(progress);
    pulumiFolder = await pulumiEngine.install(progress);
    emulator = await startAwsEmulator(processes, { stateFolder, python, accountId: "111122223333", region });
  });
  after(async () => {
    await processes.stopAll();
    rmSync(stateFolder, { recursive: true, force: true });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-pack-preview-"));
    pack = new InstalledPack();
  });
  afterEach(() => {
    pack.remove();
    rmSync(folder, { recursive: true });
  });

  function shop(program: PulumiFn): Promise<Stack> {
    const project = join(folder, "shop");
    mkdirSync(project);
    writeFileSync(join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(join(project, "Pulumi.dev.yaml"), `config:\n  aws:region: ${region}\n`);
    return open(project, program);
  }

  function open(project: string, program: PulumiFn): Promise<Stack> {
    const environment = {
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_REGION: region,
      SIEM_STATE_DIR: folder,
      SIEM_DOMAIN_ENDPOINT: "127.0.0.1:9200",
    };
    return openStack({ pulumiFolder, projectFolder: project, stateFolder: folder, stage: "dev", environment, program });
  }

  /** What the pack says, as `<level> <policy>: <message>`, and what the engine would make of the program. */
  async function preview(stack: Stack, policyPackConfigs: string[] = []) {
    const policyPacks = [findOnPath("pulumi-language-nodejs") === undefined ? pack.executable() : pack.folder];
    const events: EngineEvent[] = [];
    const failure = await stack
      .preview({ policyPacks, policyPackConfigs, onEvent: (event) => events.push(event) })
      .then(() => undefined, String);
    const said = events.flatMap(({ policyEvent: event }) =>
      event === undefined ? [] : [`${event.enforcementLevel} ${event.policyName}: ${event.message}`],
    );
    const inputs = (name: string) =>
      events.flatMap(({ resourcePreEvent: event }) =>
        event?.metadata.urn.endsWith(`::${name}`) === true ? [event.metadata.new?.inputs ?? {}] : [],
      )[0] as Readonly<Record<string, unknown>> | undefined;
    return { failure, said, inputs };
  }
  const policiesIn = (said: readonly string[], level: string) =>
    [
      ...new Set(said.filter((line) => line.startsWith(`${level} `)).map((line) => /^\w+ ([\w-]+):/.exec(line)?.[1])),
    ].sort();

  it("refuses a program, with every mandatory policy that it violates", async () => {
    const { failure, said } = await preview(await shop(async () => void new aws.sqs.Queue("logs")));
    assert.match(failure ?? "", /preview failed/);
    assert.deepEqual(policiesIn(said, "mandatory"), ["sqs-dlq", "sqs-encrypted"]);
    assert.match(said.join("\n"), /logs: names neither a KMS key nor SQS's own encryption\. Set kmsMasterKeyId/);
  });

  it("lets a program pass that satisfies them, with advice", async () => {
    const { failure, said } = await preview(await shop(async () => queues()));
    assert.equal(failure, undefined);
    assert.deepEqual(policiesIn(said, "mandatory"), []);
    assert.ok(policiesIn(said, "advisory").includes("sqs-tls-only"), said.join("\n"));
  });

  it("says of what only the deployment makes known that it cannot be decided yet", async () => {
    const { said } = await preview(await shop(async () => bucketWithPolicy()));
    assert.ok(!policiesIn(said, "mandatory").includes("s3-bucket-policy-no-public"), said.join("\n"));
    assert.match(
      said.join("\n"),
      /^advisory s3-bucket-policy-no-public: [\s\S]*?archive: cannot be decided yet: policy of archive is not known/m,
    );
  });

  it("takes levels and parameters from --policy-pack-config", async () => {
    const config = join(folder, "policies.json");
    const content = {
      "sqs-encrypted": "disabled",
      "sqs-dlq": "advisory",
      "tags-required": { enforcementLevel: "mandatory", requiredTags: ["owner"] },
    };
    writeFileSync(config, JSON.stringify(content));
    const { failure, said } = await preview(await shop(async () => void new aws.sqs.Queue("logs")), [config]);
    assert.match(failure ?? "", /preview failed/);
    assert.deepEqual(policiesIn(said, "mandatory"), ["tags-required"]);
    assert.ok(policiesIn(said, "advisory").includes("sqs-dlq"), said.join("\n"));
  });

  it("changes inputs where it is asked to, so that policies hold", async () => {
    writeFileSync(join(pack.folder, "siem-policies.yaml"), "remediate: true\n");
    const { said, inputs } = await preview(await shop(async () => void new aws.sqs.Queue("logs")));
    assert.equal(inputs("logs")?.sqsManagedSseEnabled, true);
    assert.deepEqual(policiesIn(said, "mandatory"), ["sqs-dlq"]);
  });

  it("is satisfied by this project's own stage in its strictest preset, but for what is explained", async () => {
    const configuration = readFileSync(join(projectFolder, "siem-policies.yaml"), "utf8");
    writeFileSync(join(pack.folder, "siem-policies.yaml"), `preset: siem-strict\n${configuration}`);
    const { failure, said } = await preview(await open(projectFolder, deploy));
    const undecided = said.filter((line) => line.includes("cannot be decided yet"));
    assert.deepEqual(
      said.filter((line) => !undecided.includes(line)),
      [],
    );
    assert.ok(undecided.length > 0, "nothing was judged");
    assert.equal(failure, undefined);
  });

  it("says the same of `pulumi preview --json` without the engine", async () => {
    const program = async () => {
      bucketWithPolicy();
      new aws.sqs.Queue("logs", { policy: pulumi.secret('{"Statement": []}') });
    };
    const stack = await shop(program);
    const { said } = await preview(stack);
    const { findings } = judge(readGraph(await previewAsJson(stack, program, join(folder, "pulumi/bin")), "preview"));
    const mandatory = findings.filter(
      ({ outcome, policy }) => outcome === "violation" && policy.severity === "mandatory",
    );
    assert.deepEqual([...new Set(mandatory.map(({ policy }) => policy.id))].sort(), policiesIn(said, "mandatory"));
    assert.ok(
      findings.some(({ outcome, policy }) => outcome === "undecided" && policy.id === "sqs-no-public"),
      "a secret",
    );
  });
});

// Its types leave out what it calls internal.
const { LanguageServer } = automation as unknown as {
  readonly LanguageServer: new (
    program: PulumiFn,
  ) => grpc.UntypedServiceImplementation & { onPulumiExit(failed: boolean): void };
};

/** What the Automation API does for its own previews, with another form of output. */
async function previewAsJson({ workspace, name }: Stack, program: PulumiFn, binaries: string): Promise<Buffer> {
  const server = new grpc.Server();
  const language = new LanguageServer(program);
  server.addService(LanguageRuntimeService, language);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const args = ["preview", "--json", "--show-sames", "--stack", name, "--non-interactive"];
  const env = {
    ...process.env,
    ...workspace.envVars,
    PULUMI_HOME: workspace.pulumiHome,
    PATH: `${binaries}${delimiter}${process.env.PATH ?? ""}`,
  };
  try {
    const { stdout } = await promisify(execFile)(
      join(binaries, "pulumi"),
      [...args, `--client=127.0.0.1:${port}`, "--exec-kind", "auto.inline"],
      { cwd: workspace.workDir, env, encoding: "buffer" },
    );
    return stdout;
  } finally {
    language.onPulumiExit(false);
    server.forceShutdown();
  }
}
