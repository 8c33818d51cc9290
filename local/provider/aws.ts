import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { OpenSearchClient } from "@aws-sdk/client-opensearch";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** What the local stage tells the stand-in provider, as environment variables of the Pulumi engine. */
export interface ProviderSettings {
  /** Folder for what the runtime of the functions needs (`functions/`, `mappings/`): SIEM_STATE_DIR. */
  readonly stateDir: string;
  /** URL of the AWS emulator: AWS_ENDPOINT_URL. */
  readonly awsEndpoint: string;
  /** Region of the deployment: AWS_REGION. */
  readonly region: string;
  /** host:port that answers as the OpenSearch domain's endpoint: SIEM_DOMAIN_ENDPOINT. */
  readonly domainEndpoint: string | undefined;
  /** Where the stage runs a deployed function: SIEM_INVOKE_URL. */
  readonly invokeUrl: string | undefined;
}

/** The clients of the AWS emulator and what is known of the account. */
export class Aws {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly kms: KMSClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudwatch: CloudWatchClient;
  readonly opensearch: OpenSearchClient;
  readonly region: string;
  readonly partition: string;
  private readonly sts: STSClient;
  private identity: Promise<CallerIdentity> | undefined;

  constructor(readonly settings: ProviderSettings) {
    const { region, awsEndpoint: endpoint } = settings;
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    // An error of the emulator is no passing condition; a second attempt is for a connection that was closed.
    const common = { region, endpoint, credentials, maxAttempts: 2 };
    this.region = region;
    this.partition = partitionOf(region);
    this.s3 = new S3Client({ ...common, forcePathStyle: true });
    // A queue's URL in the state may name a port of an earlier run of the emulator; the endpoint decides where it is.
    this.sqs = new SQSClient({ ...common, useQueueUrlAsEndpoint: false });
    this.sns = new SNSClient(common);
    this.kms = new KMSClient(common);
    this.iam = new IAMClient(common);
    this.lambda = new LambdaClient(common);
    this.logs = new CloudWatchLogsClient(common);
    this.cloudwatch = new CloudWatchClient(common);
    this.opensearch = new OpenSearchClient(common);
    this.sts = new STSClient(common);
  }

  /** Who the emulator says we are; asked once. */
  callerIdentity(): Promise<CallerIdentity> {
    this.identity ??= this.sts
      .send(new GetCallerIdentityCommand({}))
      .then(({ Account = "", Arn = "", UserId = "" }) => ({ accountId: Account, arn: Arn, userId: UserId }));
    return this.identity;
  }

  /** ARN of something of this account and region; `region` "" for global services, `accountId` "" for S3. */
  async arn(service: string, resource: string, { region = this.region, accountId }: ArnParts = {}): Promise<string> {
    const account = accountId ?? (await this.callerIdentity()).accountId;
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }
}

export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
}

interface ArnParts {
  readonly region?: string;
  readonly accountId?: string;
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** Reads the settings from the environment; an unset variable is named in the error. */
export function settingsFromEnvironment(environment: NodeJS.ProcessEnv): ProviderSettings {
  const needed = (name: string, meaning: string): string => {
    const value = environment[name];
    if (value) return value;
    throw new Error(`The stand-in AWS provider needs ${name} (${meaning}); local/deploy.ts sets it.`);
  };
  return {
    awsEndpoint: needed("AWS_ENDPOINT_URL", "the URL of the AWS emulator"),
    region: needed("AWS_REGION", "the region of the deployment"),
    stateDir: needed("SIEM_STATE_DIR", "the state folder of the local stage"),
    domainEndpoint: environment.SIEM_DOMAIN_ENDPOINT || undefined,
    invokeUrl: environment.SIEM_INVOKE_URL || undefined,
  };
}
