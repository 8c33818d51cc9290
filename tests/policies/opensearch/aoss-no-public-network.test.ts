import policy from "../../../policies/opensearch/aoss-no-public-network";
import { describePolicy, resource, UNKNOWN } from "../support";

const network = (policy: object, type = "network") =>
  resource("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy", "n", {
    type,
    policy: JSON.stringify(policy),
  });

describePolicy(policy, {
  good: {
    "an endpoint": [network([{ AllowFromPublic: false, SourceVPCEs: ["vpce-1"] }])],
    "an encryption policy": [network([{ AllowFromPublic: true }], "encryption")],
  },
  bad: {
    public: { graph: [network([{ AllowFromPublic: true }])], says: /lets everybody reach/ },
    "one part is": { graph: [network([{ AllowFromPublic: false }, { AllowFromPublic: true }])], says: /everybody/ },
    "no JSON": {
      graph: [
        resource("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy", "n", {
          type: "network",
          policy: "{",
        }),
      ],
      says: /not JSON/,
    },
  },
  undecided: {
    "the policy is unknown": [
      resource("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy", "n", {
        type: "network",
        policy: UNKNOWN,
      }),
    ],
  },
});
