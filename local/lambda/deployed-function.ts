import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, normalize, sep } from "node:path";
import { GetFunctionCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { unzipSync } from "fflate";
import { DependencyError } from "../../functions/shared/errors";

/** A function as it is deployed: what Lambda knows of it, and its code, unpacked. */
export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  readonly handler: string;
  readonly roleArn: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  /** Folder of the unpacked code; named by its hash. */
  readonly codeFolder: string;
}

/**
 * Reads a function from the AWS emulator, and its code from the zip that the deployment left in the state folder. Throws
 * `DependencyError` when there is no such function, or when that zip is not what was deployed.
 */
export async function readDeployedFunction(
  lambda: LambdaClient,
  stateFolder: string,
  name: string,
): Promise<DeployedFunction> {
  const { Configuration: configuration } = await lambda
    .send(new GetFunctionCommand({ FunctionName: name }))
    .catch((cause: unknown) => {
      throw new DependencyError(`The function "${name}" is not deployed`, { cause });
    });
  const { FunctionArn, Handler, Role, CodeSha256 } = configuration ?? {};
  if (FunctionArn === undefined || Handler === undefined || Role === undefined) {
    throw new DependencyError(
      `The function "${name}" has no ARN, handler or role; the local stage runs zip packages only`,
    );
  }
  return {
    name,
    arn: FunctionArn,
    handler: Handler,
    roleArn: Role,
    // The defaults of Lambda: 3 s, 128 MB.
    timeoutSeconds: configuration?.Timeout ?? 3,
    memoryMegabytes: configuration?.MemorySize ?? 128,
    environment: configuration?.Environment?.Variables ?? {},
    logGroup: configuration?.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    codeFolder: await unpack(join(stateFolder, "functions"), name, CodeSha256),
  };
}

async function unpack(folder: string, name: string, deployedSha256: string | undefined): Promise<string> {
  const zip = await readFile(join(folder, `${name}.zip`));
  const sha256 = createHash("sha256").update(zip).digest();
  if (sha256.toString("base64") !== deployedSha256) {
    throw new DependencyError(
      `The code of "${name}" in the state folder (SHA-256 ${sha256.toString("base64")}) is not the deployed one (${String(deployedSha256)}); deploy again`,
    );
  }
  const codeFolder = join(folder, sha256.toString("hex").slice(0, 16));
  for (const [path, content] of Object.entries(unzipSync(zip))) {
    if (path.endsWith("/")) continue;
    const target = normalize(join(codeFolder, path));
    if (!target.startsWith(codeFolder + sep)) throw new DependencyError(`The code of "${name}" has the path "${path}"`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  return codeFolder;
}
