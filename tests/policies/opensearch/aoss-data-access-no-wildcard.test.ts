import policy from "../../../policies/opensearch/aoss-data-access-no-wildcard";
import { describePolicy, resource, UNKNOWN } from "../support";

const access = (policy: object) =>
  resource("aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy", "a", { policy: JSON.stringify(policy) });

describePolicy(policy, {
  good: {
    "a role": [access([{ Principal: ["arn:aws:iam::111122223333:role/loader"] }])],
    "two parts": [access([{ Principal: ["arn:aws:iam::111122223333:role/a"] }, { Principal: ["saml/1/group/b"] }])],
  },
  bad: {
    everybody: { graph: [access([{ Principal: ["*"] }])], says: /lets \* at the data/ },
    "every role": {
      graph: [access([{ Principal: ["arn:aws:iam::111122223333:role/*"] }])],
      says: /role\/\* at the data/,
    },
  },
  undecided: {
    "the policy is unknown": [
      resource("aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy", "a", { policy: UNKNOWN }),
    ],
  },
});
