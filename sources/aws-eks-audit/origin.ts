import type { RecordEnvelope } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";

const components =
  /^(kube-apiserver-audit|kube-apiserver|kube-controller-manager|kube-scheduler|cloud-controller-manager|authenticator)-/;

/** Adds what only the envelope says: the cluster is in the log group's name, the component in the stream's. */
export function withCluster(document: EcsDocument, envelope: RecordEnvelope | undefined): EcsDocument {
  const cluster = /^\/aws\/eks\/([^/]+)\/cluster$/.exec(envelope?.logGroup ?? "")?.[1];
  const component = components.exec(envelope?.logStream ?? "")?.[1];
  return {
    ...document,
    cloud: { service: { name: "eks" } },
    orchestrator: {
      type: "kubernetes",
      cluster: cluster === undefined ? undefined : { name: cluster },
      ...document.orchestrator,
    },
    service: component === undefined ? document.service : { name: component },
  };
}
