import policy from "../../../policies/opensearch/os-off-peak-window";
import { describePolicy, domain, UNKNOWN } from "../support";

const updated = (autoSoftwareUpdateEnabled: unknown, enabled: unknown) =>
  domain({ softwareUpdateOptions: { autoSoftwareUpdateEnabled }, offPeakWindowOptions: { enabled } });

describePolicy(policy, {
  good: {
    both: [updated(true, true)],
    "both, as texts": [updated("true", "true")],
  },
  bad: {
    "nothing is said": { graph: [domain()], says: /is not updated by itself\nhas no off-peak window/ },
    "updated at any time": { graph: [updated(true, false)], says: /has no off-peak window/ },
  },
  undecided: { "it is unknown": [updated(UNKNOWN, true)] },
});
