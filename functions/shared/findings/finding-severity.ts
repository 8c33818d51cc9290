import { lookup } from "../lookup";

/**
 * `Severity.Normalized` of each label.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html#Severity
 */
const normalized: Readonly<Record<string, number>> = {
  INFORMATIONAL: 0,
  LOW: 1,
  MEDIUM: 40,
  HIGH: 70,
  CRITICAL: 90,
  // OCSF alone has it, for what cannot be undone.
  FATAL: 100,
};

/** The severity from 0 to 100 that a label, in any case, stands for. */
export function normalizedSeverity(label: string | undefined): number | undefined {
  return lookup(normalized, label?.toUpperCase());
}
