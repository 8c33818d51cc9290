import policy from "../../../policies/cloudtrail/ct-validation";
import { describePolicy, resource, UNKNOWN } from "../support";

const trail = (props: Record<string, unknown>, more = {}) =>
  resource("aws:cloudtrail/trail:Trail", "trail", props, more);

describePolicy(policy, {
  good: {
    on: [trail({ enableLogFileValidation: true })],
    "on, as a text": [trail({ enableLogFileValidation: "true" })],
  },
  bad: {
    "nothing is said": { graph: [trail({})], says: /does not sign/ },
    off: { graph: [trail({ enableLogFileValidation: false })], says: /does not sign/ },
  },
  undecided: { "it is unknown": [trail({ enableLogFileValidation: UNKNOWN })] },
});
