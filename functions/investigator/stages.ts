import { counted } from "../shared/text/counted";
import { succeeded } from "./compromise";
import { type Evidence, evidence } from "./evidence";
import { distinct, readText, timeOf } from "./read";
import type { Found } from "./search";

/** ATT&CK tactics that an investigation tells apart, in the order of an intrusion. */
export const TACTICS = [
  "Initial Access",
  "Execution",
  "Persistence",
  "Privilege Escalation",
  "Defense Evasion",
  "Credential Access",
  "Discovery",
  "Lateral Movement",
  "Collection",
  "Command and Control",
  "Exfiltration",
  "Impact",
] as const;

export type Tactic = (typeof TACTICS)[number];

/** One thing that happened, from its first to its last record. */
export interface Step {
  readonly tactic: Tactic;
  readonly from: string;
  readonly to: string;
  readonly statement: string;
  readonly records: number;
  /** A few of the records. */
  readonly evidence: readonly Evidence[];
}

/** Which tactic a call serves when an intruder makes it; the first row that matches. @see https://attack.mitre.org/matrices/enterprise/cloud/iaas/ */
const TACTIC_OF_CALL: readonly (readonly [pattern: RegExp, tactic: Tactic])[] = [
  [/:(?:Get(?:Secret|Parameter|PasswordData)|BatchGetSecret)/, "Credential Access"],
  [
    /^(?:cloudtrail|guardduty|config|securityhub|logs):(?:Stop|Delete|Update|Put|Disable|Disassociate)/,
    "Defense Evasion",
  ],
  [/^ec2:DeleteFlowLogs/, "Defense Evasion"],
  [/^iam:(?:Attach|Put|Add|SetDefault|CreatePolicyVersion|UpdateAssumeRole)/, "Privilege Escalation"],
  [/^iam:(?:Create|Update|Enable|Upload)/, "Persistence"],
  [/^sts:(?:AssumeRole|GetFederationToken|GetSessionToken)/, "Lateral Movement"],
  [/^(?:ssm:(?:SendCommand|StartSession)|ec2:RunInstances|lambda:(?:Invoke|Create|UpdateFunctionCode))/, "Execution"],
  [/^s3:(?:GetObject|ListObjects|CopyObject|SelectObject)|^rds:.*Snapshot$|^ec2:CreateSnapshot/, "Collection"],
  [
    /^(?:ec2:ModifySnapshotAttribute|ec2:ModifyImageAttribute|s3:PutBucketPolicy|s3:PutBucketReplication)/,
    "Exfiltration",
  ],
  [/:(?:Delete|Terminate|Stop)|^s3:PutObject$|^kms:ScheduleKeyDeletion/, "Impact"],
  [/:(?:List|Describe|Get|BatchGet|Lookup|Search|Simulate|Head)/, "Discovery"],
];

export function tacticOf(call: Found): Tactic {
  const name = `${readText(call, "cloud.service.name") ?? ""}:${readText(call, "event.action") ?? ""}`;
  // Reads of snapshots' lists are no collection.
  const tactic = TACTIC_OF_CALL.find(([pattern]) => pattern.test(name))?.[1] ?? "Discovery";
  return tactic === "Collection" && /:(?:Describe|List(?!Objects))/.test(name) ? "Discovery" : tactic;
}

/** The intruder's calls as steps: one for each tactic and principal, in the order in which they begin. */
export function stepsOf(calls: readonly Found[]): Step[] {
  const groups = new Map<string, Found[]>();
  for (const call of calls) {
    const name = `${tacticOf(call)}/${readText(call, "user.name") ?? ""}/${readText(call, "source.ip") ?? ""}`;
    groups.set(name, [...(groups.get(name) ?? []), call]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) {
      return [];
    }
    return {
      tactic: tacticOf(first),
      from: timeOf(first),
      to: timeOf(last),
      statement: describe(group),
      records: group.length,
      evidence: group.slice(0, 5).map(evidence),
    };
  });
}

function describe(calls: readonly Found[]): string {
  const names = distinct(calls.map((call) => readText(call, "event.action")));
  const shown = names.length > 4 ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more` : names.join(", ");
  const failed = calls.filter((call) => !succeeded(call)).length;
  const user = distinct(calls.map((call) => readText(call, "user.name"))).join(", ");
  const from = distinct(calls.map((call) => readText(call, "source.ip"))).join(", ");
  const targets = distinct(calls.map((call) => readText(call, "user.target.name"))).filter((name) => name !== user);
  const buckets = distinct(calls.map((call) => readText(call, "aws.cloudtrail.request_parameters.bucketName")));
  const refused = failed === 0 ? "" : failed === calls.length ? ", refused" : `, ${failed} refused`;
  const times = counted(calls.length, "call");
  const object =
    targets.length > 0 ? ` on ${targets.join(", ")}` : buckets.length > 0 ? ` on bucket ${buckets.join(", ")}` : "";
  return `${user} from ${from}: ${shown}${object} (${times}${refused})`;
}
