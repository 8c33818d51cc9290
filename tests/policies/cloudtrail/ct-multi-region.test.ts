import policy from "../../../policies/cloudtrail/ct-multi-region";
import { describePolicy, resource, UNKNOWN } from "../support";

const trail = (props: Record<string, unknown>, more = {}) =>
  resource("aws:cloudtrail/trail:Trail", "trail", props, more);

describePolicy(policy, {
  good: { on: [trail({ isMultiRegionTrail: true })], "on, as a text": [trail({ isMultiRegionTrail: "true" })] },
  bad: {
    "off altogether": { graph: [trail({ isMultiRegionTrail: true, enableLogging: false })], says: /records nothing/ },
    "without IAM": {
      graph: [trail({ isMultiRegionTrail: true, includeGlobalServiceEvents: false })],
      says: /leaves IAM/,
    },
    "nothing is said": { graph: [trail({})], says: /one region only/ },
    off: { graph: [trail({ isMultiRegionTrail: false })], says: /one region only/ },
  },
  undecided: { "it is unknown": [trail({ isMultiRegionTrail: UNKNOWN })] },
});
