import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyRotationCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import type { Aws } from "../aws";
import {
  isAwsError,
  optionalNumber,
  optionalText,
  policyText,
  type ResourceKind,
  tagsOf,
  textOf,
  unlessMissing,
} from "../kind";
import { digest, type Properties } from "../properties";

// A key has no name; this tag lets a deployment find the key that an interrupted one made.
const IDENTITY_TAG = "local-stage-identity";
const GONE = "NotFoundException";

const REPLACE_KEY_ON = ["keyUsage", "customerMasterKeySpec", "multiRegion", "region"];

/** Differs between a key and the one that replaces it, which has the same URN. */
function identityOf(urn: string, inputs: Properties): string {
  return digest([urn, REPLACE_KEY_ON.map((property) => inputs[property])]);
}

const key: ResourceKind = {
  replaceOn: REPLACE_KEY_ON,
  async put(inputs, context) {
    const { kms } = context.aws;
    const description = optionalText(inputs, "description") ?? "Managed by Pulumi";
    const identity = identityOf(context.urn, inputs);
    const tags = { ...tagsOf(inputs), [IDENTITY_TAG]: identity };
    const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const known = context.previous?.id ?? (await orphanedKey(identity, context.aws));
    const KeyId = known ?? (await createKey(inputs, description, context.aws));
    await kms.send(new TagResourceCommand({ KeyId, Tags }));
    if (known !== undefined) await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: description }));
    if (inputs.policy !== undefined) {
      await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy: policyText(inputs.policy) }));
    }
    const rotation = inputs.enableKeyRotation === true;
    await kms.send(rotation ? new EnableKeyRotationCommand({ KeyId }) : new DisableKeyRotationCommand({ KeyId }));
    const arn = await context.aws.arn("kms", `key/${KeyId}`);
    return {
      id: KeyId,
      outputs: { keyId: KeyId, arn, description, region: context.aws.region, tagsAll: tagsOf(inputs) },
    };
  },
  read: async (id, _outputs, aws) => ((await usableKey(id, aws)) ? {} : undefined),
  async remove(id, outputs, aws) {
    // A key cannot be deleted at once, neither here nor on AWS.
    const days = optionalNumber(outputs, "deletionWindowInDays") ?? 30;
    try {
      await aws.kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: days }));
    } catch (error) {
      if (!isAwsError(error, GONE, "KMSInvalidStateException")) throw error;
    }
  },
};

async function createKey(inputs: Properties, Description: string, { kms }: Aws): Promise<string> {
  const usage = optionalText(inputs, "keyUsage") ?? "ENCRYPT_DECRYPT";
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({
      Description,
      KeyUsage: usage as "ENCRYPT_DECRYPT",
      KeySpec: (optionalText(inputs, "customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT") as "SYMMETRIC_DEFAULT",
      MultiRegion: inputs.multiRegion === true,
    }),
  );
  if (KeyMetadata?.KeyId === undefined) throw new Error("KMS answered CreateKey without a key id.");
  return KeyMetadata.KeyId;
}

async function usableKey(KeyId: string, { kms }: Aws): Promise<boolean> {
  const found = await unlessMissing(kms.send(new DescribeKeyCommand({ KeyId })), GONE);
  return found?.KeyMetadata !== undefined && found.KeyMetadata.KeyState !== "PendingDeletion";
}

/** The key that an interrupted deployment made for this resource. */
async function orphanedKey(identity: string, aws: Aws): Promise<string | undefined> {
  const { Keys = [] } = await aws.kms.send(new ListKeysCommand({}));
  for (const { KeyId } of Keys) {
    if (KeyId === undefined) continue;
    const tagged = await unlessMissing(
      aws.kms.send(new ListResourceTagsCommand({ KeyId })),
      GONE,
      "AccessDeniedException",
    );
    const isOurs = tagged?.Tags?.some(({ TagKey, TagValue }) => TagKey === IDENTITY_TAG && TagValue === identity);
    if (isOurs && (await usableKey(KeyId, aws))) return KeyId;
  }
  return undefined;
}

const alias: ResourceKind = {
  autoName: { property: "name", prefix: "alias/" },
  replaceOn: ["name", "region"],
  async put(inputs, { aws }) {
    const AliasName = textOf(inputs, "name");
    const target = textOf(inputs, "targetKeyId");
    const TargetKeyId = target.slice(target.lastIndexOf("/") + 1);
    try {
      await aws.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    } catch (error) {
      if (!isAwsError(error, "AlreadyExistsException")) throw error;
      await aws.kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId }));
    }
    const arn = await aws.arn("kms", AliasName);
    return { id: AliasName, outputs: { arn, targetKeyArn: await aws.arn("kms", `key/${TargetKeyId}`) } };
  },
  async read(id, _outputs, { kms }) {
    return (await unlessMissing(kms.send(new DescribeKeyCommand({ KeyId: id })), GONE)) === undefined ? undefined : {};
  },
  async remove(id, _outputs, { kms }) {
    await unlessMissing(kms.send(new DeleteAliasCommand({ AliasName: id })), GONE);
  },
};

export const keyKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:kms/alias:Alias": alias,
  "aws:kms/key:Key": key,
};
