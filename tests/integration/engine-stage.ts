import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AwsEmulator, startAwsEmulator } from "../../local/aws-emulator";
import { Deployment, type DeploymentOptions } from "../../local/deploy";
import { Processes } from "../../local/processes";
import { progressOnStderr } from "../../local/progress";
import { awsEmulatorPackage } from "../../local/toolchain/aws-emulator-package";
import { pulumiEngine } from "../../local/toolchain/pulumi-engine";

const region = "eu-west-1";

export interface EngineStage {
  /** Opens the stack again, with the program that it has then. */
  readonly open: (program: NonNullable<DeploymentOptions["program"]>) => Promise<Deployment>;
  /** What the engine keeps of the stack, as text. */
  readonly state: () => string;
}

/** The AWS emulator and Pulumi's engine for the tests of one `describe`, whose hooks start and stop them. */
export function engineStage(): EngineStage {
  let stateFolder: string;
  let projectFolder: string;
  let pulumiFolder: string;
  let processes: Processes | undefined;
  let emulator: AwsEmulator;

  before(async () => {
    stateFolder = mkdtempSync(join(tmpdir(), "siem-state-"));
    projectFolder = mkdtempSync(join(tmpdir(), "siem-project-"));
    processes = new Processes(stateFolder);
    const progress = progressOnStderr();
    const python = await awsEmulatorPackage.install(progress);
    pulumiFolder = await pulumiEngine.install(progress);
    writeFileSync(join(projectFolder, "Pulumi.yaml"), "name: siem\nruntime: nodejs\nmain: index.ts\n");
    writeFileSync(join(projectFolder, "Pulumi.local.yaml"), `config:\n  aws:region: ${region}\n`);
    emulator = await startAwsEmulator(processes, { stateFolder, python, accountId: "111122223333", region });
  });
  after(async () => {
    await processes?.stopAll();
    for (const folder of [stateFolder, projectFolder]) rmSync(folder, { recursive: true, force: true });
  });

  return {
    open: (program) =>
      Deployment.open({
        ...{ pulumiFolder, projectFolder, stateFolder, awsEndpoint: emulator.endpoint, region },
        ...{ domainEndpoint: "127.0.0.1:9200", progress: () => undefined, program },
      }),
    state: () =>
      readFileSync(join(stateFolder, "pulumi", "backend", ".pulumi", "stacks", "siem", "local.json"), "utf8"),
  };
}
