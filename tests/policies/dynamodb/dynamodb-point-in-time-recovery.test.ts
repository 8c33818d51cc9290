import policy from "../../../policies/dynamodb/dynamodb-point-in-time-recovery";
import { describePolicy, resource, UNKNOWN } from "../support";

const table = (pointInTimeRecovery?: unknown) =>
  resource("aws:dynamodb/table:Table", "alerts", { pointInTimeRecovery }, { id: "alerts" });

describePolicy(policy, {
  good: {
    on: [table({ enabled: true })],
    "on for a week": [table({ enabled: true, recoveryPeriodInDays: 7 })],
  },
  bad: {
    nothing: { graph: [table()], says: /cannot be restored/ },
    off: { graph: [table({ enabled: false })], says: /cannot be restored/ },
  },
  undecided: { "whether it is on is unknown": [table({ enabled: UNKNOWN })] },
});
