import policy from "../../../policies/dynamodb/dynamodb-deletion-protection";
import { describePolicy, resource, UNKNOWN } from "../support";

const table = (deletionProtectionEnabled?: unknown, more = {}) =>
  resource("aws:dynamodb/table:Table", "alerts", { deletionProtectionEnabled }, { id: "alerts", ...more });

describePolicy(policy, {
  good: {
    on: [table(true)],
    "on, as Pulumi's option too": [table(true, { protect: true })],
  },
  bad: {
    nothing: { graph: [table()], says: /deleted by one call/ },
    "off, whatever Pulumi refuses": { graph: [table(false, { protect: true })], says: /deleted by one call/ },
  },
  undecided: { "whether it is on is unknown": [table(UNKNOWN)] },
});
