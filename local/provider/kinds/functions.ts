import { createHash } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { zipOf } from "../archive";
import type { Aws } from "../aws";
import {
  isAwsError,
  optionalNumber,
  optionalText,
  type ResourceKind,
  tagsOf,
  textOf,
  textsOf,
  toAwsSpelling,
  unlessMissing,
} from "../kind";
import { isObject, type Properties } from "../properties";

export const GONE = "ResourceNotFoundException";
const EXISTS = "ResourceConflictException";

/** Where the runtime of the local stage finds the code of a deployed function. */
function functionZipPath(stateDir: string, functionName: string): string {
  return join(stateDir, "functions", `${functionName}.zip`);
}

export function writeStateFile(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  // Renamed into place: the runtime must never read half a file.
  const unfinished = `${path}.${process.pid}.tmp`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

/** Configuration that CreateFunction and UpdateFunctionConfiguration share, by Pulumi property. */
const CONFIGURATION = [
  "deadLetterConfig",
  "description",
  "environment",
  "ephemeralStorage",
  "handler",
  "kmsKeyArn",
  "layers",
]
  .concat(["loggingConfig", "memorySize", "role", "runtime", "timeout", "tracingConfig", "vpcConfig"])
  .sort();

function configurationOf(inputs: Properties): object {
  const given = CONFIGURATION.filter((property) => inputs[property] !== undefined && property !== "environment");
  const configuration = toAwsSpelling(Object.fromEntries(given.map((property) => [property, inputs[property]])), {
    kmsKeyArn: "KMSKeyArn",
  });
  // The names of variables are the function's own and keep their spelling.
  const variables = isObject(inputs.environment) ? inputs.environment.variables : undefined;
  return { ...(configuration as object), Environment: { Variables: isObject(variables) ? variables : {} } };
}

const lambdaFunction: ResourceKind = {
  autoName: { property: "name", limit: 64 },
  replaceOn: ["name", "packageType", "region"],
  async put(inputs, { aws }) {
    const FunctionName = textOf(inputs, "name");
    if (inputs.code === undefined) {
      throw new Error(
        `The function "${FunctionName}" has no "code"; the local stage runs no images and no code in S3.`,
      );
    }
    const ZipFile = zipOf(inputs.code);
    const Architectures = textsOf(inputs, "architectures") as ("x86_64" | "arm64")[];
    if (Architectures.length === 0) Architectures.push("x86_64");
    const configuration = configurationOf(inputs);
    const creation = { FunctionName, Code: { ZipFile }, Architectures, Tags: tagsOf(inputs), ...configuration };
    try {
      await aws.lambda.send(new CreateFunctionCommand(creation as CreateFunctionCommandInput));
    } catch (error) {
      if (!isAwsError(error, EXISTS)) throw error;
      await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, Architectures }));
      await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...configuration }));
    }
    await putConcurrency(FunctionName, inputs, aws);
    writeStateFile(functionZipPath(aws.settings.stateDir, FunctionName), ZipFile);
    return { id: FunctionName, outputs: await functionOutputs(FunctionName, ZipFile, inputs, aws) };
  },
  async read(FunctionName, _outputs, { lambda }) {
    return (await unlessMissing(lambda.send(new GetFunctionCommand({ FunctionName })), GONE)) === undefined
      ? undefined
      : {};
  },
  async remove(FunctionName, _outputs, { lambda, settings }) {
    await unlessMissing(lambda.send(new DeleteFunctionCommand({ FunctionName })), GONE);
    rmSync(functionZipPath(settings.stateDir, FunctionName), { force: true });
  },
};

async function putConcurrency(FunctionName: string, inputs: Properties, { lambda }: Aws): Promise<void> {
  const reserved = optionalNumber(inputs, "reservedConcurrentExecutions") ?? -1;
  // -1 is Terraform's word for "no reservation".
  if (reserved < 0) await unlessMissing(lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName })), GONE);
  else await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: reserved }));
}

async function functionOutputs(
  FunctionName: string,
  zip: Uint8Array,
  inputs: Properties,
  aws: Aws,
): Promise<Properties> {
  const { Configuration } = await aws.lambda.send(new GetFunctionCommand({ FunctionName }));
  const codeSha256 = createHash("sha256").update(zip).digest("base64");
  if (Configuration?.CodeSha256 !== codeSha256) {
    const got = String(Configuration?.CodeSha256);
    throw new Error(
      `The emulator holds other code for "${FunctionName}" (SHA-256 ${got}) than was sent (${codeSha256}).`,
    );
  }
  const arn = await aws.arn("lambda", `function:${FunctionName}`);
  const invocation = `path/2015-03-31/functions/${arn}/invocations`;
  return {
    arn,
    codeSha256,
    invokeArn: `arn:${aws.partition}:apigateway:${aws.region}:lambda:${invocation}`,
    lastModified: Configuration.LastModified,
    qualifiedArn: `${arn}:$LATEST`,
    region: aws.region,
    sourceCodeSize: zip.length,
    tagsAll: tagsOf(inputs),
    version: "$LATEST",
  };
}

const permission: ResourceKind = {
  autoName: { property: "statementId", limit: 100 },
  replaceOn: [
    "action",
    "eventSourceToken",
    "function",
    "principal",
    "principalOrgId",
    "qualifier",
    "sourceAccount",
  ].concat(["sourceArn", "statementId"]),
  async put(inputs, { aws }) {
    const StatementId = textOf(inputs, "statementId");
    const FunctionName = textOf(inputs, "function");
    const command = new AddPermissionCommand({
      StatementId,
      FunctionName,
      Action: textOf(inputs, "action"),
      Principal: textOf(inputs, "principal"),
      SourceArn: optionalText(inputs, "sourceArn"),
      SourceAccount: optionalText(inputs, "sourceAccount"),
      PrincipalOrgID: optionalText(inputs, "principalOrgId"),
    });
    const statements = await statementsOf(FunctionName, aws);
    if (statements.includes(StatementId)) {
      await aws.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
    }
    await aws.lambda.send(command);
    return { id: StatementId, outputs: {} };
  },
  async read(id, outputs, aws) {
    return (await statementsOf(textOf(outputs, "function"), aws)).includes(id) ? {} : undefined;
  },
  async remove(id, outputs, { lambda }) {
    const command = new RemovePermissionCommand({ FunctionName: textOf(outputs, "function"), StatementId: id });
    await unlessMissing(lambda.send(command), GONE);
  },
};

/** The ids of the statements in a function's resource policy. */
async function statementsOf(FunctionName: string, { lambda }: Aws): Promise<string[]> {
  const found = await unlessMissing(lambda.send(new GetPolicyCommand({ FunctionName })), GONE);
  const policy: unknown = JSON.parse(found?.Policy ?? "{}");
  const statements = isObject(policy) && Array.isArray(policy.Statement) ? policy.Statement : [];
  return statements.flatMap((statement) => (isObject(statement) ? [String(statement.Sid)] : []));
}

export const functionKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:lambda/function:Function": lambdaFunction,
  "aws:lambda/permission:Permission": permission,
};
