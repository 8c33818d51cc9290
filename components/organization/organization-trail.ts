import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { SiemComponent } from "../siem-component";
import { type DataEvents, eventSelectors, type LoaderResources } from "./data-events";

export interface OrganizationTrailArgs {
  /** Name of the trail, which the policies of bucket and key name too. */
  readonly trailName: string;
  /** Region that the trail is of; it records all others, too. */
  readonly region: pulumi.Input<string>;
  readonly bucketName: pulumi.Input<string>;
  /** Key of the bucket's account. */
  readonly kmsKeyArn: pulumi.Input<string>;
  /** Data events to record, 0.10 USD for 100,000. Default: none. */
  readonly dataEvents?: readonly DataEvents[];
  /** Whose data events are left out. */
  readonly loader: LoaderResources;
  /** What must be in force before: policies of bucket and key, CloudTrail's access to the organization. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The trail of all accounts and regions of an organization, of its management account: its provider must be that
 * account's. Files can be proven to be unchanged, and are encrypted with the archive's key.
 */
export class OrganizationTrail extends SiemComponent {
  readonly trailArn: pulumi.Output<string>;

  constructor(name: string, args: OrganizationTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:OrganizationTrail", name, args, opts);
    const { trailName, region, bucketName, kmsKeyArn, dataEvents = [], loader, after } = args;
    const selectors = eventSelectors(dataEvents, loader);

    const trail = new aws.cloudtrail.Trail(
      name,
      {
        name: trailName,
        region,
        s3BucketName: bucketName,
        kmsKeyId: kmsKeyArn,
        isOrganizationTrail: true,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        enableLogging: true,
        ...(selectors && { advancedEventSelectors: selectors }),
      },
      { parent: this, dependsOn: [...after] },
    );

    this.trailArn = trail.arn;
    this.registerOutputs({ trailArn: this.trailArn });
  }
}
