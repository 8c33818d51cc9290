import * as pulumi from "@pulumi/pulumi";
import * as components from "../../components";
import { refuse } from "../../components/arguments/refusal";
import { ConfigurationError } from "../../functions/shared/errors";
import { definitions, readSettings, type Settings } from "../../settings";
import { type Definition, NotAllowed, settingFault } from "../../settings/definition";
import { siemArgs } from "../../settings/siem-args";
import type { SiemArgs } from "./siem-args.generated";

const type = "siem:index:Siem";

/** The whole SIEM: archive, queue, loader, search domain with its content, network, detection, dashboard and alarms. */
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
    super(type, name, {}, opts);
    refuse(type, name, faultsOf(args));
    const settings = settingsOf(name, args);
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

/** @throws ConfigurationError for arguments that contradict each other. */
function settingsOf(name: string, args: SiemArgs): Settings {
  try {
    return readSettings(configuration(args), "siem", process.cwd());
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`${type} "${name}" cannot be made: ${error.message}`, { cause: error });
  }
}

/** What is wrong with single arguments, each of which is a setting. */
function faultsOf(args: SiemArgs): string[] {
  return given(args).flatMap(([name, value]) => {
    const definition: Definition<unknown> | undefined = Object.hasOwn(definitions, name)
      ? definitions[name as keyof typeof definitions]
      : undefined;
    try {
      definition?.parse(textOf(value));
      return [];
    } catch (error) {
      if (definition === undefined || !(error instanceof NotAllowed)) throw error;
      return [settingFault(name, definition, value, error)];
    }
  });
}

/** The arguments as a stack's configuration holds them, which is read and checked in one place. */
function configuration(args: SiemArgs): Record<string, string> {
  const { "aws:region": region } = pulumi.runtime.allConfig();
  const entries = given(args).map(([setting, value]) => [`siem:${setting}`, textOf(value)]);
  return { ...Object.fromEntries(entries), ...(region !== undefined && { "aws:region": region }) };
}

function given(args: SiemArgs): [name: string, value: unknown][] {
  return Object.entries(args).filter(([, value]) => value !== undefined);
}

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
