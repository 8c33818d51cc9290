import { awsServiceName } from "../aws/aws-service";
import type { EcsDocument } from "../ecs";
import { lookup } from "../lookup";
import { records } from "../records";
import { generatedId, idWith } from "../unique-id";
import { asRecord, integer, type JsonObject, list, nonEmpty, text } from "../values";
import { typesOf } from "./activities";
import { dnsOf, emailOf, errorOf, forwardedOf, httpOf, tlsOf } from "./application";
import { activityName, classOf, type OcsfClass } from "./classes";
import { detailsOf } from "./details";
import { connectionOf } from "./endpoints";
import { findingOf, type OcsfFinding } from "./finding";
import { allHashes } from "./hashes";
import { identityOf } from "./identity";
import { containerOf, fileOf, hostOf, observablesOf, processOf } from "./system";
import { timeOf } from "./times";

/** An OCSF event in ECS, and what ECS has no field for, to be put under the source's own name. */
export interface OcsfMapping {
  readonly document: EcsDocument;
  readonly fields: object;
  /** The event's own id, or that of this update of a finding; where it has one. */
  readonly id: string | undefined;
}

/** Whether a value is an OCSF event: these attributes are required in every class. @see https://schema.ocsf.io/1.5.0/base_event */
export function isOcsf(value: JsonObject): boolean {
  const metadata = asRecord(value.metadata);
  return (
    integer(value.class_uid) !== undefined &&
    asRecord(metadata?.product) !== undefined &&
    (value.category_uid !== undefined || value.activity_id !== undefined || value.type_uid !== undefined)
  );
}

/** By `severity_id`; 0 is unknown. */
const severityNames: readonly (string | undefined)[] = [
  ...[undefined, "Informational", "Low", "Medium", "High", "Critical", "Fatal"],
];

/** `Low`, `Critical`, ...; some write the number only. */
export function severityName(event: JsonObject): string | undefined {
  return text(event.severity) ?? severityNames[integer(event.severity_id) ?? 0];
}

/** By `action_id` and `disposition_id`: whether a security control let it pass. */
const actions: Readonly<Record<string, boolean>> = { 1: true, 2: false, allowed: true, denied: false };
const dispositions: Readonly<Record<string, boolean>> = {
  ...{ 1: true, 2: false, 3: false, 4: false, 5: false, 6: false, 26: false },
  ...{
    allowed: true,
    blocked: false,
    quarantined: false,
    isolated: false,
    deleted: false,
    dropped: false,
    rejected: false,
  },
};

const outcomeOfStatus: Readonly<Record<string, "success" | "failure">> = {
  success: "success",
  failure: "failure",
  succeeded: "success",
  failed: "failure",
};

/** Maps an event of any class of OCSF 1.0 to 1.5 (and of 1.0.0-rc.2, which Amazon Security Lake began with). */
export function mapOcsf(event: JsonObject): OcsfMapping {
  const evidence = records(event.evidences)[0] ?? {};
  // A finding's evidence tells of the activity that it found, in the same words as an event of that.
  const told: JsonObject = { ...evidence, ...withoutNulls(event) };
  const ocsfClass = classOf(event);
  const isFinding = ocsfClass.kind === "alert";
  const metadata = asRecord(event.metadata) ?? {};
  const product = asRecord(metadata.product) ?? {};
  const feature = asRecord(product.feature) ?? {};
  const finding = findingOf(event);
  const identity = identityOf(told);
  const connection = connectionOf(told);
  const observables = observablesOf(event);
  const api = asRecord(told.api) ?? {};
  const cloud = asRecord(event.cloud) ?? {};
  const name = activityName(event, ocsfClass);
  const start = timeOf(event, "start_time") ?? finding.firstSeen;
  const end = timeOf(event, "end_time") ?? finding.lastSeen;
  const error = errorOf(told);
  const decision = allowed(event) ?? (denial.test(error?.code ?? "") ? false : undefined);
  const resources = [...records(event.resources), ...records([event.resource])];
  const duration = integer(event.duration);
  const message = text(event.message) ?? finding.title;
  const detail = text(event.status_detail);
  const isAlert = isFinding ? finding.passed !== true : event.is_alert === true;
  const dns = dnsOf(told);
  const forwarded = forwardedOf(told);
  const file = asRecord(told.file);
  return {
    document: {
      "@timestamp": timeOf(event, "time") ?? finding.modified,
      message,
      event: {
        kind: isAlert ? "alert" : isFinding ? "state" : (ocsfClass.kind ?? "event"),
        category: categoriesOf(ocsfClass, finding),
        type: typesOf({ ocsfClass, name, allowed: decision }),
        action: text(api.operation) ?? (isFinding ? undefined : (name ?? "unknown")),
        outcome: outcomeOf(event, { passed: finding.passed, isFinding, decision, failed: error !== undefined }),
        id: isFinding ? (finding.uid ?? text(metadata.uid)) : text(metadata.uid),
        code: text(metadata.event_code),
        provider: (isFinding ? undefined : text(asRecord(api.service)?.name)) ?? text(product.name),
        reason: detail !== undefined && detail !== message ? detail : finding.description,
        severity: integer(event.severity_id),
        // Milliseconds; ECS has nanoseconds.
        duration: duration === undefined || duration < 0 ? undefined : integer(duration * 1_000_000),
        created: finding.created,
        start,
        end,
        url: finding.url,
        reference: finding.reference,
      },
      cloud: nonEmpty({
        provider: text(cloud.provider)?.toLowerCase(),
        account: nonEmpty({
          id: text(asRecord(cloud.account)?.uid) ?? text(cloud.account_uid),
          name: text(asRecord(cloud.account)?.name),
        }),
        region: text(cloud.region),
        availability_zone: text(cloud.zone),
        project: nonEmpty({ id: text(cloud.project_uid) }),
        service: nonEmpty({ name: awsServiceName(text(asRecord(api.service)?.name)) }),
      }),
      error,
      rule: finding.rule,
      threat: finding.threat,
      vulnerability: finding.vulnerability,
      package: finding.package,
      user: identity.user,
      group: identity.group,
      source: connection.source,
      destination: connection.destination,
      network: nonEmpty({
        protocol: dns === undefined ? undefined : "dns",
        ...connection.network,
        ...(forwarded.client === undefined ? undefined : { forwarded_ip: forwarded.client }),
      }),
      ...httpOf(told),
      dns,
      tls: tlsOf(told),
      email: emailOf(told),
      host: hostOf(told),
      process: processOf(told),
      file: fileOf(file),
      container: containerOf(told),
      related: nonEmpty({
        ip: list(connection.addresses, observables.ip, forwarded.addresses),
        user: list(identity.names, observables.user),
        hosts: observables.hosts,
        hash: list(observables.hash, allHashes(told)),
      }),
    },
    id: idOf(event, isFinding, finding),
    fields: {
      version: text(metadata.version),
      class_uid: integer(event.class_uid),
      class_name: text(event.class_name),
      category_name: text(event.category_name),
      activity_name: name,
      type_uid: integer(event.type_uid),
      severity: severityName(event),
      status: text(event.status),
      status_code: text(event.status_code),
      status_detail: detail === message ? undefined : detail,
      disposition: text(event.disposition),
      action: text(event.action),
      confidence: text(event.confidence),
      confidence_score: integer(event.confidence_score),
      risk_level: text(event.risk_level),
      risk_score: integer(event.risk_score),
      count: integer(event.count),
      product: nonEmpty({
        name: text(product.name),
        uid: text(product.uid),
        vendor_name: text(product.vendor_name),
        version: text(product.version),
        feature: text(feature.name),
        feature_uid: text(feature.uid),
      }),
      log_name: text(metadata.log_name),
      labels: list(metadata.labels),
      profiles: list(metadata.profiles),
      correlation_uid: text(metadata.correlation_uid),
      tenant_uid: text(metadata.tenant_uid),
      processed: timeOf(metadata, "processed_time"),
      actor: identity.fields,
      api: nonEmpty({ request_uid: text(asRecord(api.request)?.uid), version: text(api.version) }),
      network: connection.fields,
      resources: nonEmpty({
        uid: list(resources.map((resource) => resource.uid)),
        name: list(resources.map((resource) => resource.name)),
        type: list(resources.map((resource) => resource.type)),
      }),
      finding: finding.fields,
      details: detailsOf(event),
    },
  };
}

/** The result of a check is about a configuration, whichever class of finding it comes as. */
function categoriesOf({ category, kind }: OcsfClass, { passed, hasMalware }: OcsfFinding): readonly string[] {
  if (kind === "alert" && passed !== undefined) return ["configuration"];
  return hasMalware ? [...category, "malware"] : category;
}

const denial = /AccessDenied|Unauthori[sz]ed|Forbidden/i;

/** Members that are null stand for absent ones, and do not hide those of the evidence. */
function withoutNulls(event: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(event).filter(([, member]) => member !== null && member !== undefined));
}

function allowed(event: JsonObject): boolean | undefined {
  return (
    lookup(actions, text(event.action_id)) ??
    lookup(actions, text(event.action)?.toLowerCase()) ??
    lookup(dispositions, text(event.disposition_id)) ??
    lookup(dispositions, text(event.disposition)?.toLowerCase())
  );
}

interface Result {
  readonly passed: boolean | undefined;
  readonly isFinding: boolean;
  readonly decision: boolean | undefined;
  readonly failed: boolean;
}

function outcomeOf(event: JsonObject, { passed, isFinding, decision, failed }: Result): string | undefined {
  // The status of a finding is how far its handling has come.
  if (isFinding) return passed === undefined ? undefined : passed ? "success" : "failure";
  if (failed) return "failure";
  const id = integer(event.status_id);
  const byStatus =
    id === 1 ? "success" : id === 2 ? "failure" : lookup(outcomeOfStatus, text(event.status)?.toLowerCase());
  if (byStatus !== undefined) return byStatus;
  const code = text(event.rcode)?.toUpperCase();
  if (decision === false) return "failure";
  if (code !== undefined) return code === "NOERROR" ? "success" : "failure";
  return decision === true ? "success" : "unknown";
}

function idOf(
  event: JsonObject,
  isFinding: boolean,
  finding: { uid: string | undefined; modified: string | undefined },
): string | undefined {
  const uid = generatedId(isFinding ? finding.uid : asRecord(event.metadata)?.uid);
  if (!isFinding || uid === undefined) return uid;
  const time = timeOf(event, "time") ?? finding.modified;
  if (time === undefined) return undefined;
  // A finding is sent again when it changes.
  return idWith(uid, finding.modified, time, text(event.activity_id), text(event.status_id) ?? text(event.status));
}
