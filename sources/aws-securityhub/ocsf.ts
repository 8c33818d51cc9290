import type { EcsDocument } from "../../functions/shared/ecs";
import { normalizedSeverity } from "../../functions/shared/findings/finding-severity";
import { isOcsf, mapOcsf, severityName } from "../../functions/shared/ocsf/map";
import { asRecord, type JsonObject, text } from "../../functions/shared/values";

/** Whether it is a finding of the new Security Hub, whose products are `arn:aws:securityhub:<region>::productv2/...`. */
export function isSecurityHubOcsf(value: JsonObject): boolean {
  return isOcsf(value) && productOf(value)?.includes(":productv2/") === true;
}

function productOf(value: JsonObject): string | undefined {
  return text(asRecord(asRecord(value.metadata)?.product)?.uid);
}

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/security-hub-adv-ocsf-findings.html */
export function mapOcsfFinding(finding: JsonObject): {
  readonly document: EcsDocument;
  readonly id: string | undefined;
} {
  const { document, fields, id } = mapOcsf(finding);
  return {
    id,
    document: {
      ...document,
      // The scale of the findings in ASFF, so that both can be compared.
      event: { ...document.event, severity: normalizedSeverity(severityName(finding)) },
      cloud: { ...document.cloud, service: { name: "securityhub" } },
      aws: { securityhub: { ocsf: fields } },
    },
  };
}
