import type { EcsDocument } from "../../functions/shared/ecs";
import { cvssSeverity } from "../../functions/shared/findings/cvss";
import { normalizedSeverity } from "../../functions/shared/findings/finding-severity";
import { packageType } from "../../functions/shared/findings/package-type";
import { flatObject } from "../../functions/shared/flat-object";
import { lookup } from "../../functions/shared/lookup";
import { records } from "../../functions/shared/records";
import { javaTime } from "../../functions/shared/time/java-time";
import { generatedId, idWith } from "../../functions/shared/unique-id";
import { asRecord, decimal, integer, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";
import { resourceOf } from "./resource";

const categories: Readonly<Record<string, readonly string[]>> = {
  PACKAGE_VULNERABILITY: ["vulnerability", "package"],
  CODE_VULNERABILITY: ["vulnerability"],
  NETWORK_REACHABILITY: ["vulnerability", "network"],
};

/** A finding, as it is sent through EventBridge and listed in reports. */
export function mapFinding(finding: JsonObject): EcsDocument {
  const type = text(finding.type);
  const vulnerable = asRecord(finding.packageVulnerabilityDetails);
  const code = asRecord(finding.codeVulnerabilityDetails);
  const reachability = asRecord(finding.networkReachabilityDetails);
  const severity = text(finding.severity);
  const recommendation = asRecord(asRecord(finding.remediation)?.recommendation) ?? {};
  const adjusted = asRecord(asRecord(finding.inspectorScoreDetails)?.adjustedCvss) ?? {};
  const resource = resourceOf(finding.resources);
  const packages = records(vulnerable?.vulnerablePackages);
  const codeFile = asRecord(code?.filePath) ?? {};
  const ports = asRecord(reachability?.openPortRange) ?? {};
  const begin = integer(ports.begin);
  const end = integer(ports.end);
  return {
    // A finding is sent again when it is seen again, suppressed or closed: each update is an event of its own.
    "@timestamp": javaTime(finding.updatedAt) ?? javaTime(finding.lastObservedAt),
    message: text(finding.title),
    event: {
      kind: "alert",
      category: lookup(categories, type) ?? ["vulnerability"],
      type: ["info"],
      id: text(finding.findingArn),
      reason: text(finding.description),
      severity: normalizedSeverity(severity),
      start: javaTime(finding.firstObservedAt),
      end: javaTime(finding.lastObservedAt),
      reference: text(recommendation.Url) ?? text(recommendation.url),
    },
    cloud: nonEmpty({
      account: nonEmpty({ id: text(finding.awsAccountId) }),
      region: resource.region,
      service: { name: "inspector" },
      instance: nonEmpty({ id: resource.instanceId }),
      machine: nonEmpty({ type: resource.instanceType }),
    }),
    rule: nonEmpty({
      id: text(code?.ruleId) ?? text(code?.detectorId),
      name: text(code?.detectorName),
      category: type,
    }),
    vulnerability: vulnerabilityOf(vulnerable ?? code, severity, adjusted),
    package: packageOf(packages[0]),
    file: nonEmpty({ path: text(codeFile.filePath), name: text(codeFile.fileName) }),
    host: resource.host,
    container: resource.container,
    destination: nonEmpty({ port: begin === end ? begin : undefined }),
    network: nonEmpty({
      transport: text(reachability?.protocol)?.toLowerCase(),
      direction: reachability === undefined ? undefined : "inbound",
    }),
    related: nonEmpty({ hosts: list(resource.instanceId) }),
    aws: nonEmpty({
      inspector: nonEmpty({
        status: text(finding.status),
        severity_label: severity,
        inspector_score: decimal(finding.inspectorScore),
        score_source: text(adjusted.scoreSource),
        cvss_vector: text(adjusted.scoringVector) ?? text(bestScore(vulnerable)?.scoringVector),
        epss_score: decimal(asRecord(finding.epss)?.score),
        exploit_available: text(finding.exploitAvailable),
        last_known_exploit: javaTime(asRecord(finding.exploitabilityDetails)?.lastKnownExploitAt),
        fix_available: text(finding.fixAvailable),
        remediation: recommendation.text === "None Provided" ? undefined : text(recommendation.text),
        vulnerability_source: text(vulnerable?.source),
        vendor_severity: text(vulnerable?.vendorSeverity),
        related_vulnerabilities: list(vulnerable?.relatedVulnerabilities),
        reference_urls: list(vulnerable?.referenceUrls, code?.referenceUrls),
        cwes: list(code?.cwes),
        detector_tags: list(code?.detectorTags),
        code_lines: nonEmpty({ start: integer(codeFile.startLine), end: integer(codeFile.endLine) }),
        package_name: list(packages.map((one) => one.name)),
        fixed_in_version: list(packages.map((one) => one.fixedInVersion)),
        package_remediation: list(packages.map((one) => one.remediation)),
        packages: flatObject(packages),
        open_port_range: nonEmpty({ begin, end }),
        network_path: list(records(asRecord(reachability?.networkPath)?.steps).map((step) => step.componentId)),
        resources: resource.fields,
      }),
    }),
  };
}

/** The id of one update of a finding. */
export function updateId(finding: JsonObject): string | undefined {
  const updatedAt = javaTime(finding.updatedAt);
  return updatedAt === undefined ? undefined : idWith(generatedId(finding.findingArn), updatedAt, text(finding.status));
}

function vulnerabilityOf(
  details: JsonObject | undefined,
  severity: string | undefined,
  adjusted: JsonObject,
): object | undefined {
  if (details === undefined) return undefined;
  const id = text(details.vulnerabilityId);
  const best = bestScore(details);
  const base = decimal(best?.baseScore) ?? decimal(adjusted.score);
  return nonEmpty({
    id,
    enumeration: id?.startsWith("CVE-") === true ? "CVE" : undefined,
    classification: base === undefined ? undefined : "CVSS",
    reference: text(details.sourceUrl) ?? list(details.referenceUrls)?.[0],
    severity: severity ?? cvssSeverity(base),
    scanner: { vendor: "Amazon Inspector" },
    score: nonEmpty({ base, version: text(best?.version) ?? text(adjusted.version) }),
  });
}

/** The score of the newest version of CVSS; of several, the first, which is the vendor's. */
function bestScore(details: JsonObject | undefined): JsonObject | undefined {
  return records(details?.cvss).reduce<JsonObject | undefined>(
    (found, score) =>
      found === undefined || (decimal(score.version) ?? 0) > (decimal(found.version) ?? 0) ? score : found,
    undefined,
  );
}

function packageOf(affected: JsonObject | undefined): object | undefined {
  if (affected === undefined) return undefined;
  return nonEmpty({
    name: text(affected.name),
    version: text(affected.version),
    architecture: text(affected.arch),
    path: text(affected.filePath),
    type: packageType(text(affected.packageManager)),
  });
}
