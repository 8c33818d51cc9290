import type { Frameworks } from "./controls";

// Lists that several controls share.
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
const openPorts = ["AC-4", "AC-4(21)", "SC-7", "SC-7(4)", "SC-7(5)", "SC-7(11)", "SC-7(16)", "SC-7(21)"] as const;
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
const atRest = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SI-7(6)"] as const;
const messagesAtRest = [...atRest, "SC-7(10)"] as const;
const logsAtRest = [...messagesAtRest, "AU-9"] as const;
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
const lifecycle = ["CP-6(2)", "CP-9", "CP-10", "SC-5(2)", "SI-13(5)"] as const;
const recovery = ["CP-6(2)", "CP-9", "CP-10", "SC-5(2)", "SI-12", "SI-13(5)"] as const;
const copies = ["CP-6", "CP-6(1)", ...recovery] as const;
const availability = ["CP-6(2)", "CP-10", "SC-5(2)", "SC-36", "SI-13(5)"] as const;
const leastPrivilege = [
  "AC-2",
  "AC-2(1)",
  "AC-3",
  "AC-3(7)",
  "AC-3(15)",
  "AC-5",
  "AC-6",
  "AC-6(2)",
  "AC-6(3)",
  "AC-6(10)",
] as const;
const decryption = ["AC-2", "AC-2(1)", "AC-3", "AC-3(7)", "AC-3(15)", "AC-5", "AC-6", "AC-6(3)"] as const;
const users = ["AC-2", "AC-2(1)", "AC-3", "AC-3(7)", "AC-3(15)", "AC-6", "AC-6(3)"] as const;
const grants = ["AC-2(1)", "AC-3", "AC-3(7)", "AC-3(15)", "AC-6"] as const;
const patching = ["SI-2", "SI-2(2)", "SI-2(4)", "SI-2(5)"] as const;

const health = {
  atRest: ["164.312(a)(2)(iv)", "164.312(e)(2)(ii)"],
  inTransit: ["164.312(a)(2)(iv)", "164.312(e)(1)", "164.312(e)(2)(i)", "164.312(e)(2)(ii)"],
  logging: ["164.308(a)(3)(ii)(A)", "164.312(b)"],
  publicAccess: ["164.308(a)(3)(i)", "164.308(a)(4)(ii)(A)", "164.308(a)(4)(ii)(C)", "164.312(a)(1)", "164.312(e)(1)"],
  openPorts: [
    "164.308(a)(3)(i)",
    "164.308(a)(3)(ii)(B)",
    "164.308(a)(4)(i)",
    "164.308(a)(4)(ii)(A)",
    "164.308(a)(4)(ii)(B)",
    "164.308(a)(4)(ii)(C)",
    "164.312(a)(1)",
    "164.312(e)(1)",
  ],
  permissions: [
    "164.308(a)(3)(i)",
    "164.308(a)(3)(ii)(A)",
    "164.308(a)(3)(ii)(B)",
    "164.308(a)(4)(i)",
    "164.308(a)(4)(ii)(A)",
    "164.308(a)(4)(ii)(B)",
    "164.308(a)(4)(ii)(C)",
    "164.312(a)(1)",
  ],
  copies: ["164.308(a)(7)(i)", "164.308(a)(7)(ii)(A)", "164.308(a)(7)(ii)(B)"],
} as const;

/**
 * Controls of Security Hub that policies serve, and what is related to each. Of CIS, NIST and PCI DSS: the "related
 * requirements" that Security Hub documents. Of HIPAA: what AWS relates to the same rule of AWS Config in its conformance
 * pack and its rules for CloudFormation Guard, or, where these have no such rule, what prowler relates to the same check.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
 * @see https://docs.aws.amazon.com/config/latest/developerguide/operational-best-practices-for-hipaa_security.html
 * @see https://github.com/aws-cloudformation/aws-guard-rules-registry/blob/main/mappings/rule_set_hipaa_security.json
 * @see https://github.com/prowler-cloud/prowler/blob/master/prowler/compliance/aws/hipaa_aws.json
 */
const related = {
  "CloudTrail.1": {
    cis: ["3.1"],
    "nist-800-53": [...logging, "AU-14(1)", "SA-8(22)"],
    hipaa: ["164.308(a)(1)(ii)(D)", "164.308(a)(3)(ii)(A)", "164.308(a)(6)(ii)", "164.312(b)", "164.312(e)(2)(i)"],
  },
  "CloudTrail.2": { cis: ["3.5"], "nist-800-53": logsAtRest, "pci-dss": ["10.3.2"], hipaa: health.atRest },
  "CloudTrail.4": {
    cis: ["3.2"],
    "nist-800-53": ["AU-9", "SI-4", "SI-7(1)", "SI-7(3)", "SI-7(7)"],
    "pci-dss": ["10.3.2"],
    hipaa: ["164.312(c)(1)", "164.312(c)(2)"],
  },
  "CloudTrail.7": { cis: ["3.4"] },
  "CloudWatch.15": {
    "nist-800-53": ["AU-6(1)", "AU-6(5)", "CA-7", "IR-4(1)", "IR-4(5)", "SI-2", "SI-4(5)", "SI-4(12)", "SI-20"],
    hipaa: ["164.312(b)"],
  },
  "CloudWatch.16": {
    "nist-800-53": ["AU-6(3)", "AU-6(4)", "AU-10", "AU-11", "CA-7", "SI-12"],
    hipaa: ["164.312(b)"],
  },
  "CloudWatch.17": { "nist-800-53": ["AU-6(1)", "AU-6(5)", "CA-7", "SI-2", "SI-4(12)"] },
  "Config.1": { cis: ["3.3"], "nist-800-53": ["CM-3", "CM-6(1)", "CM-8", "CM-8(2)"] },
  "DynamoDB.2": { "nist-800-53": recovery, hipaa: health.copies },
  "DynamoDB.6": { "nist-800-53": ["CA-9(1)", "CM-2", "CM-2(2)", "CM-3", "SC-5(2)"] },
  "EC2.2": { cis: ["5.4"], "nist-800-53": openPorts, hipaa: ["164.312(e)(1)"] },
  "EC2.6": {
    cis: ["3.7"],
    "nist-800-53": ["AC-4(26)", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "AU-12", "CA-7", "SI-7(8)"],
    hipaa: health.logging,
  },
  "EC2.13": { "nist-800-53": [...openPorts, "CM-7"], "pci-dss": ["1.3.1"], hipaa: health.openPorts },
  "EC2.14": { "pci-dss": ["1.3.1"] },
  "EC2.15": { "nist-800-53": publicAccess, "pci-dss": ["1.4.4"], hipaa: health.publicAccess },
  "EC2.18": { "nist-800-53": openPorts },
  "EC2.19": {
    "nist-800-53": [...openPorts, "CA-9(1)", "CM-2", "CM-2(2)", "CM-7"],
    hipaa: health.openPorts,
  },
  "EC2.53": { cis: ["5.2"], "pci-dss": ["1.3.1"] },
  "EC2.54": { cis: ["5.3"], "pci-dss": ["1.3.1"] },
  "EFS.1": { cis: ["2.4.1"], "nist-800-53": messagesAtRest, hipaa: health.atRest },
  "EFS.2": { "nist-800-53": copies, hipaa: health.copies },
  "EFS.3": { "nist-800-53": ["AC-6(10)"] },
  "EFS.4": { "nist-800-53": ["AC-6(2)"], "pci-dss": ["7.3.1"] },
  "EFS.7": {},
  "EFS.8": {},
  "GuardDuty.1": {
    "nist-800-53": [
      "AC-2(12)",
      "AU-6(1)",
      "AU-6(5)",
      "CA-7",
      "CM-8(3)",
      "RA-3(4)",
      "SA-8(19)",
      "SA-8(21)",
      "SA-8(25)",
      "SA-11(1)",
      "SA-11(6)",
      "SA-15(2)",
      "SA-15(8)",
      "SC-5",
      "SC-5(1)",
      "SC-5(3)",
      "SI-3(8)",
      "SI-4",
      "SI-4(1)",
      "SI-4(2)",
      "SI-4(4)",
      "SI-4(5)",
      "SI-4(13)",
      "SI-4(22)",
      "SI-4(25)",
      "SI-20",
    ],
    "pci-dss": ["11.5.1"],
    hipaa: [
      "164.308(a)(1)(ii)(A)",
      "164.308(a)(1)(ii)(D)",
      "164.308(a)(3)(ii)(A)",
      "164.308(a)(5)(ii)(C)",
      "164.308(a)(6)(i)",
      "164.308(a)(6)(ii)",
      "164.308(a)(8)",
      "164.312(b)",
      "164.312(e)(2)(i)",
    ],
  },
  "GuardDuty.10": { "pci-dss": ["11.5.1"] },
  // CIS 3.0 recommends the same as its number 1.16, though Security Hub relates only that of CIS 1.4 to the control.
  "IAM.1": { cis: ["1.16"], "nist-800-53": leastPrivilege, hipaa: health.permissions },
  "IAM.2": { cis: ["1.15"], "nist-800-53": users, hipaa: health.permissions },
  "IAM.21": { "nist-800-53": leastPrivilege, hipaa: health.permissions },
  "KMS.1": { "nist-800-53": decryption },
  "KMS.2": { "nist-800-53": decryption },
  "KMS.3": { "nist-800-53": ["SC-12", "SC-12(2)"] },
  "KMS.4": {
    cis: ["3.6"],
    "nist-800-53": ["SC-12", "SC-12(2)", "SC-28(3)"],
    "pci-dss": ["3.7.4"],
    hipaa: ["164.312(a)(2)(iv)"],
  },
  "KMS.5": {},
  "Lambda.1": { "nist-800-53": publicAccess, "pci-dss": ["7.2.1"], hipaa: health.publicAccess },
  "Lambda.2": { "nist-800-53": ["CA-9(1)", "CM-2", ...patching], "pci-dss": ["12.3.4"] },
  "Lambda.3": { "nist-800-53": publicAccess, hipaa: health.publicAccess },
  "Lambda.5": { "nist-800-53": availability },
  "Lambda.7": { "nist-800-53": ["CA-7"] },
  "Opensearch.1": { "nist-800-53": atRest, hipaa: health.atRest },
  "Opensearch.2": { "nist-800-53": publicAccess, hipaa: health.publicAccess },
  "Opensearch.3": {
    "nist-800-53": ["AC-4", "SC-7(4)", "SC-8", "SC-8(1)", "SC-8(2)", "SC-13", "SC-23", "SC-23(3)"],
    hipaa: health.inTransit,
  },
  "Opensearch.4": { "nist-800-53": logging, hipaa: health.logging },
  "Opensearch.5": { "nist-800-53": logging, "pci-dss": ["10.2.1"] },
  "Opensearch.6": { "nist-800-53": availability },
  "Opensearch.7": { "nist-800-53": [...grants, "AC-5"] },
  "Opensearch.8": { "nist-800-53": inTransit },
  "Opensearch.10": { "nist-800-53": patching, "pci-dss": ["6.3.3"] },
  "Opensearch.11": { "nist-800-53": ["CP-2", "CP-10", "SC-5", "SC-36", "SI-13"] },
  "S3.2": { "nist-800-53": publicAccess, hipaa: health.publicAccess },
  "S3.3": { "nist-800-53": publicAccess, hipaa: health.publicAccess },
  "S3.5": {
    cis: ["2.1.1"],
    "nist-800-53": inTransit,
    "pci-dss": ["4.2.1"],
    hipaa: [...health.inTransit, "164.312(c)(2)"],
  },
  "S3.6": { "nist-800-53": ["CA-9(1)", "CM-2"] },
  "S3.8": { cis: ["2.1.4"], "nist-800-53": publicAccess, "pci-dss": ["1.4.4"], hipaa: health.publicAccess },
  "S3.9": { "nist-800-53": logging, "pci-dss": ["10.2.1"], hipaa: health.logging },
  "S3.10": { "nist-800-53": lifecycle },
  "S3.12": { "nist-800-53": grants },
  "S3.13": { "nist-800-53": lifecycle },
  "S3.14": { "nist-800-53": [...copies, "AU-9(2)"], hipaa: [...health.copies, "164.312(c)(1)", "164.312(c)(2)"] },
  "S3.15": { "nist-800-53": ["CP-6(2)"], "pci-dss": ["10.5.1"] },
  "S3.17": { "nist-800-53": [...logsAtRest, "SC-12(2)"], "pci-dss": ["3.5.1"], hipaa: health.atRest },
  "SNS.1": { "nist-800-53": messagesAtRest, hipaa: health.atRest },
  "SNS.4": {},
  "SQS.1": { "nist-800-53": messagesAtRest },
  "SQS.3": {},
  "SecretsManager.1": {
    "nist-800-53": ["AC-2(1)", "AC-3(15)"],
    "pci-dss": ["8.3.9", "8.6.3"],
    hipaa: ["164.308(a)(4)(ii)(B)"],
  },
} as const satisfies Readonly<Record<string, Frameworks>>;

/** Id as Security Hub writes it: `S3.5`. */
export type SecurityHubControl = keyof typeof related;

/**
 * Controls that belong to other standards of Security Hub only.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
 */
const outsideOfFsbp: ReadonlySet<SecurityHubControl> = new Set([
  "CloudTrail.7",
  "CloudWatch.15",
  "CloudWatch.16",
  "CloudWatch.17",
  "EC2.13",
  "EC2.14",
  "EC2.53",
  "EC2.54",
  "KMS.4",
  "Lambda.3",
  "Lambda.7",
  "Opensearch.11",
  "S3.10",
  "S3.14",
  "S3.15",
  "S3.17",
  "SNS.1",
]);

/** What is related to a control of Security Hub; itself where it belongs to the Foundational Security Best Practices. */
export function relatedTo(control: SecurityHubControl): Frameworks {
  return { ...related[control], ...(!outsideOfFsbp.has(control) && { fsbp: [control] }) };
}
