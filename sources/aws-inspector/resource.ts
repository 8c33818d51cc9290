import { flatObject } from "../../functions/shared/flat-object";
import { records } from "../../functions/shared/records";
import { asArray, asRecord, ipAddress, list, nonEmpty, text } from "../../functions/shared/values";

/** What a finding is about, in ECS's fields, and Inspector's own about it. */
export interface InspectedResource {
  readonly region: string | undefined;
  readonly instanceId: string | undefined;
  readonly instanceType: string | undefined;
  readonly host: object | undefined;
  readonly container: object | undefined;
  readonly fields: object | undefined;
}

/** @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_Resource.html */
export function resourceOf(value: unknown): InspectedResource {
  const resources = records(value);
  const [first] = resources;
  const details = asRecord(first?.details) ?? {};
  const instance = asRecord(details.awsEc2Instance) ?? asRecord(details.vm);
  const image = asRecord(details.awsEcrContainerImage) ?? asRecord(details.image);
  const isInstance = first?.type === "AWS_EC2_INSTANCE";
  return {
    region: text(first?.region),
    instanceId: isInstance ? text(first.id) : undefined,
    instanceType: text(instance?.type),
    host: nonEmpty({
      id: instance === undefined ? undefined : text(first?.id),
      name: text(instance?.vmName),
      ip: list(asArray(instance?.ipV4Addresses).map(ipAddress), asArray(instance?.ipV6Addresses).map(ipAddress)),
      type: text(instance?.type),
      os: nonEmpty({ full: text(instance?.platform) }),
    }),
    container:
      image === undefined
        ? undefined
        : nonEmpty({
            image: nonEmpty({
              name: text(image.repositoryName),
              tag: list(image.imageTags),
              hash: nonEmpty({ all: list(image.imageHash, image.imageDigest) }),
            }),
          }),
    fields: nonEmpty({
      id: list(resources.map((resource) => resource.id)),
      type: list(resources.map((resource) => resource.type)),
      tags: flatObject(first?.tags),
      details: flatObject(details),
    }),
  };
}
