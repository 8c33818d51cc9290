import policy from "../../../policies/s3/s3-tls-only";
import { UNKNOWN } from "../../../policies/unknown";
import { bucket, describePolicy, document } from "../support";

const both = ["arn:aws:s3:::archive", "arn:aws:s3:::archive/*"];
const deny = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: both,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const withPolicy = (...statements: object[]) =>
  bucket("archive", { BucketPolicy: { policy: document(...(statements as Record<string, unknown>[])) } });

describePolicy(policy, {
  good: {
    "everyone is denied on the bucket and its objects": withPolicy(deny),
    "the principal is written as an AWS wildcard, the value as a boolean in a list": withPolicy({
      ...deny,
      Principal: { AWS: ["*"] },
      Condition: { bool: { "AWS:securetransport": [false] } },
    }),
    "two statements share the work": withPolicy({ ...deny, Resource: both[0] }, { ...deny, Resource: both[1] }),
    "the document is an object with a single statement": bucket("archive", {
      BucketPolicy: { policy: { Statement: deny } },
    }),
  },
  bad: {
    "there is no bucket policy": { graph: bucket("archive"), says: /has no BucketPolicy/ },
    "objects are left out": { graph: withPolicy({ ...deny, Resource: both[0] }), says: /without TLS at its objects/ },
    "it is about another bucket": {
      graph: withPolicy({ ...deny, Resource: "arn:aws:s3:::archive-2*" }),
      says: /at the bucket and its objects/,
    },
    "only writing is denied": {
      graph: withPolicy({ ...deny, Action: "s3:PutObject" }),
      says: /at the bucket and its objects/,
    },
    "one role is denied": {
      graph: withPolicy({ ...deny, Principal: { AWS: "arn:aws:iam::111122223333:role/x" } }),
      says: /at the bucket and its objects/,
    },
    "everyone but a role is denied": {
      graph: withPolicy({
        ...deny,
        Principal: undefined,
        NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/x" },
      }),
      says: /at the bucket and its objects/,
    },
    "a second condition narrows the denial": {
      graph: withPolicy({
        ...deny,
        Condition: { ...deny.Condition, StringEquals: { "aws:PrincipalAccount": "111122223333" } },
      }),
      says: /at the bucket and its objects/,
    },
    "the document is no JSON": { graph: bucket("archive", { BucketPolicy: { policy: "{" } }), says: /not JSON/ },
  },
  undecided: { "the document is unknown": bucket("archive", { BucketPolicy: { policy: UNKNOWN } }) },
});
