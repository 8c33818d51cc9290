import policy from "../../../policies/cloudtrail/ct-org";
import { describePolicy, resource, UNKNOWN } from "../support";

const trail = (props: Record<string, unknown>, more = {}) =>
  resource("aws:cloudtrail/trail:Trail", "trail", props, more);

describePolicy(policy, {
  good: { on: [trail({ isOrganizationTrail: true })], "on, as a text": [trail({ isOrganizationTrail: "true" })] },
  bad: {
    "nothing is said": { graph: [trail({})], says: /one account only/ },
    off: { graph: [trail({ isOrganizationTrail: false })], says: /one account only/ },
  },
  undecided: { "it is unknown": [trail({ isOrganizationTrail: UNKNOWN })] },
});
