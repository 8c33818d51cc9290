import policy from "../../../policies/config/config-all-types";
import { describePolicy, resource, UNKNOWN } from "../support";

const recorder = (recordingGroup: object) => resource("aws:cfg/recorder:Recorder", "r", { recordingGroup });

describePolicy(policy, {
  good: {
    all: [recorder({ allSupported: true, includeGlobalResourceTypes: true })],
    "all, global ones in another region": [
      recorder({ allSupported: true }),
      { ...recorder({ includeGlobalResourceTypes: true }), urn: "urn:2" },
    ],
    "all by default": [recorder({ includeGlobalResourceTypes: true })],
  },
  bad: {
    "nothing is said": { graph: [resource("aws:cfg/recorder:Recorder", "r", {})], says: /global resources out/ },
    some: {
      graph: [recorder({ allSupported: false, resourceTypes: ["AWS::S3::Bucket"] })],
      says: /types of resources out/,
    },
  },
  undecided: { "it is unknown": [recorder({ allSupported: UNKNOWN })] },
});
