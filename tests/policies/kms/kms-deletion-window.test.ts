import policy from "../../../policies/kms/kms-deletion-window";
import { describePolicy, resource, UNKNOWN } from "../support";

const key = (props: Record<string, unknown>, more = {}) =>
  resource("aws:kms/key:Key", "key", props, { id: "1", arn: "arn:aws:kms:eu-west-1:111122223333:key/1", ...more });

describePolicy(policy, {
  good: { "thirty days": [key({ deletionWindowInDays: 30 })], "the default": [key({})] },
  bad: {
    "a week": { graph: [key({ deletionWindowInDays: 7 })], says: /gone 7 days after/ },
    "29 days": { graph: [key({ deletionWindowInDays: 29 })], says: /gone 29 days after/ },
  },
  undecided: { "the days are unknown": [key({ deletionWindowInDays: UNKNOWN })] },
});
