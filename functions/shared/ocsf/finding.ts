import { attackTactic } from "../findings/attack-tactics";
import { cvssSeverity } from "../findings/cvss";
import { packageType } from "../findings/package-type";
import { lookup } from "../lookup";
import { records } from "../records";
import { asRecord, decimal, flag, type JsonObject, list, nonEmpty, text } from "../values";
import { timeOf } from "./times";

/** What a finding says: of itself in ECS, and OCSF's own about it. */
export interface OcsfFinding {
  readonly uid: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly created: string | undefined;
  readonly modified: string | undefined;
  readonly firstSeen: string | undefined;
  readonly lastSeen: string | undefined;
  readonly url: string | undefined;
  readonly reference: string | undefined;
  readonly rule: object | undefined;
  readonly threat: object | undefined;
  readonly vulnerability: object | undefined;
  readonly package: object | undefined;
  readonly hasMalware: boolean;
  /** Whether a check passed; undefined where none was made, or it has no result. */
  readonly passed: boolean | undefined;
  readonly fields: object | undefined;
}

const passedStatuses: Readonly<Record<string, boolean>> = {
  pass: true,
  passed: true,
  compliant: true,
  fail: false,
  failed: false,
  noncompliant: false,
};

/** Reads a finding of any class, and the rule, attack, malware and vulnerabilities of other events. */
export function findingOf(event: JsonObject): OcsfFinding {
  const info = asRecord(event.finding_info) ?? asRecord(event.finding) ?? records(event.finding_info_list)[0] ?? {};
  const compliance = asRecord(event.compliance);
  const analytic = asRecord(info.analytic) ?? asRecord(event.analytic) ?? {};
  const firewallRule = asRecord(event.firewall_rule) ?? asRecord(event.policy) ?? {};
  const remediation = asRecord(event.remediation) ?? asRecord(info.remediation) ?? {};
  const malware = records(event.malware);
  const types = list(info.types);
  const status = text(compliance?.status) ?? text(event.status_code);
  const controlName = text(compliance?.control);
  const passed = lookup(passedStatuses, status?.toLowerCase().replaceAll(/[ _-]/g, ""));
  // Of a check, the code is its id, and the title its name.
  const checkId = passed === undefined ? undefined : (controlName ?? text(asRecord(event.metadata)?.event_code));
  const vulnerability = vulnerabilitiesOf(event);
  return {
    uid: text(info.uid),
    title: text(info.title),
    description: text(info.desc),
    created: timeOf(info, "created_time"),
    modified: timeOf(info, "modified_time"),
    firstSeen: timeOf(info, "first_seen_time"),
    lastSeen: timeOf(info, "last_seen_time"),
    url: text(info.src_url),
    reference:
      list(remediation.references)?.find((reference) => /^https?:/.test(reference)) ?? text(remediation.kb_articles),
    rule: nonEmpty({
      id: text(analytic.uid) ?? controlName ?? checkId ?? text(firewallRule.uid),
      name:
        text(analytic.name) ??
        (checkId === undefined && controlName === undefined ? undefined : text(info.title)) ??
        text(firewallRule.name),
      category: text(analytic.category) ?? types?.[0] ?? text(firewallRule.type),
      description: text(analytic.desc) ?? text(firewallRule.desc),
      version: text(analytic.version) ?? text(firewallRule.version),
      ruleset: list(compliance?.standards)?.[0],
    }),
    threat: threatOf([...records(info.attacks), ...records(event.attacks), ...attacksOfTypes(types)], malware),
    vulnerability: vulnerability?.vulnerability,
    package: vulnerability?.package,
    hasMalware: malware.length > 0,
    passed,
    fields: nonEmpty({
      types,
      product_uid: text(info.product_uid),
      related_event_uid: list(records(info.related_events).map((related) => related.uid)),
      compliance_status: text(compliance?.status),
      requirements: list(compliance?.requirements),
      standards: list(compliance?.standards),
      remediation: text(remediation.desc),
      malware_name: list(malware.map((one) => one.name)),
      vulnerability_uid: vulnerability?.uids,
      cvss_vector: vulnerability?.vector,
      epss_score: vulnerability?.epss,
      exploit_available: vulnerability?.exploitAvailable,
      fix_available: vulnerability?.fixAvailable,
      package_name: vulnerability?.packageNames,
    }),
  };
}

/** Security Hub's types name tactics: `TTPs/Defense Evasion/...`. */
function attacksOfTypes(types: readonly string[] | undefined): readonly JsonObject[] {
  const tactics =
    types?.filter((type) => type.startsWith("TTPs/")).map((type) => attackTactic(type.split("/")[1])) ?? [];
  return tactics.filter((tactic) => tactic !== undefined).map(([uid, name]) => ({ tactic: { uid, name } }));
}

/** @see https://schema.ocsf.io/1.5.0/objects/attack */
function threatOf(attacks: readonly JsonObject[], malware: readonly JsonObject[]): object | undefined {
  const tactics = attacks.flatMap((attack) => [asRecord(attack.tactic) ?? {}, ...records(attack.tactics)]);
  const techniques = attacks.map((attack) => asRecord(attack.technique) ?? {});
  const sub = attacks.map((attack) => asRecord(attack.sub_technique) ?? {});
  const named = (all: readonly JsonObject[]) =>
    nonEmpty({ id: list(all.map((one) => one.uid)), name: list(all.map((one) => one.name)) });
  const tactic = named(tactics);
  const technique = nonEmpty({ ...named(techniques), subtechnique: named(sub) });
  const name = text(malware[0]?.name);
  return nonEmpty({
    framework: tactic === undefined && technique === undefined ? undefined : "MITRE ATT&CK",
    tactic,
    technique,
    software: name === undefined ? undefined : { name, type: "Malware" },
  });
}

/** @see https://schema.ocsf.io/1.5.0/objects/vulnerability */
function vulnerabilitiesOf(event: JsonObject) {
  const all = records(event.vulnerabilities);
  const [first] = all;
  if (first === undefined) return undefined;
  const cve = asRecord(first.cve) ?? {};
  const advisory = asRecord(first.advisory) ?? {};
  const cvss = newest(records(cve.cvss).length > 0 ? records(cve.cvss) : records(first.cvss));
  const score = decimal(cvss?.base_score);
  const id = text(cve.uid) ?? text(advisory.uid) ?? text(first.uid);
  const packages = all.flatMap((one) => [...records(one.affected_packages), ...records(one.packages)]);
  const [affected] = packages;
  return {
    vulnerability: nonEmpty({
      id,
      enumeration: id?.startsWith("CVE-") === true ? "CVE" : undefined,
      classification: score === undefined ? undefined : "CVSS",
      description: text(first.desc) ?? text(cve.desc) ?? text(first.title),
      reference: list(first.references, cve.references)?.[0],
      severity: text(first.severity) ?? text(cvss?.severity) ?? cvssSeverity(score),
      score: nonEmpty({ base: score, version: text(cvss?.version) }),
    }),
    package:
      affected === undefined
        ? undefined
        : nonEmpty({
            name: text(affected.name),
            version: text(affected.version),
            architecture: text(affected.architecture),
            path: text(affected.path),
            type: packageType(text(affected.package_manager)),
          }),
    uids: list(all.map((one) => asRecord(one.cve)?.uid ?? one.uid)),
    vector: text(cvss?.vector_string),
    epss: decimal(asRecord(cve.epss)?.score),
    exploitAvailable: flag(first.is_exploit_available),
    fixAvailable: flag(first.is_fix_available ?? first.fix_available),
    packageNames: list(packages.map((one) => one.name)),
  };
}

function newest(scores: readonly JsonObject[]): JsonObject | undefined {
  return scores.reduce<JsonObject | undefined>(
    (found, score) =>
      found === undefined || (decimal(score.version) ?? 0) > (decimal(found.version) ?? 0) ? score : found,
    undefined,
  );
}
