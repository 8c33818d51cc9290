import policy from "../../../policies/organization/stack-retention-coherent";
import { bucket, describePolicy, document, lambda, service, UNKNOWN } from "../support";

const rules = (days: unknown) => ({ rules: [{ id: "keep", status: "Enabled", filter: {}, expiration: { days } }] });
const archive = (days: unknown, more: Record<string, Record<string, unknown>> = {}) =>
  bucket("archive", {
    BucketPolicy: { policy: document(service("cloudtrail.amazonaws.com", "s3:PutObject")) },
    BucketLifecycleConfiguration: rules(days),
    ...more,
  });

describePolicy(policy, {
  good: {
    "a year": archive(365),
    "a year, three months of it searchable and locked": [
      ...archive(365, {
        BucketObjectLockConfiguration: { rule: { defaultRetention: { mode: "GOVERNANCE", days: 90 } } },
      }),
      lambda("a", { environment: { variables: { RETENTION_DAYS: "90" } } }),
    ],
    "a bucket of no logs": bucket("other", { BucketLifecycleConfiguration: rules(1) }),
  },
  bad: {
    "a month": { graph: archive(30), says: /after 30 days, before the 90/ },
    "searchable for longer": {
      graph: [...archive(100), lambda("a", { environment: { variables: { RETENTION_DAYS: "200" } } })],
      says: /after 100 days, but a keeps them searchable for 200/,
    },
    "locked for longer": {
      graph: archive(100, {
        BucketObjectLockConfiguration: { rule: { defaultRetention: { mode: "COMPLIANCE", days: 365 } } },
      }),
      says: /but locks them for 365/,
    },
  },
  undecided: { "the days are unknown": archive(UNKNOWN) },
});
