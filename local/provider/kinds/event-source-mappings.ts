import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import type { Aws } from "../aws";
import { optionalNumber, type ResourceKind, tagsOf, textOf, textsOf, toAwsSpelling, unlessMissing } from "../kind";
import { isObject, type Properties } from "../properties";
import { GONE, writeStateFile } from "./functions";

function mappingPath(stateDir: string, uuid: string): string {
  return join(stateDir, "mappings", `${uuid}.json`);
}

/** The mapping in the shape of lambda:CreateEventSourceMapping, with the limits that Lambda uses when a setting is left out. */
function requestOf(inputs: Properties): CreateEventSourceMappingCommandInput {
  const { scalingConfig, filterCriteria } = inputs;
  return {
    EventSourceArn: textOf(inputs, "eventSourceArn"),
    FunctionName: textOf(inputs, "functionName"),
    Enabled: inputs.enabled !== false,
    BatchSize: optionalNumber(inputs, "batchSize") ?? 10,
    MaximumBatchingWindowInSeconds: optionalNumber(inputs, "maximumBatchingWindowInSeconds") ?? 0,
    FunctionResponseTypes: textsOf(inputs, "functionResponseTypes") as "ReportBatchItemFailures"[],
    ...(isObject(scalingConfig) ? { ScalingConfig: toAwsSpelling(scalingConfig) as object } : {}),
    ...(isObject(filterCriteria) ? { FilterCriteria: toAwsSpelling(filterCriteria) as object } : {}),
  };
}

const eventSourceMapping: ResourceKind = {
  replaceOn: ["eventSourceArn", "region", "startingPosition"],
  async put(inputs, { aws, previous }) {
    const request = requestOf(inputs);
    // moto polls an enabled mapping itself, with Docker, and would take the messages from the event pump of the local stage.
    // So it gets the mapping switched off, and the file says what was deployed.
    const uuid =
      previous?.id ?? (await orphanedMapping(request, aws)) ?? (await create({ ...request, Enabled: false }, aws));
    const deployed = JSON.stringify({ UUID: uuid, ...request }, undefined, 2);
    writeStateFile(mappingPath(aws.settings.stateDir, uuid), deployed);
    const functionName = textOf(inputs, "functionName");
    const functionArn = functionName.startsWith("arn:")
      ? functionName
      : await aws.arn("lambda", `function:${functionName}`);
    return {
      id: uuid,
      outputs: {
        uuid,
        arn: await aws.arn("lambda", `event-source-mapping:${uuid}`),
        functionArn,
        state: request.Enabled ? "Enabled" : "Disabled",
        tagsAll: tagsOf(inputs),
      },
    };
  },
  async read(UUID, _outputs, { lambda }) {
    return (await unlessMissing(lambda.send(new GetEventSourceMappingCommand({ UUID })), GONE)) === undefined
      ? undefined
      : {};
  },
  async remove(UUID, _outputs, { lambda, settings }) {
    await unlessMissing(lambda.send(new DeleteEventSourceMappingCommand({ UUID })), GONE);
    rmSync(mappingPath(settings.stateDir, UUID), { force: true });
  },
};

async function create(request: CreateEventSourceMappingCommandInput, { lambda }: Aws): Promise<string> {
  const { UUID } = await lambda.send(new CreateEventSourceMappingCommand(request));
  if (UUID === undefined) throw new Error("Lambda answered CreateEventSourceMapping without a UUID.");
  return UUID;
}

/** The mapping of this queue and function that an interrupted deployment made. */
async function orphanedMapping(
  request: CreateEventSourceMappingCommandInput,
  { lambda }: Aws,
): Promise<string | undefined> {
  const { EventSourceArn, FunctionName } = request;
  const command = new ListEventSourceMappingsCommand({ EventSourceArn, FunctionName });
  const found = await unlessMissing(lambda.send(command), GONE);
  return found?.EventSourceMappings?.find((mapping) => mapping.EventSourceArn === EventSourceArn)?.UUID;
}

export const eventSourceMappingKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:lambda/eventSourceMapping:EventSourceMapping": eventSourceMapping,
};
