import policy from "../../../policies/s3/s3-lifecycle";
import { bucket, describePolicy, UNKNOWN } from "../support";

const rules = (...rules: unknown[]) => bucket("archive", { BucketLifecycleConfiguration: { rules } });
const keep = {
  id: "keep",
  status: "Enabled",
  filter: {},
  expiration: { days: 365 },
  noncurrentVersionExpiration: { noncurrentDays: 30 },
};

describePolicy(policy, {
  good: {
    "one rule for all": rules(keep),
    "two rules share the work": rules(
      { id: "move", status: "Enabled", filter: {}, transitions: [{ days: 30, storageClass: "GLACIER" }] },
      { id: "old", status: "Enabled", filter: {}, noncurrentVersionExpiration: { noncurrentDays: 30 } },
    ),
  },
  bad: {
    "nothing is said": { graph: bucket("archive"), says: /no lifecycle rule/ },
    "the rule is off": { graph: rules({ ...keep, status: "Disabled" }), says: /no lifecycle rule that is enabled/ },
    "former versions stay": {
      graph: rules({ id: "a", status: "Enabled", filter: {}, expiration: { days: 1 } }),
      says: /former versions for ever/,
    },
    "objects stay": {
      graph: rules({ id: "a", status: "Enabled", filter: {}, noncurrentVersionExpiration: { noncurrentDays: 1 } }),
      says: /neither moves nor deletes/,
    },
  },
  undecided: { "the rules are unknown": bucket("archive", { BucketLifecycleConfiguration: { rules: UNKNOWN } }) },
});
