import policy from "../../../policies/iam/iam-permissions-boundary";
import { describePolicy, resource, UNKNOWN } from "../support";

const role = (props: Record<string, unknown>, more = {}) => resource("aws:iam/role:Role", "role", props, more);

describePolicy(policy, {
  good: {
    "a boundary": [role({ permissionsBoundary: "arn:aws:iam::111122223333:policy/b" })],
    "one that is not made yet": [role({ permissionsBoundary: UNKNOWN })],
  },
  bad: {
    none: { graph: [role({})], says: /no permissions boundary/ },
    "an empty one": { graph: [role({ permissionsBoundary: "" })], says: /no permissions boundary/ },
  },
  undecided: { "an output that AWS may fill in": [role({ permissionsBoundary: UNKNOWN }, { propertyDeps: {} })] },
});
