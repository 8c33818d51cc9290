import policy from "../../../policies/s3/s3-abort-multipart";
import { bucket, describePolicy, UNKNOWN } from "../support";

const rule = (daysAfterInitiation: unknown, more: object = {}) => ({
  id: "uploads",
  status: "Enabled",
  filter: {},
  abortIncompleteMultipartUpload: { daysAfterInitiation },
  ...more,
});
const rules = (...rules: unknown[]) => bucket("archive", { BucketLifecycleConfiguration: { rules } });

describePolicy(policy, {
  good: {
    "after a week": rules(rule(7)),
    "after a day, for the empty prefix, beside another rule": rules(
      { id: "keep", status: "Enabled", filter: {}, expiration: { days: 365 } },
      rule(1, { filter: { prefix: "" } }),
    ),
  },
  bad: {
    "nothing is said": { graph: bucket("archive"), says: /gives up unfinished uploads/ },
    "only something else": {
      graph: rules({ id: "keep", status: "Enabled", filter: {}, expiration: { days: 365 } }),
      says: /gives up unfinished uploads/,
    },
    "after a month": { graph: rules(rule(30)), says: /within a week/ },
    "for some objects only": {
      graph: rules(rule(7, { filter: { prefix: "AWSLogs/" } })),
      says: /for all of its objects/,
    },
    "the rule is off": { graph: rules(rule(7, { status: "Disabled" })), says: /gives up unfinished uploads/ },
  },
  undecided: { "the days are unknown": rules(rule(UNKNOWN)) },
});
