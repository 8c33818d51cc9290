/** Catalogues of controls, by the names that a configuration gives them. */
export const frameworkNames = {
  fsbp: "AWS Foundational Security Best Practices",
  cis: "CIS AWS Foundations Benchmark 3.0",
  "nist-800-53": "NIST SP 800-53 revision 5",
  "pci-dss": "PCI DSS 4.0.1",
  hipaa: "HIPAA Security Rule (45 CFR 164)",
} as const;
export type Framework = keyof typeof frameworkNames;
export type Frameworks = Readonly<Partial<Record<Framework, readonly string[]>>>;
export const frameworks = Object.keys(frameworkNames) as readonly Framework[];

const publicAccess = [
  "AC-3",
  "AC-3(7)",
  "AC-4",
  "AC-4(21)",
  "AC-6",
  "AC-21",
  "SC-7",
  "SC-7(3)",
  "SC-7(4)",
  "SC-7(9)",
  "SC-7(11)",
  "SC-7(16)",
  "SC-7(20)",
  "SC-7(21)",
] as const;
const privateNetwork = publicAccess;
const inTransit = [
  "AC-4",
  "AC-17(2)",
  "IA-5(1)",
  "SC-7(4)",
  "SC-8",
  "SC-8(1)",
  "SC-8(2)",
  "SC-12(3)",
  "SC-13",
  "SC-23",
  "SC-23(3)",
  "SI-7(6)",
] as const;
const nodeToNode = ["AC-4", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)"] as const;
const atRest = ["AU-9", "CA-9(1)", "CM-3(6)", "SC-7(10)", "SC-13", "SC-28", "SC-28(1)", "SI-7(6)"] as const;
const domainAtRest = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SI-7(6)"] as const;
const logging = [
  "AC-2(4)",
  "AC-4(26)",
  "AC-6(9)",
  "AU-2",
  "AU-3",
  "AU-6(3)",
  "AU-6(4)",
  "AU-10",
  "AU-12",
  "CA-7",
  "SC-7(9)",
  "SI-3(8)",
  "SI-4(20)",
  "SI-7(8)",
] as const;
const lifecycle = ["CP-6(2)", "CP-9", "CP-10", "SC-5(2)", "SI-12", "SI-13(5)"] as const;
const availability = ["CP-2(2)", "CP-6(2)", "CP-10", "SC-5(2)", "SC-36", "SI-13(5)"] as const;
const leastPrivilege = [
  "AC-2",
  "AC-2(1)",
  "AC-3",
  "AC-3(15)",
  "AC-3(7)",
  "AC-5",
  "AC-6",
  "AC-6(10)",
  "AC-6(2)",
  "AC-6(3)",
] as const;

const encryptionAtRest = ["164.312(a)(2)(iv)", "164.312(e)(2)(ii)"] as const;
const transmission = ["164.312(e)(1)", "164.312(e)(2)(i)", "164.312(e)(2)(ii)"] as const;
const accessControl = ["164.312(a)(1)"] as const;
const auditControls = ["164.308(a)(6)(ii)", "164.312(b)"] as const;
const backup = ["164.308(a)(7)(i)", "164.308(a)(7)(ii)(A)", "164.308(a)(7)(ii)(B)", "164.308(a)(7)(ii)(C)"] as const;

/**
 * What Security Hub relates to each of its controls, and the AWS Config rule behind it to HIPAA; rows only where AWS
 * documents the relation.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
 * @see https://docs.aws.amazon.com/config/latest/developerguide/operational-best-practices-for-hipaa_security.html
 */
const related: Readonly<Record<string, Frameworks>> = {
  "CloudWatch.15": {
    "nist-800-53": ["AU-6(1)", "AU-6(5)", "CA-7", "IR-4(1)", "IR-4(5)", "SI-2", "SI-4(12)", "SI-4(5)", "SI-20"],
  },
  "CloudWatch.16": { "nist-800-53": ["AU-6(3)", "AU-6(4)", "AU-10", "AU-11", "CA-7", "SI-12"] },
  "Lambda.7": { "nist-800-53": ["CA-7"] },
  "CloudTrail.1": { cis: ["3.1"], "nist-800-53": logging, hipaa: auditControls },
  "CloudTrail.2": { cis: ["3.5"], "nist-800-53": atRest, "pci-dss": ["10.3.2"], hipaa: encryptionAtRest },
  "CloudTrail.4": {
    cis: ["3.2"],
    "nist-800-53": ["AU-9", "SI-4", "SI-7(1)", "SI-7(3)", "SI-7(7)"],
    "pci-dss": ["10.3.2"],
    hipaa: ["164.312(b)", "164.312(c)(1)", "164.312(c)(2)"],
  },
  "Config.1": { cis: ["3.3"], "nist-800-53": ["CM-3", "CM-6(1)", "CM-8", "CM-8(2)"], "pci-dss": ["10.5.2", "11.5.2"] },
  "EC2.2": {
    cis: ["5.4"],
    "nist-800-53": ["AC-4", "AC-4(21)", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(21)", "SC-7(4)", "SC-7(5)"],
  },
  "EC2.6": {
    cis: ["3.7"],
    "nist-800-53": ["AC-4(26)", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SI-7(8)"],
    hipaa: auditControls,
  },
  "EC2.10": { "nist-800-53": publicAccess },
  "EC2.13": {
    "nist-800-53": ["AC-4", "AC-4(21)", "CM-7", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(21)", "SC-7(4)", "SC-7(5)"],
    "pci-dss": ["1.3.1"],
    hipaa: ["164.312(e)(1)"],
  },
  "EC2.15": { "nist-800-53": publicAccess, "pci-dss": ["1.4.4"] },
  "EC2.19": {
    "nist-800-53": [
      "AC-4",
      "AC-4(21)",
      "CA-9(1)",
      "CM-2",
      "CM-2(2)",
      "CM-7",
      "SC-7",
      "SC-7(11)",
      "SC-7(16)",
      "SC-7(21)",
      "SC-7(4)",
      "SC-7(5)",
    ],
  },
  "EC2.53": { cis: ["5.2"], "pci-dss": ["1.3.1"] },
  "EC2.54": { cis: ["5.3"], "pci-dss": ["1.3.1"] },
  "EFS.1": { cis: ["2.4.1"], "nist-800-53": atRest.filter((id) => id !== "AU-9"), hipaa: encryptionAtRest },
  "EFS.2": {
    "nist-800-53": ["CP-10", "CP-6", "CP-6(1)", "CP-6(2)", "CP-9", "SC-5(2)", "SI-12", "SI-13(5)"],
    hipaa: backup,
  },
  "EFS.3": { "nist-800-53": ["AC-6(10)"] },
  "EFS.4": { "nist-800-53": ["AC-6(2)"], "pci-dss": ["7.3.1"] },
  "GuardDuty.1": {
    "nist-800-53": [
      "AC-2(12)",
      "AU-6(1)",
      "AU-6(5)",
      "CA-7",
      "CM-8(3)",
      "RA-3(4)",
      "SA-11(1)",
      "SA-11(6)",
      "SA-15(2)",
      "SA-15(8)",
      "SA-8(19)",
      "SA-8(21)",
      "SA-8(25)",
      "SC-5",
      "SC-5(1)",
      "SC-5(3)",
      "SI-20",
      "SI-3(8)",
      "SI-4",
      "SI-4(1)",
      "SI-4(13)",
      "SI-4(2)",
      "SI-4(22)",
      "SI-4(25)",
      "SI-4(4)",
      "SI-4(5)",
    ],
    "pci-dss": ["11.5.1"],
    hipaa: ["164.308(a)(5)(ii)(C)", "164.308(a)(6)(ii)", "164.308(a)(8)"],
  },
  "GuardDuty.10": { "pci-dss": ["11.5.1"] },
  "IAM.1": {
    cis: ["1.16"],
    "nist-800-53": leastPrivilege,
    hipaa: [
      "164.308(a)(3)(ii)(B)",
      "164.308(a)(4)(i)",
      "164.308(a)(4)(ii)(B)",
      "164.308(a)(4)(ii)(C)",
      "164.312(a)(1)",
    ],
  },
  "IAM.2": { cis: ["1.15"], "nist-800-53": leastPrivilege },
  "IAM.21": { "nist-800-53": leastPrivilege },
  "KMS.1": { "nist-800-53": leastPrivilege },
  "KMS.2": { "nist-800-53": leastPrivilege },
  "KMS.3": { "nist-800-53": ["SC-12", "SC-12(2)"] },
  "KMS.4": {
    cis: ["3.6"],
    "nist-800-53": ["SC-12", "SC-12(2)", "SC-28(3)"],
    "pci-dss": ["3.7.4"],
    hipaa: ["164.312(a)(2)(iv)"],
  },
  "Lambda.1": { "nist-800-53": publicAccess, "pci-dss": ["7.2.1"], hipaa: ["164.312(a)(1)", "164.312(e)(1)"] },
  "Lambda.2": { "nist-800-53": ["CA-9(1)", "CM-2", "SI-2", "SI-2(2)", "SI-2(4)", "SI-2(5)"], "pci-dss": ["12.3.4"] },
  "Lambda.3": { "nist-800-53": privateNetwork },
  "Lambda.5": { "nist-800-53": availability },
  "OpenSearch.1": { "nist-800-53": domainAtRest, hipaa: encryptionAtRest },
  "OpenSearch.2": { "nist-800-53": privateNetwork },
  "OpenSearch.3": { "nist-800-53": nodeToNode, hipaa: ["164.308(a)(4)(ii)(A)", "164.312(e)(1)"] },
  "OpenSearch.4": { "nist-800-53": logging },
  "OpenSearch.5": { "nist-800-53": logging, "pci-dss": ["10.2.1"] },
  "OpenSearch.6": { "nist-800-53": availability },
  "OpenSearch.7": { "nist-800-53": leastPrivilege },
  "OpenSearch.8": { "nist-800-53": inTransit },
  "OpenSearch.10": { "nist-800-53": ["SI-2", "SI-2(2)", "SI-2(4)", "SI-2(5)"], "pci-dss": ["6.3.3"] },
  "S3.2": { "nist-800-53": publicAccess, hipaa: accessControl },
  "S3.3": { "nist-800-53": publicAccess, hipaa: accessControl },
  "S3.5": { cis: ["2.1.1"], "nist-800-53": inTransit, hipaa: transmission },
  "S3.6": { "nist-800-53": ["CA-9(1)", "CM-2"] },
  "S3.8": { cis: ["2.1.4"], "nist-800-53": publicAccess, "pci-dss": ["1.4.4"], hipaa: accessControl },
  "S3.9": { "nist-800-53": logging, "pci-dss": ["10.2.1"], hipaa: auditControls },
  "S3.10": { "nist-800-53": lifecycle },
  "S3.12": { "nist-800-53": ["AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-6"] },
  "S3.13": { "nist-800-53": lifecycle },
  "S3.14": {
    "nist-800-53": ["AU-9(2)", "CP-10", "CP-6", "CP-6(1)", "CP-6(2)", "CP-9", "SC-5(2)", "SI-12", "SI-13(5)"],
    hipaa: backup,
  },
  "S3.15": { "nist-800-53": ["CP-6(2)"], "pci-dss": ["10.5.1"] },
  "S3.17": {
    "nist-800-53": ["AU-9", "CA-9(1)", "CM-3(6)", "SC-12(2)", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"],
    "pci-dss": ["3.5.1"],
    hipaa: encryptionAtRest,
  },
  "SNS.1": { "nist-800-53": atRest.filter((id) => id !== "AU-9"), hipaa: encryptionAtRest },
  "SQS.1": { "nist-800-53": atRest.filter((id) => id !== "AU-9") },
  "SecretsManager.1": {
    "nist-800-53": ["AC-2(1)", "AC-3(15)"],
    "pci-dss": ["8.3.9", "8.6.3"],
  },
};

const byNumbers = new Intl.Collator("en", { numeric: true });

/** The given controls and what AWS relates to those of FSBP, sorted. */
export function frameworksOf(given: Frameworks): Frameworks {
  const sources = [given, ...(given.fsbp ?? []).map((control) => related[control] ?? {})];
  const merged = frameworks.flatMap((framework) => {
    const ids = [...new Set(sources.flatMap((source) => source[framework] ?? []))].sort(byNumbers.compare);
    return ids.length === 0 ? [] : [[framework, ids] as const];
  });
  return Object.fromEntries(merged);
}
