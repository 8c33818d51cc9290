import policy from "../../../policies/opensearch/os-auto-tune-consistent";
import { describePolicy, domain, UNKNOWN } from "../support";

const tuned = (desiredState: unknown, instanceType: string) =>
  domain({ autoTuneOptions: { desiredState }, clusterConfig: { instanceType } });

describePolicy(policy, {
  good: {
    on: [tuned("ENABLED", "r7g.large.search")],
    "off on t instances": [tuned("DISABLED", "t3.small.search")],
    "nothing said on t instances": [tuned(undefined, "t3.small.search")],
  },
  bad: {
    "nothing is said": { graph: [tuned(undefined, "r7g.large.search")], says: /does not say whether AWS tunes it/ },
    "on, on t instances": { graph: [tuned("ENABLED", "t3.small.search")], says: /which t instances cannot be/ },
  },
  undecided: { "it is unknown": [tuned(UNKNOWN, "r7g.large.search")] },
});
