import type { RecordEnvelope } from "../../functions/loader/source";
import type { EcsDocument } from "../../functions/shared/ecs";
import { attackSequence } from "../../functions/shared/findings/attack-sequence";
import { attackTactic } from "../../functions/shared/findings/attack-tactics";
import { findingAction } from "../../functions/shared/findings/finding-action";
import { normalizedSeverity } from "../../functions/shared/findings/finding-severity";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { records } from "../../functions/shared/records";
import { generatedId, idWith } from "../../functions/shared/unique-id";
import {
  asRecord,
  decimal,
  flag,
  integer,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  text,
} from "../../functions/shared/values";
import { camelCased } from "./camel-case";
import { categoriesOf, findingType } from "./classify";
import { connection } from "./network";
import { affectedResources } from "./resources";
import { threats } from "./threats";
import { vulnerabilities } from "./vulnerabilities";

const outcomes: Readonly<Record<string, string>> = {
  PASSED: "success",
  FAILED: "failure",
  WARNING: "unknown",
  NOT_AVAILABLE: "unknown",
};

/** A finding in the AWS Security Finding Format (ASFF). */
export function mapFinding(finding: JsonObject, envelope?: RecordEnvelope): EcsDocument {
  const severity = asRecord(finding.Severity) ?? {};
  const label = text(severity.Label);
  const score = decimal(severity.Normalized);
  const compliance = asRecord(finding.Compliance) ?? {};
  const status = text(compliance.Status);
  const types = list(finding.Types);
  const type = findingType(types?.[0]);
  const resources = affectedResources(finding.Resources);
  const action = findingAction(camelCased(finding.Action));
  const network = connection(finding.Network);
  const sequence = attackSequence(camelCased(finding.Detection));
  const found = vulnerabilities(finding.Vulnerabilities);
  const threat = threats(finding.ThreatIntelIndicators, finding.Malware);
  const recommendation = asRecord(asRecord(finding.Remediation)?.Recommendation) ?? {};
  const control = text(compliance.SecurityControlId) ?? text(asRecord(finding.ProductFields)?.ControlId);
  const generator = text(finding.GeneratorId);
  const process = asRecord(finding.Process) ?? {};
  const ttp = types?.map(findingType).find(({ namespace }) => namespace === "TTPs");
  const tactic = attackTactic(ttp?.category);
  const tactics = tactic === undefined ? nonEmpty({ name: sequence?.tactics }) : { id: [tactic[0]], name: [tactic[1]] };
  const note = asRecord(finding.Note) ?? {};
  return {
    // A finding is sent again when it recurs or its workflow changes: each update is an event of its own.
    "@timestamp": isoTime(finding.UpdatedAt) ?? isoTime(finding.LastObservedAt) ?? isoTime(finding.CreatedAt),
    message: text(finding.Title),
    event: {
      // What passed a check is the state of a resource; nobody is to be alerted by it.
      kind: status === "PASSED" || status === "NOT_AVAILABLE" ? "state" : "alert",
      category: categoriesOf(type, {
        control: status !== undefined,
        vulnerability: found !== undefined,
        malware: threat.malware !== undefined,
        network: network.network !== undefined || action.network !== undefined,
      }),
      type: [action.blocked === true ? "denied" : "info"],
      action: text(asRecord(finding.Action)?.ActionType),
      outcome: lookup(outcomes, status),
      id: text(finding.Id),
      provider: text(finding.ProductName),
      reason: text(finding.Description),
      severity: score === undefined ? normalizedSeverity(label) : integer(Math.floor(score)),
      created: isoTime(finding.CreatedAt),
      start: isoTime(finding.FirstObservedAt),
      end: isoTime(finding.LastObservedAt),
      url: text(finding.SourceUrl),
      reference: text(recommendation.Url),
    },
    cloud: nonEmpty({
      account: nonEmpty({ id: text(finding.AwsAccountId), name: text(finding.AwsAccountName) }),
      region: text(finding.Region) ?? regionOf(finding.ProductArn),
      service: { name: "securityhub" },
      instance: nonEmpty({ id: resources.instanceId }),
      machine: nonEmpty({ type: resources.instanceType }),
    }),
    rule: nonEmpty({
      id: control ?? generator,
      name: control === undefined ? type.classifier : text(finding.Title),
      category: types?.[0],
      ruleset:
        generator === undefined ? undefined : (standardOf(compliance.AssociatedStandards) ?? text(finding.ProductName)),
    }),
    threat: nonEmpty({
      framework: tactics === undefined && sequence?.techniques === undefined ? undefined : "MITRE ATT&CK",
      tactic: tactics,
      technique: nonEmpty({ id: sequence?.techniques }),
      indicator: threat.indicator,
      software: threat.malware?.software,
    }),
    vulnerability: found?.vulnerability,
    package: found?.package,
    user: resources.user,
    host: resources.host,
    container: resources.container,
    orchestrator: resources.orchestrator,
    file: resources.file ?? threat.malware?.file,
    source: action.source ?? network.source,
    destination: action.destination ?? network.destination,
    network: nonEmpty({ ...network.network, ...action.network }),
    dns: action.dns,
    error: nonEmpty({ code: action.errorCode }),
    user_agent: action.userAgent === undefined ? undefined : { original: action.userAgent },
    process: nonEmpty({
      name: text(process.Name),
      executable: text(process.Path),
      pid: integer(process.Pid),
      start: isoTime(process.LaunchedAt),
      end: isoTime(process.TerminatedAt),
      parent: nonEmpty({ pid: integer(process.ParentPid) }),
    }),
    related: nonEmpty({
      ip: list(resources.addresses, sequence?.addresses, action.furtherAddresses, threat.addresses),
      user: sequence?.users,
      hosts: list(resources.instanceId, threat.domains),
      hash: threat.hashes,
    }),
    aws: {
      securityhub: {
        schema_version: text(finding.SchemaVersion),
        product_arn: text(finding.ProductArn),
        company_name: text(finding.CompanyName),
        generator_id: control === undefined ? undefined : generator,
        types,
        severity_label: label,
        severity_original: text(severity.Original),
        severity_product: decimal(severity.Product),
        provider_severity_label: text(asRecord(asRecord(finding.FindingProviderFields)?.Severity)?.Label),
        confidence: integer(finding.Confidence),
        criticality: integer(finding.Criticality),
        compliance: nonEmpty({
          status,
          related_requirements: list(compliance.RelatedRequirements),
          status_reason: list(records(compliance.StatusReasons).map((reason) => reason.ReasonCode)),
          standards: standards(compliance.AssociatedStandards),
          control_parameters: flatObject(compliance.SecurityControlParameters),
        }),
        workflow_status: text(asRecord(finding.Workflow)?.Status),
        workflow_state: text(finding.WorkflowState),
        record_state: text(finding.RecordState),
        verification_state: text(finding.VerificationState),
        processed_at: isoTime(finding.ProcessedAt),
        sample: flag(finding.Sample),
        remediation: text(recommendation.Text),
        note: nonEmpty({
          text: text(note.Text),
          updated_by: text(note.UpdatedBy),
          updated_at: isoTime(note.UpdatedAt),
        }),
        related_findings: list(records(finding.RelatedFindings).map((related) => related.Id)),
        // The custom action with which somebody sent the finding.
        custom_action_arn: customAction(envelope),
        action: action.fields,
        sequence: sequence?.fields,
        resources: resources.fields,
        vulnerabilities: found?.fields,
        malware: threat.malware?.fields,
        threat_indicators: flatObject(finding.ThreatIntelIndicators),
        open_port_range: network.openPortRange,
        network_path: flatObject(finding.NetworkPath),
        action_details: flatObject(finding.Action),
        detection: flatObject(finding.Detection),
        patch_summary: flatObject(finding.PatchSummary),
        generator_details: flatObject(finding.GeneratorDetails),
        product_fields: flatObject(finding.ProductFields),
        user_defined_fields: flatObject(finding.UserDefinedFields),
      },
    },
  };
}

/**
 * The id of one update of a finding, whose `Id` its product chooses. Changes of its workflow leave `UpdatedAt` as it is, so that what they change is
 * part of it; a finding that was sent to a custom action is another event than the finding itself.
 */
export function updateId(finding: JsonObject, envelope?: RecordEnvelope): string | undefined {
  const id = text(finding.Id);
  const updatedAt = isoTime(finding.UpdatedAt);
  if (id === undefined || updatedAt === undefined) return undefined;
  return idWith(
    generatedId(finding.ProductArn),
    text(finding.AwsAccountId),
    id,
    updatedAt,
    isoTime(finding.ProcessedAt),
    text(asRecord(finding.Workflow)?.Status),
    text(finding.RecordState),
    isoTime(asRecord(finding.Note)?.UpdatedAt),
    customAction(envelope) === undefined ? undefined : envelope?.id,
  );
}

function customAction(envelope: RecordEnvelope | undefined): string | undefined {
  return envelope?.resources?.find((arn) => arn.includes(":action/custom/"));
}

/** `arn:aws:securityhub:us-west-2::product/aws/guardduty`. */
function regionOf(productArn: unknown): string | undefined {
  return text(text(productArn)?.split(":")[3]);
}

/** `{"StandardsId": "standards/..."}`, in older findings the text alone. */
function standards(value: unknown): string[] | undefined {
  return list(value, ...records(value).map((standard) => standard.StandardsId));
}

function standardOf(value: unknown): string | undefined {
  return standards(value)?.[0];
}
