import { join } from "node:path";
import { projectFolder } from "./folders";
import { freePort } from "./ports";
import { type Processes, type SupervisedProcess, waitUntilReady } from "./processes";

const START_TIMEOUT_SECONDS = 60;

export interface AwsEmulator {
  /** What `AWS_ENDPOINT_URL` must be for a client to meet the emulator. */
  readonly endpoint: string;
  /** The environment that makes the AWS SDKs and tools talk to it as the account's administrator. */
  readonly environment: Readonly<Record<string, string>>;
  readonly process: SupervisedProcess;
}

/**
 * Starts the AWS emulator, empty, as one account in one region, and resolves when it answers. Throws `DependencyError`
 * with the end of its log when it does not come up.
 */
export async function startAwsEmulator(
  processes: Processes,
  {
    stateFolder,
    python,
    accountId,
    region,
  }: { stateFolder: string; python: string; accountId: string; region: string },
): Promise<AwsEmulator> {
  const port = await freePort();
  const supervised = await processes.start({
    name: "aws-emulator",
    command: python,
    args: [join(projectFolder, "local", "aws-emulator", "server.py"), String(port)],
    environment: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      LANG: "C.UTF-8",
      MOTO_ACCOUNT_ID: accountId,
      PYTHONDONTWRITEBYTECODE: "1",
    },
    logFile: join(stateFolder, "logs", "aws-emulator.log"),
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await waitUntilReady(supervised, () => answers(endpoint), START_TIMEOUT_SECONDS);
  return {
    endpoint,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      // The emulator takes any key that it did not issue itself for its own account's.
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      // Whatever profile the user has must not reach the emulator's clients, nor they the user's account.
      AWS_CONFIG_FILE: join(stateFolder, "no-aws-config"),
      AWS_SHARED_CREDENTIALS_FILE: join(stateFolder, "no-aws-credentials"),
      AWS_EC2_METADATA_DISABLED: "true",
    },
    process: supervised,
  };
}

/** Settings of an AWS SDK client for the emulator. Any key will do for it; the user's own must not be looked for. */
export function emulatorClient(endpoint: string, region: string) {
  withoutVersionWarning();
  return { endpoint, region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
}

/** The SDK tells every user of Node.js 20 that its versions of 2027 will need a newer one; ours is pinned. */
export function withoutVersionWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
}

async function answers(endpoint: string): Promise<boolean> {
  const response = await fetch(`${endpoint}/moto-api/data.json`);
  await response.arrayBuffer();
  return response.ok;
}
