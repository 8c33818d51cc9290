import policy from "../../../policies/s3/s3-tls-1-2";
import { bucket, describePolicy, document, UNKNOWN } from "../support";

const both = ["arn:aws:s3:::archive", "arn:aws:s3:::archive/*"];
const deny = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: both,
  Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
};
const withPolicy = (...statements: Record<string, unknown>[]) =>
  bucket("archive", { BucketPolicy: { policy: document(...statements) } });

describePolicy(policy, {
  good: {
    "older versions are denied": withPolicy(deny),
    "1.3 is asked for, by a number": withPolicy({ ...deny, Condition: { numericlessthan: { "s3:tlsversion": 1.3 } } }),
  },
  bad: {
    "there is no policy": { graph: bucket("archive"), says: /has no BucketPolicy/ },
    "1.1 is taken": {
      graph: withPolicy({ ...deny, Condition: { NumericLessThan: { "s3:TlsVersion": "1.1" } } }),
      says: /takes TLS before 1.2 at the bucket and its objects/,
    },
    "the objects are left out": { graph: withPolicy({ ...deny, Resource: both[0] }), says: /at its objects/ },
  },
  undecided: { "the document is unknown": bucket("archive", { BucketPolicy: { policy: UNKNOWN } }) },
});
