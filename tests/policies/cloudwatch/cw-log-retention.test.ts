import policy from "../../../policies/cloudwatch/cw-log-retention";
import { describePolicy, resource, UNKNOWN } from "../support";

const group = (props: Record<string, unknown>, more = {}) =>
  resource("aws:cloudwatch/logGroup:LogGroup", "group", props, more);

describePolicy(policy, {
  good: { "a year": [group({ retentionInDays: 365 })], "for ever": [group({ retentionInDays: 0 })] },
  bad: {
    "nothing is said": { graph: [group({})], says: /does not say for how long/ },
    "a week": { graph: [group({ retentionInDays: 7 })], says: /for 7 days instead of 365/ },
  },
  undecided: { "the days are unknown": [group({ retentionInDays: UNKNOWN })] },
});
