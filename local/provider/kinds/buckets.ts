import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  type PutBucketEncryptionCommandInput,
  PutBucketLifecycleConfigurationCommand,
  type PutBucketLifecycleConfigurationCommandInput,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  type PutBucketOwnershipControlsCommandInput,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import pLimit from "p-limit";
import type { Aws } from "../aws";
import {
  isAwsError,
  objectsOf,
  optionalText,
  policyText,
  type ResourceKind,
  tagList,
  tagsOf,
  textOf,
  textsOf,
  toAwsSpelling,
  unlessMissing,
} from "../kind";
import { isObject, type Properties } from "../properties";

const GONE = ["NoSuchBucket", "NotFound"];

const bucket: ResourceKind = {
  autoName: { property: "bucket", prefixProperty: "bucketPrefix", limit: 63, lowerCase: true },
  replaceOn: ["bucket", "bucketPrefix", "objectLockEnabled", "region"],
  async put(inputs, { aws }) {
    const name = textOf(inputs, "bucket");
    try {
      await aws.s3.send(
        new CreateBucketCommand({
          Bucket: name,
          ObjectLockEnabledForBucket: inputs.objectLockEnabled === true,
          // us-east-1 is the one region that S3 refuses to be told.
          ...(aws.region === "us-east-1" ? {} : { CreateBucketConfiguration: locationOf(aws.region) }),
        }),
      );
    } catch (error) {
      if (!isAwsError(error, "BucketAlreadyOwnedByYou", "BucketAlreadyExists")) throw error;
    }
    await aws.s3.send(new PutBucketTaggingCommand({ Bucket: name, Tagging: { TagSet: tagList(inputs) } }));
    return {
      id: name,
      outputs: {
        arn: await aws.arn("s3", name, { region: "", accountId: "" }),
        bucketDomainName: `${name}.s3.amazonaws.com`,
        bucketRegion: aws.region,
        bucketRegionalDomainName: `${name}.s3.${aws.region}.amazonaws.com`,
        // The hosted zone of S3 websites in eu-west-1; nothing local resolves it.
        hostedZoneId: "Z1BKCTXD74EZPE",
        region: aws.region,
        tagsAll: tagsOf(inputs),
      },
    };
  },
  read: bucketIsThere,
  async remove(id, outputs, aws) {
    try {
      if (outputs.forceDestroy === true) await empty(aws.s3, id);
      await aws.s3.send(new DeleteBucketCommand({ Bucket: id }));
    } catch (error) {
      if (isAwsError(error, ...GONE)) return;
      if (!isAwsError(error, "BucketNotEmpty")) throw error;
      const fix = "Set forceDestroy (stack setting protectData: false) and deploy, or empty the bucket yourself.";
      throw new Error(`The bucket "${id}" still holds objects and forceDestroy is off. ${fix}`, { cause: error });
    }
  },
};

function locationOf(region: string): { LocationConstraint: "eu-west-1" } {
  // The client's type lists the regions of its release; any region name is fine for the emulator.
  return { LocationConstraint: region as "eu-west-1" };
}

const deletionsAtOnce = 8;

/** Removes every version and delete marker. */
async function empty(s3: S3Client, name: string): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: name }));
    const objects = [...Versions, ...DeleteMarkers].flatMap(({ Key, VersionId }) =>
      Key === undefined ? [] : [{ Key, ...(VersionId === undefined ? {} : { VersionId }) }],
    );
    if (objects.length === 0) return;
    // One by one: the emulator cannot read a list of keys with characters that XML has not.
    const limit = pLimit(deletionsAtOnce);
    await limit.map(objects, (object) =>
      s3.send(new DeleteObjectCommand({ Bucket: name, ...object, BypassGovernanceRetention: true })),
    );
  }
}

async function bucketIsThere(_id: string, outputs: Properties, aws: Aws): Promise<Properties | undefined> {
  const found = await unlessMissing(aws.s3.send(new HeadBucketCommand({ Bucket: textOf(outputs, "bucket") })), ...GONE);
  return found === undefined ? undefined : {};
}

type Removal = (name: string, aws: Aws) => Promise<unknown>;

/** A setting that S3 keeps with the bucket, whose id is the bucket's name. */
function setting(
  apply: (name: string, inputs: Properties, aws: Aws) => Promise<unknown>,
  removal?: Removal,
): ResourceKind {
  return {
    replaceOn: ["bucket"],
    deleteBeforeReplace: true,
    async put(inputs, { aws }) {
      const name = textOf(inputs, "bucket");
      await apply(name, inputs, aws);
      return { id: name, outputs: {} };
    },
    read: bucketIsThere,
    async remove(id, _outputs, aws) {
      if (removal) await unlessMissing(removal(id, aws), ...GONE);
    },
  };
}

const policy = setting(
  (Bucket, { policy }, { s3 }) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyText(policy) })),
  (Bucket, { s3 }) => s3.send(new DeleteBucketPolicyCommand({ Bucket })),
);

const publicAccessBlock = setting(
  (Bucket, inputs, { s3 }) =>
    s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: inputs.blockPublicAcls === true,
          BlockPublicPolicy: inputs.blockPublicPolicy === true,
          IgnorePublicAcls: inputs.ignorePublicAcls === true,
          RestrictPublicBuckets: inputs.restrictPublicBuckets === true,
        },
      }),
    ),
  (Bucket, { s3 }) => s3.send(new DeletePublicAccessBlockCommand({ Bucket })),
);

const versioning = setting((Bucket, inputs, { s3 }) => {
  const { status } = isObject(inputs.versioningConfiguration) ? inputs.versioningConfiguration : {};
  // "Disabled" is Terraform's word for a bucket that never had versioning: nothing to send.
  if (status !== "Enabled" && status !== "Suspended") return Promise.resolve();
  return s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: status } }));
});

const ownership = setting(
  (Bucket, inputs, { s3 }) => {
    const rule = toAwsSpelling(inputs.rule);
    const OwnershipControls = { Rules: [rule] } as PutBucketOwnershipControlsCommandInput["OwnershipControls"];
    return s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
  },
  (Bucket, { s3 }) => s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket })),
);

const encryption = setting(
  (Bucket, inputs, { s3 }) => {
    const Rules = toAwsSpelling(inputs.rules, { sseAlgorithm: "SSEAlgorithm", kmsMasterKeyId: "KMSMasterKeyID" });
    const configuration = { Rules } as PutBucketEncryptionCommandInput["ServerSideEncryptionConfiguration"];
    return s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: configuration }));
  },
  (Bucket, { s3 }) => s3.send(new DeleteBucketEncryptionCommand({ Bucket })),
);

const lifecycle = setting(
  (Bucket, inputs, { s3 }) => {
    const rules = objectsOf(inputs, "rules").map((rule) => ({ filter: { prefix: "" }, ...rule }));
    const LifecycleConfiguration = { Rules: toAwsSpelling(rules, { id: "ID" }) };
    type Input = PutBucketLifecycleConfigurationCommandInput["LifecycleConfiguration"];
    return s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: LifecycleConfiguration as Input,
      }),
    );
  },
  (Bucket, { s3 }) => s3.send(new DeleteBucketLifecycleCommand({ Bucket })),
);

/** One kind of notification target: events, filter and id of each entry. */
function notificationTargets(inputs: Properties, property: string) {
  return objectsOf(inputs, property).map((target) => {
    const rules = [
      { Name: "prefix" as const, Value: optionalText(target, "filterPrefix") },
      { Name: "suffix" as const, Value: optionalText(target, "filterSuffix") },
    ].filter(({ Value }) => Value !== undefined);
    return {
      target,
      common: {
        Id: optionalText(target, "id"),
        Events: textsOf(target, "events") as "s3:ObjectCreated:*"[],
        ...(rules.length > 0 ? { Filter: { Key: { FilterRules: rules } } } : {}),
      },
    };
  });
}

const notification = setting(
  (Bucket, inputs, { s3 }) =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          QueueConfigurations: notificationTargets(inputs, "queues").map(({ target, common }) => ({
            ...common,
            QueueArn: textOf(target, "queueArn"),
          })),
          TopicConfigurations: notificationTargets(inputs, "topics").map(({ target, common }) => ({
            ...common,
            TopicArn: textOf(target, "topicArn"),
          })),
          LambdaFunctionConfigurations: notificationTargets(inputs, "lambdaFunctions").map(({ target, common }) => ({
            ...common,
            LambdaFunctionArn: textOf(target, "lambdaFunctionArn"),
          })),
          ...(inputs.eventbridge === true ? { EventBridgeConfiguration: {} } : {}),
        },
      }),
    ),
  (Bucket, { s3 }) => s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })),
);

const objectLock = setting((Bucket, inputs, { s3 }) =>
  s3.send(
    new PutObjectLockConfigurationCommand({
      Bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        ...(isObject(inputs.rule) ? (toAwsSpelling({ rule: inputs.rule }) as object) : {}),
      },
    }),
  ),
);

// Missing on purpose: BucketIntelligentTieringConfiguration (moto takes that call for CreateBucket) and BucketLogging (moto
// wants a statement in the target's policy, which S3 does not, and fails at a policy with a statement for everybody).
export const bucketKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": lifecycle,
  "aws:s3/bucketNotification:BucketNotification": notification,
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": objectLock,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ownership,
  "aws:s3/bucketPolicy:BucketPolicy": policy,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": publicAccessBlock,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": encryption,
  "aws:s3/bucketVersioning:BucketVersioning": versioning,
};
