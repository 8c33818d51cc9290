import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { arn } from "../aws/arn";
import type { AwsTarget } from "../aws/target";
import { SiemComponent } from "../siem-component";

/** Where AWS Config delivers to. */
export interface ConfigTarget {
  readonly bucketName: pulumi.Input<string>;
  /** Default: the bucket's own encryption. */
  readonly keyArn?: pulumi.Input<string>;
}

export interface ConfigRecordingArgs extends ConfigTarget {
  readonly target: AwsTarget;
  /** Account of the provider. */
  readonly accountId: string;
  /** The first records IAM and other global resources, so that they are recorded, and paid, once. */
  readonly regions: readonly string[];
  /** False where the account has the service-linked role of AWS Config already. Default: true. */
  readonly createServiceLinkedRole?: boolean;
  /** What must be in force before: the archive's policies. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * AWS Config of one account: all resource types in each region, delivered to a bucket.
 * https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html
 */
export class ConfigRecording extends SiemComponent {
  constructor(name: string, args: ConfigRecordingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:ConfigRecording", name, args, opts);
    const { target, accountId, regions, bucketName, keyArn, createServiceLinkedRole = true, after } = args;
    const serviceLinkedRole = createServiceLinkedRole
      ? [new aws.iam.ServiceLinkedRole(name, { awsServiceName: "config.amazonaws.com" }, { parent: this })]
      : [];
    const roleArn = arn(target, {
      ...{ service: "iam", region: "", accountId },
      resource: "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
    });

    for (const region of regions) {
      const regional = `${name}-${region}`;
      const recorder = new aws.cfg.Recorder(
        regional,
        {
          ...{ region, name: "default", roleArn },
          recordingGroup: { allSupported: true, includeGlobalResourceTypes: region === regions[0] },
        },
        { parent: this, dependsOn: serviceLinkedRole },
      );
      const channel = new aws.cfg.DeliveryChannel(
        regional,
        {
          ...{ region, name: "default" },
          s3BucketName: bucketName,
          ...(keyArn !== undefined && { s3KmsKeyArn: keyArn }),
          snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
        },
        // Config refuses a channel without a recorder, and one whose bucket it cannot write to.
        { parent: this, dependsOn: [recorder, ...after] },
      );
      new aws.cfg.RecorderStatus(
        regional,
        { region, name: recorder.name, isEnabled: true },
        { parent: this, dependsOn: channel },
      );
    }
    this.registerOutputs({});
  }
}
