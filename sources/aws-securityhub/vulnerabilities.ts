import { cvssSeverity } from "../../functions/shared/findings/cvss";
import { packageType } from "../../functions/shared/findings/package-type";
import { flatObject } from "../../functions/shared/flat-object";
import { records } from "../../functions/shared/records";
import { asRecord, decimal, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

/** The vulnerabilities of a finding: the first one in ECS, the names of all for searching. */
export interface Vulnerabilities {
  readonly vulnerability: object | undefined;
  readonly package: object | undefined;
  readonly fields: object | undefined;
}

/** @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Vulnerability.html */
export function vulnerabilities(value: unknown): Vulnerabilities | undefined {
  const all = records(value);
  const [first] = all;
  if (first === undefined) return undefined;
  const vendor = asRecord(first.Vendor) ?? {};
  const id = text(first.Id);
  const cvss = best(records(first.Cvss));
  const score = decimal(cvss?.BaseScore);
  const [affected] = records(first.VulnerablePackages);
  const packages = all.flatMap((one) => records(one.VulnerablePackages));
  return {
    vulnerability: nonEmpty({
      id,
      enumeration: id?.startsWith("CVE-") === true ? "CVE" : undefined,
      classification: score === undefined ? undefined : "CVSS",
      reference: list(first.ReferenceUrls)?.[0] ?? text(vendor.Url),
      severity: text(vendor.VendorSeverity) ?? cvssSeverity(score),
      score: nonEmpty({ base: score, version: cvssVersion(text(cvss?.Version)) }),
    }),
    package: affected === undefined ? undefined : packageOf(affected),
    fields: nonEmpty({
      id: list(all.map((one) => one.Id)),
      related: list(all.flatMap((one) => [one.RelatedVulnerabilities].flat())),
      cvss_vector: text(cvss?.BaseVector),
      epss_score: decimal(first.EpssScore),
      exploit_available: list(all.map((one) => one.ExploitAvailable)),
      fix_available: list(all.map((one) => one.FixAvailable)),
      package_name: list(packages.map((one) => one.Name)),
      fixed_in_version: list(packages.map((one) => one.FixedInVersion)),
      details: flatObject(all),
    }),
  };
}

function packageOf(affected: JsonObject): object | undefined {
  return nonEmpty({
    name: text(affected.Name),
    version: text(affected.Version),
    architecture: text(affected.Architecture),
    path: text(affected.FilePath),
    type: packageType(text(affected.PackageManager)),
  });
}

/** The score of the newest version of CVSS. */
function best(scores: readonly JsonObject[]): JsonObject | undefined {
  return scores.reduce<JsonObject | undefined>(
    (found, score) => (found === undefined || version(score) > version(found) ? score : found),
    undefined,
  );
}

function version(score: JsonObject): number {
  return Number(cvssVersion(text(score.Version)) ?? 0) || 0;
}

/** `V3` and `3.1`. */
function cvssVersion(value: string | undefined): string | undefined {
  return value?.replace(/^v/i, "");
}
