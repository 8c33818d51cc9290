/** A finding of a scanner, and where it is. */
export interface ScanFinding {
  /** Such as `CKV_AWS_144` of checkov, `E3510` of cfn-lint, `CREDENTIALS_EXPOSURE sts:assumerole` of parliament. */
  readonly check: string;
  readonly title: string;
  /** Such as `aws_s3_bucket.siem-dev`, or of policies the type and name of the resource that holds it. */
  readonly resource: string;
}

/** A finding that is accepted, and why. */
export interface Suppression {
  readonly check: string;
  readonly resource: RegExp;
  readonly reason: string;
}

export const suppressions: readonly Suppression[] = [
  {
    check: "CKV_AWS_144",
    resource: /^aws_s3_bucket\./,
    reason: "Replication to another region doubles the cost of the archive; the organisation decides on it",
  },
  {
    check: "CKV2_AWS_62",
    resource: /^aws_s3_bucket\..*-reports$/,
    reason: "It holds reports about the archive, which are no logs",
  },
  {
    check: "CKV_AWS_145",
    resource: /^aws_s3_bucket\..*-access-logs$/,
    reason: "S3 server access logs and load balancers deliver to buckets with S3's own keys only",
  },
  {
    check: "CKV_AWS_116",
    resource: /^aws_lambda_function\..*-(?:loader|backfill)$/,
    reason:
      "The loader reads a queue, which has a dead-letter queue, and S3 Batch Operations waits for an answer; the function's own is for asynchronous invocations",
  },
  {
    check: "CKV_AWS_45",
    resource: /^aws_lambda_function\..*-(?:loader|backfill)$/,
    reason:
      "What looks like a key is the id of the function's role, by which it knows its own messages; it opens nothing",
  },
  {
    check: "CKV_AWS_272",
    resource: /^aws_lambda_function\./,
    reason: "Code signing needs a signing profile of the organisation; the code is built by the deployment itself",
  },
  {
    check: "CKV_AWS_252",
    resource: /^aws_cloudtrail\./,
    reason: "The archive's bucket announces the trail's objects in the queue; a topic would say the same",
  },
  {
    check: "CKV2_AWS_10",
    resource: /^aws_cloudtrail\./,
    reason: "The SIEM searches and alarms on the trail; CloudWatch Logs would store it once more, at 0.50 USD a GB",
  },
  {
    check: "CKV2_AWS_48",
    resource: /^aws_config_configuration_recorder\./,
    reason:
      "Global resources are recorded in the organization's first region; in each they would be recorded, and paid, again",
  },
  {
    check: "CREDENTIALS_EXPOSURE sts:assumerole",
    resource: /^aws:iam\/rolePolicy:RolePolicy .*-loader$/,
    reason:
      "The loader reads a bucket of another account by the role that its owner made for that, which it names, with an external id",
  },
];

export interface Judged {
  readonly unaccepted: readonly ScanFinding[];
  readonly accepted: readonly { readonly finding: ScanFinding; readonly reason: string }[];
  /** Suppressions that suppress nothing, and should go. */
  readonly unused: readonly Suppression[];
}

/** Divides findings into those that are accepted and those that are not. */
export function judge(findings: readonly ScanFinding[], accepted: readonly Suppression[] = suppressions): Judged {
  const matches = (finding: ScanFinding) =>
    accepted.find(({ check, resource }) => check === finding.check && resource.test(finding.resource));
  const judged = findings.map((finding) => ({ finding, suppression: matches(finding) }));
  const used = new Set(judged.map(({ suppression }) => suppression));
  return {
    unaccepted: judged.flatMap(({ finding, suppression }) => (suppression ? [] : [finding])),
    accepted: judged.flatMap(({ finding, suppression }) =>
      suppression ? [{ finding, reason: suppression.reason }] : [],
    ),
    unused: accepted.filter((suppression) => !used.has(suppression)),
  };
}
