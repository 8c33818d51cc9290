/** A finding of checkov, and where it is. */
export interface CheckovFinding {
  /** Such as `CKV_AWS_144`. */
  readonly check: string;
  readonly title: string;
  /** Such as `aws_s3_bucket.siem-dev`. */
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
    check: "CKV_AWS_145",
    resource: /^aws_s3_bucket\..*-access-logs$/,
    reason: "S3 server access logs and load balancers deliver to buckets with S3's own keys only",
  },
  {
    check: "CKV_AWS_116",
    resource: /^aws_lambda_function\..*-loader$/,
    reason:
      "The loader reads a queue, which has a dead-letter queue; the function's own is for asynchronous invocations",
  },
  {
    check: "CKV_AWS_45",
    resource: /^aws_lambda_function\..*-loader$/,
    reason:
      "What looks like a key is the id of the function's role, by which it knows its own messages; it opens nothing",
  },
  {
    check: "CKV_AWS_272",
    resource: /^aws_lambda_function\./,
    reason: "Code signing needs a signing profile of the organisation; the code is built by the deployment itself",
  },
];

export interface Judged {
  readonly unaccepted: readonly CheckovFinding[];
  readonly accepted: readonly { readonly finding: CheckovFinding; readonly reason: string }[];
  /** Suppressions that suppress nothing, and should go. */
  readonly unused: readonly Suppression[];
}

/** Divides findings into those that are accepted and those that are not. */
export function judge(findings: readonly CheckovFinding[], accepted: readonly Suppression[] = suppressions): Judged {
  const matches = (finding: CheckovFinding) =>
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
