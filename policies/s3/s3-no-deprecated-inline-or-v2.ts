import { isGiven } from "../graph";
import { definePolicy } from "../policy";
import { bucketType } from "./buckets";

/** Settings that version 7 of the provider wants as resources of their own, by the resource. */
const deprecated: Readonly<Record<string, string>> = {
  accelerationStatus: "BucketAccelerateConfiguration",
  acl: "BucketOwnershipControls",
  corsRules: "BucketCorsConfiguration",
  grants: "BucketOwnershipControls",
  lifecycleRules: "BucketLifecycleConfiguration",
  logging: "BucketLogging",
  loggings: "BucketLogging",
  objectLockConfiguration: "BucketObjectLockConfiguration",
  policy: "BucketPolicy",
  replicationConfiguration: "BucketReplicationConfig",
  requestPayer: "BucketRequestPaymentConfiguration",
  serverSideEncryptionConfiguration: "BucketServerSideEncryptionConfiguration",
  versioning: "BucketVersioning",
  website: "BucketWebsiteConfiguration",
};

const formerKinds = [
  "BucketLogging",
  "BucketVersioning",
  "BucketLifecycleConfiguration",
  "BucketOwnershipControls",
  "BucketServerSideEncryptionConfiguration",
  "BucketObjectLockConfiguration",
].map((kind) => `aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`);

export default definePolicy({
  id: "s3-no-deprecated-inline-or-v2",
  title: "Settings of buckets are resources of their own, without V2 in their names",
  rationale:
    "Version 7 of the AWS provider has deprecated both: a setting in two places is changed back and forth, and going from the former type to the current one replaces the bucket.",
  severity: "advisory",
  service: "s3",
  fix: "Use aws.s3.Bucket with aws.s3.BucketVersioning and so on; keep the bucket by an alias to its former type.",
  example: `const bucket = new aws.s3.Bucket("logs", {}, { aliases: [{ type: "aws:s3/bucketV2:BucketV2" }] });
new aws.s3.BucketVersioning("logs", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });`,
  types: [bucketType, ...formerKinds],
  scope: "resource",
  *check(resource) {
    // Another provider has them inside of its bucket by right, and a setting inside is judged with its bucket.
    if (resource.inside !== undefined || resource.givenType?.startsWith("aws:") === false) return;
    if (resource.givenType !== undefined && resource.givenType !== resource.type)
      yield `is of the deprecated type ${resource.givenType}`;
    if (resource.type !== bucketType) return;
    for (const [property, kind] of Object.entries(deprecated)) {
      if (isGiven(resource, property)) yield `has ${property} inside, which belongs into an aws.s3.${kind}`;
    }
  },
});
