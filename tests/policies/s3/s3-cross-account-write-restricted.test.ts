import policy from "../../../policies/s3/s3-cross-account-write-restricted";
import { bucket, describePolicy, document, queue, UNKNOWN } from "../support";

const allow = (account: string, action: unknown, more: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:role/writer` },
  Action: action,
  Resource: "*",
  ...more,
});
const withPolicy = (...statements: Record<string, unknown>[]) => [
  ...bucket("archive", { BucketPolicy: { policy: document(...statements) } }),
  // Its ARN says which account the stack is of.
  queue("own"),
];

describePolicy(policy, {
  good: {
    "another account writes": withPolicy(allow("444455556666", "s3:PutObject")),
    "the own account deletes": withPolicy(allow("111122223333", ["s3:DeleteObject", "s3:PutBucketPolicy"])),
    "another account is denied": withPolicy(allow("444455556666", "s3:*", { Effect: "Deny" })),
  },
  bad: {
    "another account deletes": {
      graph: withPolicy(allow("444455556666", "s3:DeleteObject")),
      says: /allows s3:deleteobject to account 444455556666/,
    },
    "another account does anything": {
      graph: withPolicy(allow("444455556666", "s3:*")),
      says: /s3:putbucketpolicy.* to account 444455556666/,
    },
    "another account, by its id alone, does all but read": {
      graph: withPolicy({
        Effect: "Allow",
        Principal: { AWS: "444455556666" },
        NotAction: "s3:GetObject",
        Resource: "*",
      }),
      says: /to account 444455556666/,
    },
  },
  undecided: {
    "the own account is unknown": bucket("archive", {
      BucketPolicy: { policy: document(allow("444455556666", "s3:*")) },
    }),
    "the document is unknown": bucket("archive", { BucketPolicy: { policy: UNKNOWN } }),
  },
});
