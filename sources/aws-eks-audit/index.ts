import {
  defineSource,
  type LogObject,
  type MappedRecord,
  type RawRecord,
  type RecordMapper,
} from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { asRecord, type JsonObject } from "../../functions/shared/values";
import { isAuditEvent, mapAuditEvent } from "./audit";
import { mapAuthenticator } from "./authenticator";
import { mapComponent, mapComponentJson } from "./component";
import { fields } from "./fields";
import { withCluster } from "./origin";
import { rawFields } from "./raw-fields";

export default defineSource({
  id: "aws-eks-audit",
  title: "Amazon EKS control plane (audit, authenticator and component logs)",
  documentation: "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
  module: "aws",
  dataset: "aws.eks_audit",
  indexPeriod: "day",
  delivery:
    "Turn on control plane logging of the cluster, at least `audit` and `authenticator`, and send the log group `/aws/eks/<cluster>/cluster` to a Firehose stream that ends in the archive.",
  format: "lines",
  keys: [],
  envelopes: [{ logGroup: /^\/aws\/eks\/[^/]+\/cluster$/ }],
  recognises: (value) => (typeof value === "string" ? isAuthenticatorLine(value) : isAuditEvent(asRecord(value))),
  open: openControlPlaneLog,
  remembers: "headers",
  sigma: [{ product: "kubernetes", service: "audit" }],
  fields,
  rawFields,
});

/** aws-iam-authenticator's answers; other lines of logrus may be anybody's. */
function isAuthenticatorLine(line: string): boolean {
  return line.startsWith('time="') && line.includes(" level=") && line.includes("path=/authenticate");
}

function openControlPlaneLog(object: LogObject): RecordMapper {
  return (record: RawRecord): MappedRecord => {
    const { value, envelope } = record;
    if (typeof value === "string")
      return { kind: "event", document: withCluster(mapText(value, record, object), envelope) };
    const event = asRecord(value);
    if (isAuditEvent(event)) {
      const { document, id } = mapAuditEvent(event);
      return { kind: "event", document: withCluster(document, envelope), id };
    }
    if (isComponentJson(event)) return { kind: "event", document: withCluster(mapComponentJson(event), envelope) };
    throw new RecordError("not of an EKS control plane: expected an audit.k8s.io event or a component's line");
  };
}

function mapText(line: string, record: RawRecord, object: LogObject): ReturnType<typeof mapComponent> {
  if (line.trim() === "") throw new RecordError("an empty line where a control plane component's was expected");
  return line.startsWith('time="')
    ? mapAuthenticator(line)
    : mapComponent(line, record.envelope?.time ?? object.lastModified);
}

/** What zap writes: the API server's etcd client, for one. */
function isComponentJson(value: JsonObject | undefined): value is JsonObject {
  return typeof value?.msg === "string" && typeof value.level === "string";
}
