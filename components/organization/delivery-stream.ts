import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn, viaService } from "../aws/arn";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";
import type { ArchiveTarget } from "./security-services";
import { ServiceRole } from "./service-role";

/** Where streams write into the archive. */
const deliveryStreamPrefix = "firehose/";

export interface DeliveryStreamArgs {
  readonly target: AwsTarget;
  readonly archive: ArchiveTarget;
  /** Part of the objects' keys behind `firehose/`. */
  readonly folder: string;
  /**
   * What is put into it: texts, which get a line each and are compressed, or what is compressed already and is written one
   * behind the other.
   */
  readonly records: "texts" | "compressed";
  /** Key of the stream's own log, whose policy must let CloudWatch Logs use it. */
  readonly logKeyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
}

/** Name of the log group of a stream's own log. */
export function deliveryLogGroup(streamName: string): string {
  return `/aws/kinesisfirehose/${streamName}`;
}

/** A stream of Amazon Data Firehose that writes what is put into it to the archive, at least once a minute. */
export class DeliveryStream extends SiemComponent {
  readonly streamArn: pulumi.Output<string>;

  constructor(name: string, args: DeliveryStreamArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:DeliveryStream", name, args, opts);
    const { target, archive, folder, records, logKeyArn, logRetentionDays } = args;
    const child = { parent: this };

    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: deliveryLogGroup(name), kmsKeyId: logKeyArn, retentionInDays: logRetentionDays },
      child,
    );
    const logStream = new aws.cloudwatch.LogStream(name, { name: "delivery", logGroupName: logGroup.name }, child);
    const role = new ServiceRole(
      `${name}-firehose`,
      {
        description: `Writes ${folder} to the archive`,
        service: "firehose.amazonaws.com",
        condition: {
          StringEquals: { "aws:SourceAccount": target.accountId },
          ArnLike: { "aws:SourceArn": arn(target, { service: "firehose", resource: `deliverystream/${name}` }) },
        },
        statements: [
          {
            Sid: "WriteObjects",
            Effect: "Allow",
            Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
            Resource: ["", "errors/"].map(
              (kind) => pulumi.interpolate`${archive.bucketArn}/${deliveryStreamPrefix}${kind}${folder}/*`,
            ),
          },
          {
            Sid: "FindBucket",
            Effect: "Allow",
            Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
            Resource: archive.bucketArn,
          },
          {
            Sid: "EncryptObjects",
            Effect: "Allow",
            Action: ["kms:GenerateDataKey", "kms:Decrypt"],
            Resource: archive.keyArn,
            Condition: { StringEquals: { "kms:ViaService": viaService(target, "s3") } },
          },
          {
            Sid: "WriteLog",
            Effect: "Allow",
            Action: "logs:PutLogEvents",
            Resource: pulumi.interpolate`${logGroup.arn}:log-stream:*`,
          },
        ],
      },
      child,
    );
    const stream = new aws.kinesis.FirehoseDeliveryStream(
      name,
      {
        name,
        destination: "extended_s3",
        serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: archive.keyArn },
        extendedS3Configuration: {
          roleArn: role.roleArn,
          bucketArn: archive.bucketArn,
          kmsKeyArn: archive.keyArn,
          prefix: `${deliveryStreamPrefix}${folder}/!{timestamp:yyyy/MM/dd/HH}/`,
          errorOutputPrefix: `${deliveryStreamPrefix}errors/${folder}/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/`,
          bufferingSize: 64,
          bufferingInterval: 60,
          ...contents[records],
          cloudwatchLoggingOptions: { enabled: true, logGroupName: logGroup.name, logStreamName: logStream.name },
        },
      },
      { parent: this, dependsOn: [role.rolePolicy, ...archive.permission] },
    );

    this.streamArn = stream.arn;
    this.registerOutputs({ streamArn: this.streamArn });
  }
}

const contents = {
  compressed: { compressionFormat: "UNCOMPRESSED" },
  texts: {
    compressionFormat: "GZIP",
    processingConfiguration: {
      enabled: true,
      processors: [
        { type: "AppendDelimiterToRecord", parameters: [{ parameterName: "Delimiter", parameterValue: "\\n" }] },
      ],
    },
  },
};
