import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetFunctionCommand, LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { DescribeDomainCommand, OpenSearchClient } from "@aws-sdk/client-opensearch";
import { GetBucketNotificationConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { openSearchCluster } from "../../functions/configurator/opensearch-cluster";
import { searchServiceOf } from "../../functions/shared/aws/search-service";
import { ConfigurationError } from "../../functions/shared/errors";
import { asArray, asRecord, text } from "../../functions/shared/values";
import { emulatorClient, withoutVersionWarning } from "../../local/aws-emulator";
import type { Places } from "../rescue/places";
import type { DeployedStage, MappingFacts } from "./ports";

/** A stage on AWS, or the local one. @param connect how its search domain or collection is reached. */
export function awsStage(places: Places, connect = openSearchCluster): DeployedStage {
  withoutVersionWarning();
  const { emulator, region, local, searchEndpoint } = places;
  if (region === undefined && process.env.AWS_REGION === undefined) {
    throw new ConfigurationError("No region is known: give --region, or set AWS_REGION");
  }
  const client = emulator === undefined ? { ...(region && { region }) } : emulatorClient(emulator, region ?? "");
  const s3 = new S3Client({ ...client, forcePathStyle: emulator !== undefined });
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: emulator === undefined });
  const kms = new KMSClient(client);
  const lambda = new LambdaClient(client);
  const opensearch = new OpenSearchClient(client);
  const cloudwatch = new CloudWatchClient(client);
  return {
    async notifications(bucket) {
      const { QueueConfigurations = [] } = await s3.send(
        new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
      );
      return QueueConfigurations.map(({ QueueArn = "", Events = [], Filter }) => {
        return { queueArn: QueueArn, events: Events, filtered: (Filter?.Key?.FilterRules ?? []).length > 0 };
      });
    },
    async queue(url) {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
      );
      return {
        arn: Attributes.QueueArn ?? "",
        waiting:
          Number(Attributes.ApproximateNumberOfMessages ?? 0) +
          Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
        retention: Number(Attributes.MessageRetentionPeriod ?? 0),
        visibilityTimeout: Number(Attributes.VisibilityTimeout ?? 0),
        keyId: Attributes.KmsMasterKeyId,
        policy: Attributes.Policy,
        redrivePolicy: Attributes.RedrivePolicy,
      };
    },
    async key(keyId) {
      const [{ KeyMetadata }, { Policy = "" }] = await Promise.all([
        kms.send(new DescribeKeyCommand({ KeyId: keyId })),
        kms.send(new GetKeyPolicyCommand({ KeyId: keyId, PolicyName: "default" })),
      ]);
      return { state: KeyMetadata?.KeyState ?? "unknown", policy: Policy };
    },
    async loader(name) {
      const { Configuration = {}, Concurrency } = await lambda.send(new GetFunctionCommand({ FunctionName: name }));
      return {
        roleArn: Configuration.Role ?? "",
        state: Configuration.State ?? "unknown",
        lastUpdate: Configuration.LastUpdateStatus ?? "unknown",
        timeout: Configuration.Timeout ?? 0,
        reservedConcurrency: Concurrency?.ReservedConcurrentExecutions,
      };
    },
    async mappings(functionName, queueArn) {
      if (local !== undefined) return localMappings(local.stateFolder, queueArn);
      const { EventSourceMappings = [] } = await lambda.send(
        new ListEventSourceMappingsCommand({ FunctionName: functionName, EventSourceArn: queueArn }),
      );
      return EventSourceMappings.map(({ State = "unknown", FunctionResponseTypes = [], ScalingConfig }) => ({
        state: State,
        responseTypes: FunctionResponseTypes,
        maximumConcurrency: ScalingConfig?.MaximumConcurrency,
      }));
    },
    async domain(name) {
      const { DomainStatus: status } = await opensearch.send(new DescribeDomainCommand({ DomainName: name }));
      if (status === undefined) return undefined;
      return {
        created: status.Created ?? true,
        deleted: status.Deleted ?? false,
        processing: status.Processing ?? false,
        upgrading: status.UpgradeProcessing ?? false,
        engineVersion: status.EngineVersion ?? "unknown version",
        updateAvailable: status.ServiceSoftwareOptions?.UpdateAvailable ?? false,
        updateStatus: status.ServiceSoftwareOptions?.UpdateStatus,
      };
    },
    async alarmsGoingOff(namePrefix) {
      const { MetricAlarms = [] } = await cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNamePrefix: namePrefix, StateValue: "ALARM", AlarmTypes: ["MetricAlarm"] }),
      );
      // The emulator gives alarms of all states.
      return MetricAlarms.filter(({ StateValue }) => StateValue === "ALARM").map(({ AlarmName = "" }) => AlarmName);
    },
    cluster: async (request) => {
      const endpoint = local === undefined ? searchEndpoint : `https://${local.domainEndpoint}`;
      if (endpoint === undefined) return { status: 0, body: "no --endpoint is given" };
      const credentials = emulator === undefined ? defaultProvider() : () => s3.config.credentials();
      const authority = local && readFileSync(join(local.stateFolder, "authority.pem"), "utf8");
      const service = searchServiceOf(searchEndpoint ?? endpoint);
      return connect(endpoint, await s3.config.region(), credentials, { service, authority })(request);
    },
    now: () => Date.now(),
  };
}

/** The local stage gives messages to functions itself; the emulator's mapping is switched off. */
function localMappings(stateFolder: string, queueArn: string): MappingFacts[] {
  const folder = join(stateFolder, "mappings");
  return readdirSync(folder)
    .map((file) => asRecord(JSON.parse(readFileSync(join(folder, file), "utf8"))))
    .filter((mapping) => text(mapping?.EventSourceArn) === queueArn)
    .map((mapping) => {
      const maximum = asRecord(mapping?.ScalingConfig)?.MaximumConcurrency;
      return {
        state: mapping?.Enabled === true ? "Enabled" : "Disabled",
        responseTypes: asArray(mapping?.FunctionResponseTypes).filter((type) => typeof type === "string"),
        maximumConcurrency: typeof maximum === "number" ? maximum : undefined,
      };
    });
}
