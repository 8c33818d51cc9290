import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { records } from "../../functions/shared/records";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { lastPart } from "../../functions/shared/text/last-part";
import {
  asArray,
  asRecord,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";

/** What a finding is about, in ECS's fields, and the resources' own. */
export interface AffectedResources extends EcsOfResource {
  readonly instanceId?: string | undefined;
  readonly instanceType?: string | undefined;
  readonly addresses: readonly string[] | undefined;
  readonly fields: object | undefined;
}

interface EcsOfResource {
  readonly user?: object | undefined;
  readonly host?: object | undefined;
  readonly container?: object | undefined;
  readonly orchestrator?: object | undefined;
  readonly file?: object | undefined;
}

/**
 * By the member of `Details`, which is the resource's type: what ECS has fields for.
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_ResourceDetails.html
 */
const readers: Readonly<Record<string, (details: JsonObject, id: string | undefined) => EcsOfResource>> = {
  AwsEc2Instance: (details, id) => ({
    host: nonEmpty({
      id: lastPart(id),
      ip: list(asArray(details.IpV4Addresses).map(ipAddress), asArray(details.IpV6Addresses).map(ipAddress)),
      type: text(details.Type),
    }),
  }),
  AwsIamAccessKey: (details) => ({
    user: nonEmpty({ id: text(details.PrincipalId), name: text(details.PrincipalName) ?? text(details.UserName) }),
  }),
  AwsIamUser: (details) => ({ user: nonEmpty({ id: text(details.UserId), name: text(details.UserName) }) }),
  Container: (details) => ({
    container: nonEmpty({
      name: text(details.Name),
      runtime: text(details.ContainerRuntime),
      image: nonEmpty({ name: text(details.ImageName), hash: nonEmpty({ all: list(details.ImageId) }) }),
    }),
  }),
  AwsEcrContainerImage: (details) => ({
    container: nonEmpty({
      image: nonEmpty({
        name: text(details.RepositoryName),
        tag: list(details.ImageTags),
        hash: nonEmpty({ all: list(details.ImageDigest) }),
      }),
    }),
  }),
  AwsEksCluster: (details, id) => ({
    orchestrator: {
      type: "kubernetes",
      ...nonEmpty({ cluster: nonEmpty({ id, name: text(details.Name), version: text(details.Version) }) }),
    },
  }),
  AwsS3Object: (details, id) => ({
    file: nonEmpty({
      path: id,
      size: integer(details.Size),
      mime_type: text(details.ContentType),
      mtime: isoTime(details.LastModified),
    }),
  }),
};

export function affectedResources(value: unknown): AffectedResources {
  const resources = records(value);
  const ecs: EcsOfResource[] = resources.flatMap((resource) => {
    const id = text(resource.Id);
    return Object.entries(asRecord(resource.Details) ?? {}).flatMap(([type, details]) => {
      const read = lookup(readers, type);
      return read === undefined ? [] : [read(asRecord(details) ?? {}, id)];
    });
  });
  const instances = resources.filter((resource) => resource.Type === "AwsEc2Instance");
  const instance = asRecord(asRecord(instances[0]?.Details)?.AwsEc2Instance);
  const addresses = list(
    resources.flatMap((resource) => {
      const details = asRecord(asRecord(resource.Details)?.AwsEc2Instance);
      return [...asArray(details?.IpV4Addresses), ...asArray(details?.IpV6Addresses)].map(ipAddress);
    }),
  );
  const first = (member: keyof EcsOfResource) => ecs.find((one) => one[member] !== undefined)?.[member];
  return {
    // Of several resources of a kind, ECS holds the first.
    user: first("user"),
    host: first("host"),
    container: first("container"),
    orchestrator: first("orchestrator"),
    file: first("file"),
    instanceId: lastPart(text(instances[0]?.Id)),
    instanceType: text(instance?.Type),
    addresses,
    fields: nonEmpty({
      id: list(resources.map((resource) => resource.Id)),
      type: list(resources.map((resource) => resource.Type)),
      region: list(resources.map((resource) => resource.Region)),
      role: list(resources.map((resource) => resource.ResourceRole)),
      application_arn: list(resources.map((resource) => resource.ApplicationArn)),
      details: flatObject(together(resources.map((resource) => resource.Details)), { isSecret: isSecretDetail }),
      data_classification: flatObject(together(resources.map((resource) => resource.DataClassification))),
      tags: flatObject(together(resources.map((resource) => resource.Tags))),
    }),
  };
}

/** The members of all objects by name, so that a resource's details are found by its type. */
function together(objects: readonly unknown[]): Readonly<Record<string, unknown>> {
  const members = new Map<string, unknown[]>();
  for (const [name, member] of records(objects).flatMap((object) => Object.entries(object))) {
    const all = members.get(name);
    if (all === undefined) members.set(name, [member]);
    else all.push(member);
  }
  return Object.fromEntries([...members].map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
}

/** Environment variables and user data are where credentials are kept. */
const secretDetails: ReadonlySet<string> = new Set(["Environment", "EnvironmentVariables", "UserData"]);

function isSecretDetail(name: string): boolean {
  return secretDetails.has(name) || isSecret(name);
}
