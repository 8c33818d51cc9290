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

/** What a finding is about, in ECS's fields, and GuardDuty's own about it. */
export interface AffectedResource {
  readonly user: object | undefined;
  readonly instanceId: string | undefined;
  readonly instanceType: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly container: object | undefined;
  readonly orchestrator: object | undefined;
  /** The instance's own addresses, private and public. */
  readonly addresses: readonly string[] | undefined;
  readonly fields: object | undefined;
}

/** @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Resource.html */
export function affectedResource(resource: JsonObject): AffectedResource {
  const key = asRecord(resource.accessKeyDetails);
  const instance = asRecord(resource.instanceDetails);
  const interfaces = asArray(instance?.networkInterfaces).map((item) => asRecord(item) ?? {});
  const buckets = asArray(resource.s3BucketDetails).map((item) => asRecord(item) ?? {});
  const cluster = asRecord(resource.eksClusterDetails);
  const ecs = asRecord(resource.ecsClusterDetails);
  const kubernetes = asRecord(resource.kubernetesDetails);
  const kubernetesUser = asRecord(kubernetes?.kubernetesUserDetails);
  const workload = asRecord(kubernetes?.kubernetesWorkloadDetails);
  const database = asRecord(resource.rdsDbInstanceDetails);
  const databaseUser = asRecord(resource.rdsDbUserDetails);
  const lambda = asRecord(resource.lambdaDetails);
  const role = asRecord(instance?.iamInstanceProfile);
  return {
    user: nonEmpty({
      id: text(key?.principalId) ?? text(kubernetesUser?.uid),
      name: text(key?.userName) ?? text(kubernetesUser?.username) ?? text(databaseUser?.user),
    }),
    instanceId: text(instance?.instanceId),
    instanceType: text(instance?.instanceType),
    availabilityZone: text(instance?.availabilityZone),
    container: container(asRecord(resource.containerDetails) ?? asRecord(asArray(workload?.containers)[0])),
    orchestrator: orchestrator(cluster, workload),
    addresses: list(
      interfaces.flatMap((item) => [ipAddress(item.privateIpAddress), ipAddress(item.publicIp)]),
      interfaces.flatMap((item) => asArray(item.ipv6Addresses).map(ipAddress)),
    ),
    fields: nonEmpty({
      access_key: nonEmpty({
        access_key_id: text(key?.accessKeyId),
        principal_id: text(key?.principalId),
        user_name: text(key?.userName),
        user_type: text(key?.userType),
      }),
      instance: nonEmpty({
        id: text(instance?.instanceId),
        image_id: text(instance?.imageId),
        profile_arn: text(role?.arn),
        vpc_id: list(interfaces.map((item) => item.vpcId)),
        subnet_id: list(interfaces.map((item) => item.subnetId)),
        network_interface_id: list(interfaces.map((item) => item.networkInterfaceId)),
        security_group_id: list(
          interfaces.flatMap((item) => asArray(item.securityGroups).map((group) => asRecord(group)?.groupId)),
        ),
      }),
      s3_buckets: nonEmpty({
        name: list(buckets.map((item) => item.name)),
        arn: list(buckets.map((item) => item.arn)),
      }),
      eks_cluster: nonEmpty({ name: text(cluster?.name), arn: text(cluster?.arn) }),
      ecs_cluster: nonEmpty({ name: text(ecs?.name), arn: text(ecs?.arn) }),
      rds_instance: nonEmpty({
        id: text(database?.dbInstanceIdentifier),
        arn: text(database?.dbInstanceArn),
        cluster_id: text(database?.dbClusterIdentifier),
        engine: text(database?.engine),
      }),
      lambda_function: nonEmpty({ name: text(lambda?.functionName), arn: text(lambda?.functionArn) }),
    }),
  };
}

function container(details: JsonObject | undefined): object | undefined {
  const image = text(details?.image);
  return nonEmpty({
    id: text(details?.id),
    name: text(details?.name),
    runtime: text(details?.containerRuntime),
    image: image === undefined ? undefined : { name: image },
  });
}

function orchestrator(cluster: JsonObject | undefined, workload: JsonObject | undefined): object | undefined {
  const name = text(cluster?.name);
  const fields = nonEmpty({
    cluster: name === undefined ? undefined : { name },
    namespace: text(workload?.namespace),
    resource: nonEmpty({ name: text(workload?.name), type: text(workload?.type) }),
  });
  return fields === undefined ? undefined : { type: "kubernetes", ...fields };
}

/** The process of a runtime finding, as ECS `process`. */
export function runtimeProcess(runtimeDetails: unknown): object | undefined {
  const process = asRecord(asRecord(runtimeDetails)?.process);
  const sha256 = text(process?.executableSha256);
  const userName = text(process?.user);
  return nonEmpty({
    name: text(process?.name),
    executable: text(process?.executablePath),
    pid: integer(process?.pid),
    entity_id: text(process?.uuid),
    start: isoTime(process?.startTime),
    working_directory: text(process?.pwd),
    hash: sha256 === undefined ? undefined : { sha256 },
    user: nonEmpty({ name: userName, id: text(process?.userId) }),
    parent: nonEmpty({ entity_id: text(process?.parentUuid) }),
  });
}
