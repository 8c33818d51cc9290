import policy from "../../../policies/organization/tags-required";
import { describePolicy, queue, UNKNOWN } from "../support";

describePolicy(policy, {
  good: {
    both: [queue("a", { tags: { owner: "security", stage: "prod" } })],
    "by the provider": [queue("a", { tagsAll: { owner: "security", stage: "prod" } })],
    "as a list": [queue("a", { tags: [{ key: "owner" }, { key: "stage" }] })],
  },
  bad: {
    none: { graph: [queue("a")], says: /lacks the tags owner, stage/ },
    one: { graph: [queue("a", { tags: { owner: "security" } })], says: /lacks the tags stage/ },
  },
  undecided: { "the tags are unknown": [queue("a", { tags: UNKNOWN })] },
  parameters: { requiredTags: ["owner", "stage"] },
});
