import type { EcsDocument } from "../../functions/shared/ecs";
import {
  asArray,
  asRecord,
  integer,
  ipAddress,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";

/** The state that an event tells, under the names that services have for it. */
export function stateOf(detail: JsonObject): string | undefined {
  const state = asRecord(detail.state);
  return (
    text(state?.value) ??
    text(state?.name) ??
    text(detail.state) ??
    text(detail.status) ??
    text(detail.lastStatus) ??
    text(detail.result) ??
    text(detail["build-status"]) ??
    text(detail.StatusCode)
  );
}

export function reasonOf(detail: JsonObject): string | undefined {
  return (
    text(asRecord(detail.state)?.reason) ??
    text(detail.StatusMessage) ??
    text(detail.stoppedReason) ??
    text(detail.cause) ??
    text(detail.Cause) ??
    text(detail.reason)
  );
}

/** The EC2 instance that an event is about: named by it, or the only one among its resources. */
export function instanceOf(detail: JsonObject, resources: readonly string[] | undefined): string | undefined {
  const named = text(detail["instance-id"]) ?? text(detail.EC2InstanceId) ?? text(detail.instanceId);
  if (named !== undefined) return named.startsWith("i-") ? named : undefined;
  const ids = (resources ?? []).map((arn) => /:instance\/(i-[0-9a-f]{8,17})$/.exec(arn)?.[1]);
  return ids.length === 1 ? ids[0] : undefined;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export function s3Object(detail: JsonObject): Pick<EcsDocument, "file" | "source"> {
  const object = asRecord(detail.object) ?? {};
  const ip = ipAddress(detail["source-ip-address"]);
  return {
    file: nonEmpty({ path: text(object.key), size: integer(object.size) }),
    source: ip === undefined ? undefined : { ip },
  };
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html */
export function ecsTask(detail: JsonObject): Pick<EcsDocument, "container" | "orchestrator" | "related"> {
  const cluster = text(detail.clusterArn);
  const containers = asArray(detail.containers).map((item) => asRecord(item) ?? {});
  const [container] = containers;
  const image = text(container?.image);
  const addresses = containers
    .flatMap(({ networkInterfaces }) => asArray(networkInterfaces))
    .map((item) => ipAddress(asRecord(item)?.privateIpv4Address));
  return {
    container:
      container === undefined || containers.length > 1
        ? undefined
        : nonEmpty({
            id: text(container.runtimeId),
            name: text(container.name),
            image: image === undefined ? undefined : { name: image },
          }),
    orchestrator: {
      type: "ecs",
      cluster: cluster === undefined ? undefined : nonEmpty({ name: text(cluster.split("/")[1]) }),
    },
    related: nonEmpty({ ip: list(addresses) }),
  };
}
