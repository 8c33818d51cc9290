import { lookup } from "../../functions/shared/lookup";

/** `event.category` and `event.type`, with values that ECS allows together. */
export interface Classification {
  readonly category: readonly string[];
  readonly type: string;
}

interface Rule {
  readonly detailType: RegExp;
  readonly category: string;
  readonly type: string;
  /** Types by the state that the event tells, where the state says more. */
  readonly states?: Readonly<Record<string, string>>;
}

const startsAndEnds: Readonly<Record<string, string>> = {
  running: "start",
  started: "start",
  in_progress: "start",
  stopping: "end",
  stopped: "end",
  "shutting-down": "end",
  terminated: "end",
  succeeded: "end",
  success: "end",
  failed: "end",
  failure: "end",
  aborted: "end",
  timed_out: "end",
  timedout: "end",
  cancelled: "end",
};

/** By `source`; the first row whose `detailType` matches. Everything else is about configuration. */
const rules: Readonly<Record<string, readonly Rule[]>> = {
  "aws.ec2": [
    { detailType: /^EC2 Instance State-change/, category: "host", type: "change", states: startsAndEnds },
    { detailType: /^EC2 (?:Spot )?Instance/, category: "host", type: "change" },
  ],
  "aws.autoscaling": [
    { detailType: /launch/i, category: "host", type: "start" },
    { detailType: /terminate/i, category: "host", type: "end" },
  ],
  "aws.s3": [
    { detailType: /^Object Created/, category: "file", type: "creation" },
    { detailType: /^Object Deleted/, category: "file", type: "deletion" },
    { detailType: /^Object/, category: "file", type: "change" },
  ],
  "aws.ecs": [{ detailType: /^ECS Task State Change/, category: "process", type: "change", states: startsAndEnds }],
  "aws.batch": [{ detailType: /^Batch Job State Change/, category: "process", type: "change", states: startsAndEnds }],
  "aws.states": [{ detailType: /Execution Status Change/, category: "process", type: "change", states: startsAndEnds }],
  "aws.codebuild": [{ detailType: /Build State Change/, category: "process", type: "change", states: startsAndEnds }],
  "aws.ssm": [{ detailType: /^EC2 Command/, category: "process", type: "change", states: startsAndEnds }],
  "aws.ecr": [{ detailType: /Scan/, category: "vulnerability", type: "info" }],
  "aws.rds": [{ detailType: /^RDS /, category: "database", type: "info" }],
  "aws.redshift": [{ detailType: /^Redshift /, category: "database", type: "info" }],
};

/** What a detail type says of configuration, by its words. */
const words: readonly (readonly [RegExp, string])[] = [
  [/\b(?:creat(?:ed|ion)|registered)\b/i, "creation"],
  [/\b(?:delet(?:ed|ion)|expiration|expired|deregistered)\b/i, "deletion"],
  [/\b(?:change[ds]?|state-change|rotations?|update[ds]?|modif(?:ied|ication))\b/i, "change"],
];

export function classify(
  source: string | undefined,
  detailType: string | undefined,
  state: string | undefined,
): Classification {
  const rule = lookup(rules, source)?.find((row) => row.detailType.test(detailType ?? ""));
  if (rule !== undefined) {
    return { category: [rule.category], type: lookup(rule.states ?? {}, state?.toLowerCase()) ?? rule.type };
  }
  const [, type = "info"] = words.find(([word]) => word.test(detailType ?? "")) ?? [];
  return { category: ["configuration"], type };
}

/** What the state, or else the detail type, says of the outcome. */
export function outcomeOf(detailType: string | undefined, state: string | undefined): string {
  for (const said of [state, detailType]) {
    if (said === undefined) continue;
    if (/fail|unsuccessful|error|denied|abort|time[d_-]*out|rejected/i.test(said)) return "failure";
    if (/succe|complete|created|deleted|running|ready/i.test(said)) return "success";
  }
  return "unknown";
}
