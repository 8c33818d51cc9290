import policy from "../../../policies/iam/iam-no-users-or-keys";
import { describePolicy, resource, UNKNOWN } from "../support";

describePolicy(policy, {
  good: {
    "a group": [resource("aws:iam/group:Group", "group", {})],
    "a role": [resource("aws:iam/role:Role", "role", {})],
  },
  bad: {
    "a user": { graph: [resource("aws:iam/user:User", "u", {})], says: /is an IAM user/ },
    "a key": { graph: [resource("aws:iam/accessKey:AccessKey", "k", { user: "u" })], says: /is an access key/ },
    "a policy of a user of elsewhere": {
      graph: [resource("aws:iam/userPolicy:UserPolicy", "p", { user: "u" })],
      says: /policy of a user/,
    },
  },
  undecided: {
    "whose policy it is is unknown": [resource("aws:iam/userPolicy:UserPolicy", "p", { user: UNKNOWN })],
  },
});
