import * as pulumi from "@pulumi/pulumi";
import * as components from "../../components";
import { ConfigurationError } from "../../functions/shared/errors";
import { readSettings } from "../../settings";
import { siemArgs } from "../../settings/siem-args";
import type { SiemArgs } from "./siem-args.generated";

/** The whole SIEM: archive, queue, loader, search domain with its content, network, detection, dashboard and alarms. Its name: 3 to 20 of a-z, 0-9 and -. */
export class Siem extends pulumi.ComponentResource {
  /** Bucket for logs. */
  readonly archiveBucketName: pulumi.Output<string>;
  /** Bucket for S3 server access logs and access logs of load balancers. */
  readonly accessLogBucketName: pulumi.Output<string>;
  /** Bucket that AWS Config delivers to. */
  readonly configBucketName: pulumi.Output<string>;
  /** Queue of the objects to load. */
  readonly queueUrl: pulumi.Output<string>;
  /** Queue of what was tried in vain. */
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  /** Name of the loader's function. */
  readonly loaderFunctionName: pulumi.Output<string>;
  /** https://... of what logs are searched with. */
  readonly searchEndpoint: pulumi.Output<string>;
  /** Where people look. */
  readonly dashboardsUrl: pulumi.Output<string>;
  /** Topic that learns when something is wrong with the SIEM itself. */
  readonly alarmTopicArn: pulumi.Output<string>;
  /** Topic of the alerts; none where nothing detects. */
  readonly alertTopicArn?: pulumi.Output<string>;
  /** Table of the alerts, where logs are searched with OpenSearch Serverless. */
  readonly alertTableName?: pulumi.Output<string>;

  constructor(name: string, args: SiemArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:index:Siem", name, {}, opts);
    const settings = readSettings(configuration(args), "siem", process.cwd());
    const outputs = components.siemOutputs(new components.Siem(name, siemArgs(settings), { parent: this }));
    this.archiveBucketName = outputs.archiveBucketName;
    this.accessLogBucketName = outputs.accessLogBucketName;
    this.configBucketName = pulumi.output(outputs.configBucketName);
    this.queueUrl = outputs.queueUrl;
    this.deadLetterQueueUrl = outputs.deadLetterQueueUrl;
    this.loaderFunctionName = outputs.loaderFunctionName;
    this.searchEndpoint = outputs.searchEndpoint;
    this.dashboardsUrl = outputs.dashboardsUrl;
    this.alarmTopicArn = outputs.alarmTopicArn;
    if (outputs.alertTopicArn !== undefined) this.alertTopicArn = outputs.alertTopicArn;
    if (outputs.alertTableName !== undefined) this.alertTableName = outputs.alertTableName;
    this.registerOutputs(outputs);
  }
}

/** The arguments as a stack's configuration holds them, which is read and checked in one place. */
function configuration(args: SiemArgs): Record<string, string> {
  const { "aws:region": region } = pulumi.runtime.allConfig();
  const entries = Object.entries(args).flatMap(([setting, value]: [string, unknown]) =>
    value === undefined ? [] : [[`siem:${setting}`, textOf(setting, value)]],
  );
  return { ...Object.fromEntries(entries), ...(region !== undefined && { "aws:region": region }) };
}

function textOf(setting: string, value: unknown): string {
  if (holdsOutput(value)) {
    throw new ConfigurationError(
      `${setting} holds a value that is known only when other resources are made; it decides what is made, so write it as text`,
    );
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function holdsOutput(value: unknown): boolean {
  if (pulumi.Output.isInstance(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsOutput);
}
